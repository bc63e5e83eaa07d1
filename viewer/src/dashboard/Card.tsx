import type { ComponentChildren } from "preact";
import { useContext, useId } from "preact/hooks";
import { OnOwnPage } from "./context.js";
import "./card.css";

export interface CardProps {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly failed?: boolean;
  readonly updating?: boolean;
  readonly tools?: ComponentChildren;
  /** Below what is shown. */
  readonly foot?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a chart or a table: it keeps its size whatever state is inside. */
export function Card({
  title,
  description,
  failed = false,
  updating = false,
  tools,
  foot,
  children,
}: CardProps) {
  const id = useId();
  const isTitledByPage = useContext(OnOwnPage);
  const name = isTitledByPage ? { "aria-label": title } : { "aria-labelledby": id };
  return (
    <section
      class={failed ? "card item-card failed" : "card item-card"}
      aria-busy={updating}
      {...(title === undefined ? {} : name)}
    >
      {updating && (
        <span class="updating-bar" aria-hidden="true">
          <i />
        </span>
      )}
      <header class="card-head">
        {!isTitledByPage && (
          <div class="card-title">
            {title !== undefined && <h2 id={id}>{title}</h2>}
            {description !== undefined && <p class="muted">{description}</p>}
          </div>
        )}
        <div class="card-tools">{tools}</div>
      </header>
      <div class="card-body">{children}</div>
      {foot}
    </section>
  );
}
