/** What is wrong while a page is shown, over its lower corner. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import { useApp } from "../app/context.js";
import { DiagnosticList } from "../controls/DiagnosticList.js";
import { RetryButton } from "../controls/RetryButton.js";
import "./panels.css";

/**
 * The project's problems as it is being edited, and why the page is not the newest. Each is gone
 * when it is mended.
 */
export function Panels() {
  const { door, store, refresh } = useApp();
  const problems = store.problems.value;
  const failure = store.site.value ? store.failure.value : [];
  const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return (
    <div class="panels">
      <Panel
        label="The page is not up to date"
        title="The page could not be brought up to date"
        diagnostics={failure}
        note={
          <>
            The page shows what was loaded before.
            <span class="spacer" />
            <RetryButton onRetry={() => void refresh()} />
          </>
        }
      />
      <Panel
        label="New rows were not asked for"
        title="New rows could not be asked for"
        diagnostics={door.problems.value}
        note="The page shows what was loaded before."
      />
      <Panel
        label="Problems in the project"
        title={`${count} in the project`}
        diagnostics={problems}
        note="The page shows the last results that there are; what these problems touch may be old or missing."
      />
    </div>
  );
}

interface PanelProps {
  readonly label: string;
  readonly title: string;
  /** Without any, the panel is not there. */
  readonly diagnostics: readonly FramedDiagnostic[];
  readonly note: ComponentChildren;
}

function Panel({ label, title, diagnostics, note }: PanelProps) {
  const [folded, setFolded] = useState(false);
  if (diagnostics.length === 0) return null;
  return (
    <aside class={folded ? "panel folded" : "panel"} aria-label={label}>
      <div class="panel-head" role="alert">
        <span class="dot err" />
        <b>{title}</b>
        <span class="spacer" />
        <button
          type="button"
          class="button"
          aria-expanded={!folded}
          onClick={() => setFolded(!folded)}
        >
          {folded ? "Show" : "Hide"}
        </button>
      </div>
      {!folded && (
        <>
          <div class="panel-body">
            <DiagnosticList diagnostics={diagnostics} />
          </div>
          <p class="panel-note muted">{note}</p>
        </>
      )}
    </aside>
  );
}
