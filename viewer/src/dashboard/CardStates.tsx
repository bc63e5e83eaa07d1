/** What a card shows instead of its content. */
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { DiagnosticView } from "../controls/DiagnosticView.js";
import { Icon } from "../controls/Icon.js";
import { InlineCode } from "../controls/InlineCode.js";

const BARS = [44, 62, 50, 78, 66, 88, 58, 72, 94, 70, 82, 60];

/** Shown after a moment only, so that quick answers do not flicker. */
export function Skeleton({ note }: { note?: string }) {
  return (
    <div class="skeleton" role="status" aria-label={note ?? "Loading"}>
      <div class="skeleton-bars" aria-hidden="true">
        {BARS.map((height, index) => (
          <i key={index} style={{ height: `${height}%` }} />
        ))}
      </div>
      {note !== undefined && <p class="skeleton-note muted">{note}</p>}
    </div>
  );
}

export interface EmptyProps {
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export function Empty({ title, text, action }: EmptyProps) {
  return (
    <div class="card-state">
      <span class="state-mark">
        <Icon name="empty" />
      </span>
      <b>{title}</b>
      {text !== undefined && (
        <p class="soft">
          <InlineCode text={text} />
        </p>
      )}
      {action && (
        <button type="button" class="button" onClick={() => action.run()}>
          {action.label}
        </button>
      )}
    </div>
  );
}

export function Failure({
  title,
  problems,
}: {
  title: string;
  problems: readonly FramedDiagnostic[];
}) {
  return (
    <div class="failure" role="group" aria-label={title} tabIndex={0}>
      <p class="failure-head">
        <span>
          <Icon name="warning" />
        </span>
        {title}
      </p>
      {problems.map((problem, index) => (
        <DiagnosticView key={index} diagnostic={problem} />
      ))}
    </div>
  );
}

/** Problems beside content that could be shown all the same. */
export function ProblemStrip({ problems }: { problems: readonly FramedDiagnostic[] }) {
  return (
    <div class="card-strip" role="group" aria-label="Problems" tabIndex={0}>
      {problems.map((problem, index) => (
        <DiagnosticView key={index} diagnostic={problem} />
      ))}
    </div>
  );
}
