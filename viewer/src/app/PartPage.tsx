import type { FunctionComponent } from "preact";
import { LoadNotice } from "../controls/Notice.js";
import { loadProblems } from "../data/load-failure.js";
import { usePart } from "./part.js";

interface PartPageProps {
  readonly title: string;
  readonly load: () => Promise<FunctionComponent>;
}

/** A page whose code is loaded when it is opened. */
export function PartPage({ title, load }: PartPageProps) {
  const code = usePart(load);
  if (code.state === "failed") {
    const problems = loadProblems(title, code.error);
    return <LoadNotice title={title} problems={problems} onRetry={() => location.reload()} />;
  }
  return code.state === "ready" ? <code.part /> : null;
}
