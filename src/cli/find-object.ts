import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { Chart, Model, ProjectObject, Table, Trace } from "../project/objects.js";
import type { Project } from "../project/project.js";

/** The model or trace that a name means, or why there is none. */
export function findObject(project: Project, name: string): Model | Trace | Diagnostic {
  const candidates = [...project.models, ...project.traces];
  return named<Model | Trace>([candidates], name) ?? notThere(project, candidates, name);
}

/** The same, with tables behind models and traces. */
export function findShown(project: Project, name: string): Model | Trace | Table | Diagnostic {
  const withRows = [...project.models, ...project.traces];
  const { tables } = project;
  return (
    named<Model | Trace | Table>([withRows, tables], name) ??
    notThere(project, [...withRows, ...tables], name)
  );
}

/** The same, with charts and tables behind models and traces. */
export function findExplained(
  project: Project,
  name: string,
): Model | Trace | Chart | Table | Diagnostic {
  const withRows = [...project.models, ...project.traces];
  const drawing = [...project.charts, ...project.tables];
  return (
    named<Model | Trace | Chart | Table>([withRows, drawing], name) ??
    notThere(project, [...withRows, ...drawing], name)
  );
}

/**
 * The one of that id or name, of the first group that has it. Case counts where it decides;
 * undefined without one.
 */
function named<O extends ProjectObject>(
  groups: readonly (readonly O[])[],
  name: string,
): O | Diagnostic | undefined {
  const byId = groups.flat().find(({ id }) => id === name);
  if (byId) return byId;
  const lower = name.toLowerCase();
  const found =
    firstNonEmpty(groups, (object) => object.name === name) ??
    firstNonEmpty(groups, (object) => object.name.toLowerCase() === lower) ??
    [];
  const [only] = found;
  return only && found.length > 1
    ? createDiagnostic("ambiguous-object", { name, count: found.length })
    : only;
}

function firstNonEmpty<O>(
  groups: readonly (readonly O[])[],
  isMeant: (object: O) => boolean,
): readonly O[] | undefined {
  return groups.map((group) => group.filter(isMeant)).find(({ length }) => length > 0);
}

function notThere(
  project: Project,
  candidates: readonly ProjectObject[],
  name: string,
): Diagnostic {
  const lower = name.toLowerCase();
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
