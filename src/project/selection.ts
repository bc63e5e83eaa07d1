import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { ProjectObject } from "./objects.js";
import type { Project } from "./project.js";
import type { SelectionTerm } from "./selection-term.js";
import { parseSelection } from "./selection-term.js";

export interface Selected {
  /** Ids of the objects; empty when the expression is wrong. */
  readonly objects: ReadonlySet<string>;
  /**
   * Those of them that are there only because they use what was named: of these, no more is meant
   * than that use.
   */
  readonly consumers: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The objects that an expression names: `sales`, `+sales` with all that it needs, `sales+` with all
 * that uses it, `2+sales+1` with so many levels, `tag:x`, `path:x` (a file or folder), `source:x`
 * (the source and all that uses it), `*`, and lists with commas. Names with `+`, `,`, `:` or quotes
 * stand in quotes.
 */
export function selectObjects(expression: string, project: Project): Selected {
  const parsed = parseSelection(expression);
  if ("reason" in parsed) {
    const values = { selection: expression, reason: parsed.reason };
    const diagnostics = [createDiagnostic("broken-selection", values)];
    return { objects: new Set(), consumers: new Set(), diagnostics };
  }
  const diagnostics: Diagnostic[] = [];
  const meant = new Set<string>();
  const reached = new Set<string>();
  for (const term of parsed.terms) {
    const found = objectsOf(term, project);
    if (found.length === 0) {
      const hint = suggest(term.name, knownTo(term, project));
      diagnostics.push(createDiagnostic("unknown-selected", { name: term.written }, { hint }));
    }
    for (const { id } of found) meant.add(id);
    const { graph } = project;
    reach(found, term.up, (id) => graph.dependencies(id), meant);
    const down = term.method === "source" ? Infinity : term.down;
    reach(found, down, (id) => graph.dependents(id), reached);
  }
  if (diagnostics.length > 0) return { objects: new Set(), consumers: new Set(), diagnostics };
  const consumers = new Set([...reached].filter((id) => !meant.has(id)));
  return { objects: new Set([...meant, ...consumers]), consumers, diagnostics };
}

interface Method {
  /** Whether a name selects an object. */
  selects(object: ProjectObject, name: string): boolean;
  /** The words that would select an object. */
  words(object: ProjectObject): readonly string[];
}

const METHODS: Readonly<Record<SelectionTerm["method"], Method>> = {
  all: { selects: () => true, words: () => [] },
  name: {
    selects: (object, name) => object.name === name,
    words: ({ name }) => [name],
  },
  tag: {
    selects: ({ tags }, name) => tags.includes(name),
    words: ({ tags }) => tags,
  },
  source: {
    selects: (object, name) => object.kind === "source" && object.name === name,
    words: ({ kind, name }) => (kind === "source" ? [name] : []),
  },
  path: {
    selects: ({ at: { file } }, name) => {
      const path = name.replace(/^\.\//, "").replace(/\/$/, "");
      return file === path || file.startsWith(`${path}/`);
    },
    words: ({ at }) => [at.file],
  },
};

function objectsOf({ method, name }: SelectionTerm, project: Project): ProjectObject[] {
  const objects = [...project.objects.values()];
  return objects.filter((object) => METHODS[method].selects(object, name));
}

function knownTo({ method }: SelectionTerm, project: Project): Set<string> {
  const objects = [...project.objects.values()];
  return new Set(objects.flatMap((object) => METHODS[method].words(object)));
}

/** Adds what lies up to `levels` edges away, each object once. */
function reach(
  start: readonly ProjectObject[],
  levels: number,
  next: (id: string) => readonly ProjectObject[],
  into: Set<string>,
): void {
  const seen = new Set(start);
  let edge = start;
  for (let level = 0; level < levels && edge.length > 0; level++) {
    edge = edge
      .flatMap(({ id }) => next(id))
      .filter((object) => !seen.has(object) && seen.add(object));
    for (const { id } of edge) into.add(id);
  }
}
