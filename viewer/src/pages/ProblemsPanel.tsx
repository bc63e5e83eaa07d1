import { useState } from "preact/hooks";
import { useApp } from "../app/context.js";
import { DiagnosticView } from "../controls/DiagnosticView.js";
import "./problems-panel.css";

/** What is wrong with the project as it is being edited, over the last good page. Gone when it is mended. */
export function ProblemsPanel() {
  const { store } = useApp();
  const [folded, setFolded] = useState(false);
  const problems = store.problems.value;
  if (problems.length === 0) return null;
  const title = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
  return (
    <aside class={folded ? "problems folded" : "problems"} aria-label="Problems in the project">
      <div class="problems-head" role="alert">
        <span class="dot err" />
        <b>{title} in the project</b>
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
          <ul class="problems-list">
            {problems.map((problem, index) => (
              <li key={index}>
                <DiagnosticView diagnostic={problem} />
              </li>
            ))}
          </ul>
          <p class="problems-note muted">The page shows the last state that could be read.</p>
        </>
      )}
    </aside>
  );
}
