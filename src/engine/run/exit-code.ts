import type { Diagnostic } from "../../contract/diagnostic.js";
import type { JobStatus } from "../../contract/manifest.js";
import type { Source } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { JobOutcome } from "./execute-job.js";

/**
 * The exit code of a run, the gravest first: 130 interrupted, 6 out of a resource, 3 some jobs
 * failed, 5 code of a project that is not trusted was refused, 1 the project has errors, 0 fine.
 */
export function exitCodeOf(
  projectErrors: readonly Diagnostic[],
  outcomes: readonly Pick<JobOutcome, "failure">[],
  interrupted: boolean,
): number {
  const causes = new Set(outcomes.map(({ failure }) => failure));
  if (interrupted) return 130;
  if (causes.has("resource")) return 6;
  if (causes.has("failure")) return 3;
  if (causes.has("refused")) return 5;
  return projectErrors.length > 0 || causes.has("problem") ? 1 : 0;
}

/** The errors of the project that its jobs do not tell; `chosen` is the source of `--source`. */
export function projectErrors(
  { diagnostics }: Pick<Project, "diagnostics">,
  chosen: Source | undefined,
): Diagnostic[] {
  return diagnostics.filter(
    // `--source` has mended what lacked one.
    ({ severity, code }) => severity === "error" && !(chosen && code === "no-source"),
  );
}

/** How many jobs ended how. */
export function countStatuses(
  outcomes: Iterable<Pick<JobOutcome, "entry">>,
): Record<JobStatus, number> {
  const counts = { built: 0, reused: 0, failed: 0, skipped: 0, cancelled: 0, stale: 0 };
  for (const { entry } of outcomes) counts[entry.status]++;
  return counts;
}
