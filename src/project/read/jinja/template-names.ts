/** The names of a template: those that its tags give a value, and those that nothing does. */
import { ENGINE_VARIABLES } from "./engine-names.js";
import { tagTokens, type TagToken } from "./tag-tokens.js";
import type { ScannedTemplate, TemplatePiece } from "./template-scanner.js";

/** Words of the language, which are no names. */
const WORDS = new Set("if else elif for in not and or is recursive ignore missing".split(" "));
/** Tags whose first word after the tag's own is a name of something else than a value. */
const NAMING_TAGS = new Set(["filter", "block", "macro", "autoescape"]);
const TESTED = new Set(["defined", "undefined", "none"]);

/** Names that the template itself gives a value, anywhere in it. */
export function namesOf({ source, pieces }: ScannedTemplate): string[] {
  return [...new Set(pieces.flatMap((piece) => assignedNames(source, piece)))];
}

/** Names that a tag gives a value. */
export function assignedNames(source: string, piece: TemplatePiece): string[] {
  if (piece.kind !== "block") return [];
  const tokens = tagTokens(source, piece).slice(1);
  switch (piece.name) {
    case "set":
      return namesBefore(tokens, ["=", "|"]);
    case "for":
      return namesBefore(tokens, ["in"]);
    case "with":
      return tokens.filter((_, i) => tokens[i + 1]?.text === "=").map(({ text }) => text);
    case "macro":
      return [...namesBefore(tokens, ["("]), ...parameters(tokens.slice(1))];
    case "call":
      return tokens[0]?.text === "(" ? parameters(tokens) : [];
    default:
      return [];
  }
}

export interface UndefinedName {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The first use of each name that no tag gives a value and no test or default allows for. The
 * engine itself lets such a name pass as empty text where it is put together with others (`'a' ~
 * name`), compared or part of a list.
 */
export function undefinedNames(
  template: ScannedTemplate,
  functions: readonly string[],
): UndefinedName[] {
  const { source, pieces } = template;
  const known = new Set([...namesOf(template), ...functions, ...ENGINE_VARIABLES]);
  const found = new Map<string, UndefinedName>();
  for (const piece of pieces) {
    if (piece.kind !== "expression" && piece.kind !== "block") continue;
    if (piece.kind === "block" && piece.name.endsWith("raw")) continue;
    const tokens = tagTokens(source, piece);
    for (const token of tokens.filter((_, i) => isAllowedFor(tokens, i))) known.add(token.text);
    for (const [i, { text: name, start }] of tokens.entries()) {
      if (!isUse(piece, tokens, i) || found.has(name)) continue;
      found.set(name, { name, start, end: start + name.length });
    }
  }
  return [...found.values()].filter(({ name }) => !known.has(name));
}

/**
 * Whether a token is the name of a value that is used there. A call of an unknown function is
 * left to the engine to report.
 */
function isUse({ kind, name }: TemplatePiece, tokens: readonly TagToken[], i: number): boolean {
  const token = tokens[i];
  if (token?.kind !== "name" || WORDS.has(token.text)) return false;
  if (kind === "block" && (i === 0 || (i === 1 && NAMING_TAGS.has(name)))) return false;
  const [before, after] = [tokens[i - 1]?.text ?? "", tokens[i + 1]?.text ?? ""];
  if (before === "." || before === "|" || before === "is") return false;
  if (before === "not" && tokens[i - 2]?.text === "is") return false;
  return after !== "=" && after !== "(";
}

/** `name is defined`, `name is not defined`, `name | default(…)`. */
function isAllowedFor(tokens: readonly TagToken[], i: number): boolean {
  const [first, second, third] = tokens.slice(i + 1, i + 4).map(({ text }) => text);
  if (first === "is") return TESTED.has((second === "not" ? third : second) ?? "");
  return first === "|" && (second === "default" || second === "d");
}

function namesBefore(tokens: readonly TagToken[], ends: readonly string[]): string[] {
  const end = tokens.findIndex(({ text }) => ends.includes(text));
  return tokens
    .slice(0, end < 0 ? tokens.length : end)
    .filter(({ kind }, i) => kind === "name" && tokens[i - 1]?.text !== ".")
    .map(({ text }) => text);
}

/** Names of parameters, from the bracket that opens their list. */
function parameters(tokens: readonly TagToken[]): string[] {
  const names: string[] = [];
  let depth = 0;
  for (const [i, { kind, text }] of tokens.entries()) {
    if (text === "(" || text === "[" || text === "{") depth++;
    else if (text === ")" || text === "]" || text === "}") depth--;
    if (depth === 0) break;
    const before = tokens[i - 1]?.text;
    if (depth === 1 && kind === "name" && (before === "(" || before === ",")) names.push(text);
  }
  return names;
}
