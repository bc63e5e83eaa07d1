import type { Diagnostic } from "../contract/diagnostic.js";
import type { Artifact, JobStatus, Manifest } from "../contract/manifest.js";
import type { SiteObject } from "../contract/pages/dashboard.js";
import type { Model, Trace } from "../project/objects.js";

/** What a page knows about the rows of a trace or a model. */
export interface ObjectState {
  readonly status: SiteObject["status"];
  readonly artifact?: Artifact;
  readonly problems: readonly Diagnostic[];
}

const HOLDS: Record<JobStatus, "ok" | "old" | "pending"> = {
  built: "ok",
  reused: "ok",
  failed: "old",
  skipped: "old",
  stale: "old",
  cancelled: "pending",
};

/** The state of an object: its own faults as the project stands now, and what its last run left. */
export function stateOf(object: Trace | Model, manifest: Manifest | undefined): ObjectState {
  const entry = manifest?.objects[object.id];
  const problems = distinct([...object.problems, ...(entry?.diagnostics ?? [])]);
  const artifact = entry?.artifact;
  const faulty = object.problems.some(({ severity }) => severity === "error");
  const holds = faulty ? "old" : entry ? HOLDS[entry.status] : "pending";
  if (!artifact) return { status: holds === "old" ? "failed" : "pending", problems };
  return { status: holds === "old" ? "stale" : "ok", artifact, problems };
}

function distinct(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [identity(one), one])).values()];
}

function identity({ code, message, at }: Diagnostic): string {
  return JSON.stringify([code, message, at?.file, at?.start]);
}
