/**
 * Tells the calls of `env_var` apart by where they stand. Each gets another name of the same length, so that
 * all offsets stay those of the source:
 *
 * - a tag that is nothing but the call is carried through YAML as an opaque piece ({@link CALLS.opaque});
 * - in text that is put together the value is written as it is, or a marker when it is not set (`text`);
 * - so in `{% set … = … %}`, whose later use is looked at afterwards (`kept`);
 * - where the course of the template depends on the value it must be set (`needed`).
 */
import type { ScannedTemplate, TemplatePiece } from "./template-scanner.js";
import { tagTokens, type TagToken } from "./tag-tokens.js";

export const CALLS = {
  opaque: "_env_id",
  text: "env_var",
  kept: "_env_bl",
  needed: "_env_if",
} as const;
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
    for (const { start, text } of calls) {
      renamed += source.slice(last, start) + name;
      last = start + text.length;
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

/** `env_var( … )` with nothing before or after it. */
function isLoneCall(tokens: readonly TagToken[]): boolean {
  const [first, second] = tokens;
  if (!first || !isCall(first) || second?.text !== "(") return false;
  let depth = 0;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== "operator") continue;
    if (text === "(") depth++;
    else if (text === ")" && --depth === 0) return index === tokens.length - 1;
  }
  return false;
}

/** In caught text, which may be compared or measured, only what is plainly a YAML value is opaque. */
function followsKey(source: string, start: number): boolean {
  const line = source.slice(source.lastIndexOf("\n", start - 1) + 1, start);
  return /(?:[:-][^\S\n]+|[[,][^\S\n]*)["']?$/.test(line);
}

function isFilterName(tokens: readonly TagToken[], index: number): boolean {
  return tokens[index]?.kind === "name" && tokens[index - 1]?.text === "|";
}
