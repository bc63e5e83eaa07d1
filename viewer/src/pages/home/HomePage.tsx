import { LoadNotice } from "../../controls/Notice.js";
import { usePart } from "../../app/part.js";
import { loadProblems } from "../../data/load-failure.js";

/** The list of dashboards; who opens one of them by its address does not load its code. */
export function HomePage() {
  const code = usePart(async () => (await import("./Home.js")).Home);
  if (code.state === "failed") {
    const problems = loadProblems("The list of dashboards", code.error);
    return <LoadNotice title="Dashboards" problems={problems} onRetry={() => location.reload()} />;
  }
  return code.state === "ready" ? <code.part /> : null;
}
