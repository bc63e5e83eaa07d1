import type { Diagnostic } from "../contract/diagnostic.js";
import type { Model, ProjectObject, Source, SqlModel, Trace } from "../project/objects.js";
import type { Project } from "../project/project.js";
import { sourceOf } from "./run-sources.js";

/** Faults of the project itself that keep jobs from running. */
export interface Blockers {
  /** The object with errors: this one, else the nearest that it is made of. */
  find(object: Trace | Model): ProjectObject | undefined;
}

/**
 * `chosen` is the source of `--source`. Faults of a source that reading the project did not tell as
 * errors, since only a job makes them one (a type that waits for a variable), are left to the job,
 * which fails with them.
 */
export function createBlockers(project: Project, chosen: Source | undefined): Blockers {
  const told = new Set(project.diagnostics);
  const known = new Map<string, ProjectObject | undefined>();

  function look(object: Trace | Model): ProjectObject | undefined {
    const isMended = object.kind === "model" && object.type === "sql" && chosen !== undefined;
    if (isMended && object.usesDefaultSource ? hasOtherErrors(object) : hasErrors(object))
      return object;
    if (object.kind === "trace") return object.model && find(object.model);
    if (object.type === "sql") {
      const source = sourceOf(object, chosen);
      return source && hasErrors(source, told) ? source : undefined;
    }
    if (object.type === "script") return undefined;
    if (object.engine && hasErrors(object.engine)) return object.engine;
    return object.models.map(find).find((blocker) => blocker !== undefined);
  }

  function find(object: Trace | Model): ProjectObject | undefined {
    if (!known.has(object.id)) known.set(object.id, look(object));
    return known.get(object.id);
  }

  return { find };
}

function hasErrors({ problems }: ProjectObject, told?: ReadonlySet<Diagnostic>): boolean {
  return problems.some((found) => found.severity === "error" && (told?.has(found) ?? true));
}

/** The same without the lack of a source, which `--source` has mended. */
function hasOtherErrors({ problems }: SqlModel): boolean {
  return problems.some(({ severity, code }) => severity === "error" && code !== "no-source");
}
