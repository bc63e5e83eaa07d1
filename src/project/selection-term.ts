import { KINDS, type Kind } from "./objects.js";

/** One part of a selection between commas. */
export interface SelectionTerm {
  readonly method: "name" | "tag" | "path" | "all" | Kind;
  /** Without quotes; empty for `*`. */
  readonly name: string;
  /** As the user wrote it, without operators. */
  readonly written: string;
  /** Levels of dependencies and of consumers; Infinity for a bare `+`. */
  readonly up: number;
  readonly down: number;
}

const METHODS = ["tag", "path", ...KINDS] as const;
const NAME = `"([^"]*)"|'([^']*)'|([^"'+,][^"+,]*?)`;
const PARTS = new RegExp(
  String.raw`^\s*(?:(\d*)\+)?\s*((?:(${METHODS.join("|")}):)?(?:${NAME}))\s*(?:\+(\d*))?\s*(?:,|$)`,
);

/** Reads a selection; a reason, as a sentence, when it is no selection. */
export function parseSelection(
  expression: string,
): { readonly terms: readonly SelectionTerm[] } | { readonly reason: string } {
  const terms: SelectionTerm[] = [];
  let rest = expression;
  while (rest.trim() !== "") {
    const match = PARTS.exec(rest);
    if (!match) return { reason: `\`${rest.trim()}\` is not a name with or without \`+\`.` };
    const [whole, up, written = "", method, double, single, bare = ""] = match;
    const name = double ?? single ?? bare;
    terms.push({
      method: bare === "*" && !method ? "all" : (METHODS.find((one) => one === method) ?? "name"),
      name,
      written,
      up: levels(up),
      down: levels(match[7]),
    });
    rest = rest.slice(whole.length);
    if (rest.trim() === "" && whole.trimEnd().endsWith(",")) return { reason: NOTHING_AFTER_COMMA };
  }
  return terms.length > 0 ? { terms } : { reason: "it is empty." };
}

const NOTHING_AFTER_COMMA = "nothing follows the last comma.";

function levels(digits: string | undefined): number {
  if (digits === undefined) return 0;
  return digits === "" ? Infinity : Number(digits);
}
