import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../diagnostics/index.js";
import type { Kind, ProjectObject } from "./objects.js";
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
 * that uses it, `2+sales+1` with so many levels, `tag:x`, `path:x` (a file or folder), `model:x` and
 * the other kinds, `source:x` (the source and all that uses it), `*`, and lists with commas. A bare
 * name means every object of that name. Names with `+`, `,`, `:` or quotes stand in quotes.
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

const METHODS: Readonly<Record<Exclude<SelectionTerm["method"], Kind>, Method>> = {
  all: { selects: () => true, words: () => [] },
  name: {
    selects: (object, name) => object.name === name,
    words: ({ name }) => [name],
  },
  tag: {
    selects: ({ tags }, name) => tags.includes(name),
    words: ({ tags }) => tags,
  },
  path: {
    selects: ({ at: { file } }, name) => {
      const path = name.replace(/^\.\//, "").replace(/\/$/, "");
      return file === path || file.startsWith(`${path}/`);
    },
    words: ({ at }) => [at.file],
  },
};

/** `model:x` and the like. */
function ofKind(wanted: Kind): Method {
  return {
    selects: ({ kind, name: own }, name) => kind === wanted && own === name,
    words: ({ kind, name }) => (kind === wanted ? [name] : []),
  };
}

function methodOf({ method }: SelectionTerm): Method {
  return method === "name" || method === "tag" || method === "path" || method === "all"
    ? METHODS[method]
    : ofKind(method);
}

function objectsOf(term: SelectionTerm, project: Project): ProjectObject[] {
  const method = methodOf(term);
  return [...project.objects.values()].filter((object) => method.selects(object, term.name));
}

function knownTo(term: SelectionTerm, project: Project): Set<string> {
  const method = methodOf(term);
  return new Set([...project.objects.values()].flatMap((object) => method.words(object)));
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
