import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import "./card.css";

export interface CardProps {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly failed?: boolean;
  readonly updating?: boolean;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of a chart or a table: it keeps its size whatever state is inside. */
export function Card({
  title,
  description,
  failed = false,
  updating = false,
  tools,
  children,
}: CardProps) {
  const id = useId();
  return (
    <section
      class={failed ? "card item-card failed" : "card item-card"}
      aria-busy={updating}
      {...(title === undefined ? {} : { "aria-labelledby": id })}
    >
      {updating && (
        <span class="updating-bar" aria-hidden="true">
          <i />
        </span>
      )}
      <header class="card-head">
        <div class="card-title">
          {title !== undefined && <h3 id={id}>{title}</h3>}
          {description !== undefined && <p class="muted">{description}</p>}
        </div>
        <div class="card-tools">{tools}</div>
      </header>
      <div class="card-body">{children}</div>
    </section>
  );
}
