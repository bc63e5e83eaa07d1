import type { SiteRun } from "../../../../src/contract/pages/home.js";
import { useApp } from "../../app/context.js";
import { clockTime } from "../../format/moment.js";

/** How the last run went. */
export function RunHealth({ run }: { run: SiteRun }) {
  const { formatter, now } = useApp();
  const { failed, skipped } = run;
  const good = run.built + run.reused;
  const at = clockTime(run.finishedAt, formatter.value.zone, now.value);
  return (
    <div class="card run-health">
      <span class={failed > 0 ? "dot err" : skipped > 0 ? "dot warn" : "dot ok"} />
      <div>
        <b>{headline(failed, skipped)}</b>
        <span class="muted num">
          {" "}
          · {good} of {run.total} results current · {at}
        </span>
      </div>
    </div>
  );
}

function headline(failed: number, skipped: number): string {
  if (failed > 0)
    return `Last run finished with ${failed === 1 ? "1 failure" : `${failed} failures`}`;
  return skipped > 0 ? `Last run skipped ${skipped}` : "Last run finished without failures";
}
