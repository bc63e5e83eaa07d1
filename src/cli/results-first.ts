/** Results that a command needs: those that are there, and those that must be made first. */
import type { Artifact, ManifestEntry, ObjectCondition } from "../contract/manifest.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { State } from "../engine/state/state.js";
import type { Model, Trace } from "../project/objects.js";
import { EXIT, type CommandContext } from "./command.js";
import { selectionOf } from "./find-object.js";
import { reportedRun } from "./reported-run.js";
import type { Reporter } from "./reporter/reporter.js";

/** What the last run left of an object. */
export interface PresentResult {
  readonly object: Model | Trace;
  readonly entry: ManifestEntry | undefined;
  readonly condition: ObjectCondition;
}

/** Looks at the results of objects; nothing is run and nothing locked. */
export async function presentResults(
  objects: readonly (Model | Trace)[],
  state: Pick<State, "current" | "condition">,
): Promise<PresentResult[]> {
  const current = objects.length > 0 ? await state.current() : undefined;
  return Promise.all(
    objects.map(async (object) => {
      const entry = current?.objects[object.id];
      const condition = entry?.artifact ? await state.condition(entry.artifact) : "missing";
      return { object, entry, condition };
    }),
  );
}

/** Why there is no result to show. */
const NO_ROWS = {
  whole: (name: string) => `\`${name}\` is run first.`,
  missing: (name: string) => `\`${name}\` has no result yet: it is run first.`,
  damaged: (name: string) => `The result of \`${name}\` is damaged: it is run again.`,
} as const satisfies Record<ObjectCondition, (name: string) => string>;

/**
 * The artifacts by the objects' ids; what has none yet is run, and that is said, as are results of
 * before a failure. The exit code where one cannot be made.
 */
export async function resultsFirst(
  present: readonly PresentResult[],
  run: OpenedRun,
  reporter: Reporter,
  context: CommandContext,
): Promise<ReadonlyMap<string, Artifact> | number> {
  const artifacts = new Map<string, Artifact>();
  const lacking: (Model | Trace)[] = [];
  for (const { object, entry, condition } of present) {
    if (entry?.artifact && condition === "whole") {
      tellFailure(object.name, entry, entry.artifact, run, reporter);
      artifacts.set(object.id, entry.artifact);
    } else {
      reporter.note(NO_ROWS[condition](object.name));
      lacking.push(object);
    }
  }
  if (lacking.length === 0) return artifacts;
  const selection = lacking.map(selectionOf).join(", ");
  const { manifest, exitCode } = await reportedRun(
    run,
    { selection, reuse: true },
    reporter,
    context,
  );
  for (const { id } of lacking) {
    const artifact = manifest?.objects[id]?.artifact;
    if (!artifact) return exitCode || EXIT.jobsFailed;
    artifacts.set(id, artifact);
  }
  return artifacts;
}

function tellFailure(
  name: string,
  { status, diagnostics }: ManifestEntry,
  { builtAt }: Artifact,
  { frame }: OpenedRun,
  reporter: Reporter,
): void {
  if (status === "built" || status === "reused") return;
  reporter.note(`The last run of \`${name}\` failed; these rows are of ${builtAt}.`);
  reporter.diagnostics(frame(diagnostics));
}
