import type { Token } from "../tokens.js";

/** A name, with dots or without, or one call, which operators around it cannot take apart. */
export function isOneOperand(tokens: readonly Token[]): boolean {
  let depth = 0;
  for (const [at, { kind, text }] of tokens.entries()) {
    const isName = kind === "word" || kind === "quoted";
    if (text === "(" && kind === "symbol") {
      if (at === 0) return false;
      depth++;
    } else if (text === ")" && kind === "symbol") {
      depth--;
      if (depth === 0 && at < tokens.length - 1) return false;
    } else if (depth === 0 && (isName !== (at % 2 === 0) || (!isName && text !== "."))) {
      return false;
    }
  }
  return tokens.length > 0;
}
