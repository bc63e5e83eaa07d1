/** What a card shows instead of its content. */
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { useApp } from "../app/context.js";
import { DiagnosticList } from "../controls/DiagnosticList.js";
import { Icon } from "../controls/Icon.js";
import { InlineCode } from "../controls/InlineCode.js";
import { RetryButton } from "../controls/RetryButton.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import { Card } from "./Card.js";
import { useReset } from "./inputs.js";

const BARS = [44, 62, 50, 78, 66, 88, 58, 72, 94, 70, 82, 60];

/**
 * Shown after a moment only, so that quick answers do not flicker. Bars on paper would be read as
 * a chart.
 */
export function Skeleton({ note }: { note?: string }) {
  const { theme } = useApp();
  if (theme.paper.value) {
    return <p class="card-note">{note ?? "Not loaded yet when the page was printed"}</p>;
  }
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
  readonly text?: string | undefined;
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** Why there is nothing to see although nothing is wrong. */
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

/** In the place of a result without rows. */
export function NoRows() {
  const reset = useReset();
  return reset ? (
    <Empty
      title="No rows"
      text="Nothing passes what is chosen."
      action={{ label: "Reset all", run: reset }}
    />
  ) : (
    <Empty title="No rows" />
  );
}

interface ProblemProps {
  readonly problems: readonly FramedDiagnostic[];
  /** Absent: trying again would not help. */
  readonly onRetry?: (() => void) | undefined;
}

/** Why there is nothing to show. */
export function Failure({ title, problems, onRetry }: ProblemProps & { readonly title: string }) {
  return (
    <div class="failure" role="group" aria-label={title} tabIndex={0}>
      <p class="failure-head">
        <span class="problem-mark">
          <Icon name="warning" />
        </span>
        {title}
      </p>
      <DiagnosticList diagnostics={problems} />
      {onRetry && <RetryButton onRetry={onRetry} />}
    </div>
  );
}

/** Problems beside content that could be shown all the same; nothing once they are mended. */
export function ProblemStrip({ problems, onRetry }: ProblemProps) {
  if (problems.length === 0) return null;
  return (
    <div class="card-strip" role="group" aria-label="Problems" tabIndex={0}>
      <DiagnosticList diagnostics={problems} />
      {onRetry && <RetryButton onRetry={onRetry} />}
    </div>
  );
}

interface MissingCardProps {
  readonly kind: "chart" | "table";
  readonly name: string;
}

/** In the place of an object that the dashboard names and does not have. */
export function MissingCard({ kind, name }: MissingCardProps) {
  return (
    <div class="item-frame">
      <Card title={name} failed>
        <Failure
          title={`This ${kind} could not be built`}
          problems={[viewerDiagnostic("viewer-missing-object", { kind, name })]}
        />
      </Card>
    </div>
  );
}
