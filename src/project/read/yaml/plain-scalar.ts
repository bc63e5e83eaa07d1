/** Types of unquoted scalars: YAML 1.2's core schema. */

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["", null],
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

/** More booleans of YAML 1.1, which Visivo 1.0 read. */
const COMPAT_WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...WORDS,
  ...["yes", "Yes", "YES", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["no", "No", "NO", "off", "Off", "OFF"].map((word) => [word, false] as const),
]);

const LONGEST_WORD = 5;
const INTEGER = /^[-+]?\d+$/;
const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const OCTAL = /^0o[0-7]+$/;
const HEXADECIMAL = /^0x[\da-fA-F]+$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/**
 * The value of an unquoted scalar. An integer too large to be exact stays text, so that no digit is
 * lost.
 */
export function plainValue(text: string, compat: boolean): string | number | boolean | null {
  if (text.length <= LONGEST_WORD) {
    const word = (compat ? COMPAT_WORDS : WORDS).get(text);
    if (word !== undefined) return word;
  }
  return startsLikeNumber(text.charCodeAt(0)) ? (numberOf(text) ?? text) : text;
}

function startsLikeNumber(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2b || code === 0x2d || code === 0x2e;
}

function numberOf(text: string): number | undefined {
  if (INTEGER.test(text) || OCTAL.test(text) || HEXADECIMAL.test(text)) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : undefined;
  }
  if (FLOAT.test(text)) return Number(text);
  if (INFINITE.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
  return NOT_A_NUMBER.test(text) ? NaN : undefined;
}
