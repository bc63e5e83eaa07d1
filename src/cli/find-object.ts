import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { Model, Trace } from "../project/objects.js";
import type { Project } from "../project/project.js";

/**
 * The model or trace that a name means, or why there is none; the name's case counts only where it
 * decides.
 */
export function findObject(project: Project, name: string): Model | Trace | Diagnostic {
  const candidates = [...project.models, ...project.traces];
  const byId = candidates.find(({ id }) => id === name);
  if (byId) return byId;
  const exact = candidates.filter((object) => object.name === name);
  const lower = name.toLowerCase();
  const found =
    exact.length > 0 ? exact : candidates.filter((object) => object.name.toLowerCase() === lower);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (only) return createDiagnostic("ambiguous-object", { name, count: found.length });
  const other = [...project.objects.values()].find((object) => object.name.toLowerCase() === lower);
  if (other) return createDiagnostic("object-without-rows", { name, kind: other.kind });
  const hint = suggest(
    name,
    candidates.map((object) => object.name),
  );
  return createDiagnostic("unknown-object", { name }, { hint });
}

/** A name as a selection takes it: in quotes, which protect `+`, `,` and spaces. */
export function selectionOf({ name }: { readonly name: string }): string {
  const quote = name.includes('"') ? "'" : '"';
  return `${quote}${name}${quote}`;
}
