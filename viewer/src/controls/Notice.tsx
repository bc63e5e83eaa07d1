import { useApp } from "../app/context.js";
import { InlineCode } from "./InlineCode.js";

export interface NoticeProps {
  readonly title: string;
  readonly text: string;
  /** Absent: the way home. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** A whole page that has nothing else to say. */
export function Notice({ title, text, action }: NoticeProps) {
  const { router } = useApp();
  return (
    <div class="notice">
      <h1>{title}</h1>
      <p class="soft">
        <InlineCode text={text} />
      </p>
      {action ? (
        <button type="button" class="button" onClick={() => action.run()}>
          {action.label}
        </button>
      ) : (
        <a class="button" href={router.href({ page: "home" })}>
          All dashboards
        </a>
      )}
    </div>
  );
}
