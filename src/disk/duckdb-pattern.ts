/** DuckDB's grammar of path patterns, as far as it must be known without asking DuckDB. */
import type { PatternFault } from "./pattern-fault.js";

/**
 * The pattern that matches a path by its letters only: DuckDB takes every path that it reads for a
 * pattern.
 */
export function duckDbLiteral(path: string): string {
  return path.replaceAll(/[*?[]/g, "[$&]");
}

/** What DuckDB refuses, or silently matches nothing with. */
export function duckDbPatternFault(pattern: string): PatternFault | undefined {
  const names = pattern.split("/");
  if (names.filter((name) => name === "**").length > 1) return "folders-twice";
  // Without another wildcard DuckDB takes a bracket that is not closed for itself.
  if (!/[*?\]]/.test(pattern)) return undefined;
  for (const name of names) {
    const fault = classFault(name);
    if (fault) return fault;
  }
  return undefined;
}

/** Of the classes in one name. A `]` right at the start of a class belongs to it. */
function classFault(name: string): PatternFault | undefined {
  for (let at = name.indexOf("["); at >= 0; at = name.indexOf("[", at)) {
    at += name[at + 1] === "!" ? 2 : 1;
    for (const start = at; name[at] !== "]" || at === start;) {
      const [first, hyphen, last] = name.slice(at, at + 3);
      if (first === undefined) return "unclosed";
      if (hyphen !== "-") at += 1;
      else if (last === undefined || last === "]") return "range-open";
      else if (last < first) return "range-backwards";
      else at += 3;
    }
  }
  return undefined;
}
