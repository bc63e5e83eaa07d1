/**
 * Tells the calls of `env_var` apart by where they stand. Each gets another name of the same
 * length, so that all offsets stay those of the source:
 *
 * - a tag that is nothing but the call is carried through YAML as an opaque piece ({@link
 *   CALLS.opaque});
 * - in text that is put together the value is written as it is, or a marker when it is not set
 *   (`text`);
 * - so in `{% set … = … %}`, whose later use is looked at afterwards (`kept`);
 * - where the course of the template depends on the value it must be set (`needed`);
 * - before `| default(…)` an unset one gives way to that (`defaulted`), which gets another name,
 *   too.
 */
import type { ScannedTemplate, TemplatePiece } from "./template-scanner.js";
import { tagTokens, type TagToken } from "./tag-tokens.js";

/** The name of each variant, as long as `env_var`. */
export const CALLS = {
  opaque: "_env_id",
  text: "env_var",
  kept: "_env_bl",
  needed: "_env_if",
  defaulted: "_env_or",
} as const;

/** Filters of the same lengths in the place of `default` and `d` after a call. */
export const DEFAULT_FILTERS = { default: "_env_df", d: "D" } as const;
export type CallVariant = keyof typeof CALLS;

const DECIDING_WORDS = new Set(["if", "else", "and", "or", "not", "in", "is"]);
const DECIDING_OPERATORS = new Set([
  "==",
  "!=",
  "<",
  ">",
  "<=",
  ">=",
  "+",
  "-",
  "*",
  "/",
  "//",
  "%",
  "**",
]);
/** Filters that keep a marker recognisable. */
const TEXT_FILTERS = new Set([
  "upper",
  "lower",
  "trim",
  "string",
  "default",
  "d",
  "e",
  "escape",
  "safe",
  "replace",
  "indent",
  "title",
  "capitalize",
]);

/** The source with the calls of `env_var` renamed; of the same length. */
export function renameEnvironmentCalls({ source, pieces }: ScannedTemplate): string {
  if (!source.includes(CALLS.text)) return source;
  let renamed = "";
  let last = 0;
  for (const piece of pieces) {
    if (piece.kind !== "expression" && piece.kind !== "block") continue;
    const tokens = tagTokens(source, piece);
    const calls = tokens.filter(isCall);
    if (calls.length === 0) continue;
    const name = CALLS[variantOf(source, piece, tokens)];
    for (const call of calls) {
      const filter = defaultFilter(tokens, tokens.indexOf(call));
      const isOpaque = name === CALLS.opaque;
      renamed += source.slice(last, call.start) + (filter && !isOpaque ? CALLS.defaulted : name);
      last = call.start + call.text.length;
      if (!filter) continue;
      renamed += source.slice(last, filter.start) + DEFAULT_FILTERS[filter.name];
      last = filter.start + filter.name.length;
    }
  }
  return renamed + source.slice(last);
}

/** Whether a tag decides on a condition, be it between its branches or inside its expression. */
export function isDeciding({ kind, name }: TemplatePiece, tokens: readonly TagToken[]): boolean {
  if (kind === "block" && (name === "if" || name === "elif")) return true;
  return tokens.some(
    (token, index) =>
      (token.kind === "name" && DECIDING_WORDS.has(token.text)) ||
      (token.kind === "operator" && DECIDING_OPERATORS.has(token.text)) ||
      (isFilterName(tokens, index) && !TEXT_FILTERS.has(token.text)),
  );
}

function variantOf(source: string, piece: TemplatePiece, tokens: readonly TagToken[]): CallVariant {
  if (piece.kind === "block") {
    const assigns = piece.name === "set" && tokens.some(({ text }) => text === "=");
    return assigns && !isDeciding(piece, tokens) ? "kept" : "needed";
  }
  if (isLoneCall(tokens) && (!piece.captured || followsKey(source, piece.start))) return "opaque";
  return isDeciding(piece, tokens) ? "needed" : "text";
}

function isCall({ kind, text }: TagToken): boolean {
  return kind === "name" && text === CALLS.text;
}

/** `env_var( … )`, perhaps with a default, and nothing before or after it. */
function isLoneCall(tokens: readonly TagToken[]): boolean {
  const [first] = tokens;
  if (!first || !isCall(first)) return false;
  const close = closingBracket(tokens, 1);
  const filter = defaultFilter(tokens, 0);
  const end = filter ? closingBracket(tokens, tokens.indexOf(filter.token) + 1) : close;
  return end === tokens.length - 1;
}

/** The filter `default` (or `d`) right after a call. */
function defaultFilter(tokens: readonly TagToken[], call: number) {
  const close = closingBracket(tokens, call + 1);
  const token = close === undefined ? undefined : tokens[close + 2];
  if (close === undefined || tokens[close + 1]?.text !== "|" || token?.kind !== "name")
    return undefined;
  if (token.text !== "default" && token.text !== "d") return undefined;
  if (tokens[close + 3]?.text !== "(") return undefined;
  return { token, start: token.start, name: token.text } as const;
}

/**
 * Where the bracket that opens at this token is closed; undefined when it is no bracket, or never
 * closed.
 */
function closingBracket(tokens: readonly TagToken[], open: number): number | undefined {
  if (tokens[open]?.text !== "(") return undefined;
  let depth = 0;
  for (let index = open; index < tokens.length; index++) {
    const { kind, text } = tokens[index] ?? { kind: "name", text: "" };
    if (kind !== "operator") continue;
    if (text === "(") depth++;
    else if (text === ")" && --depth === 0) return index;
  }
  return undefined;
}

/**
 * In caught text, which may be compared or measured, only what is plainly a YAML value is opaque.
 */
function followsKey(source: string, start: number): boolean {
  const line = source.slice(source.lastIndexOf("\n", start - 1) + 1, start);
  return /(?:[:-][^\S\n]+|[[,][^\S\n]*)["']?$/.test(line);
}

function isFilterName(tokens: readonly TagToken[], index: number): boolean {
  return tokens[index]?.kind === "name" && tokens[index - 1]?.text === "|";
}
