/** Words for the formats of numbers, which stand where a d3-format may stand: `usd0`, `pct1`. */

/** What a word says of a number. */
export interface FormatWord {
  readonly unit: "none" | "percent" | "money";
  /** Of money: ISO 4217, in capitals. */
  readonly currency?: string;
  /** After the point; absent: as many as the unit usually has. */
  readonly digits?: number;
  /** Three digits and a letter for thousands, millions and so on. */
  readonly compact: boolean;
}

const GRAMMAR = /^(?:int|compact|(num|pct|[a-z]{3})(\d|_compact)?)$/;

/** Undefined for a text that is no such word; any three letters may be a currency. */
export function parseFormatWord(text: string): FormatWord | undefined {
  const match = GRAMMAR.exec(text);
  if (!match) return undefined;
  const [, name, rest] = match;
  const compact = text === "compact" || rest === "_compact";
  if (name === undefined || text === "int") {
    return { unit: "none", ...(compact ? {} : { digits: 0 }), compact };
  }
  const digits = rest === undefined || compact ? {} : { digits: Number(rest) };
  if (name !== "num" && name !== "pct") {
    return { unit: "money", currency: name.toUpperCase(), ...digits, compact };
  }
  return compact ? undefined : { unit: name === "pct" ? "percent" : "none", ...digits, compact };
}
