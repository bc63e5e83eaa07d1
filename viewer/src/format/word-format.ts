/** What the words for formats write, such as `usd0`: exact digits are rounded as digits. */
import type { FormatWord } from "../../../src/contract/format-word.js";
import type { CurrencyMarks } from "./currency.js";
import { decimalText, exactValue, type Decimal } from "./decimal.js";
import { doubleMagnitude, exactMagnitude } from "./magnitude.js";
import { numberFormat, type NumberMarks, type WriteNumber } from "./number-format.js";

/** A word, and the marks of its money, which has its digits too. */
export interface WordFormat extends FormatWord {
  readonly money?: CurrencyMarks;
}

/** Letters of ones, thousands, millions and so on. */
export const UNITS = ["", "k", "M", "B", "T"];
/** Digits of a compact number. */
const SHORT = 3;
const NO_MONEY: CurrencyMarks = ["", ""];

/** With the marks of a language; those of money are the word's own. */
export function wordFormat(word: WordFormat, language: NumberMarks): WriteNumber {
  const marks = { ...language, currency: word.money ?? NO_MONEY };
  if (word.compact) return compactFormat(marks);
  const write = numberFormat(specifierOf(word), marks);
  if (!write) throw new Error(`no format of numbers: ${specifierOf(word)}`);
  return write;
}

function specifierOf({ unit, digits }: WordFormat): string {
  if (unit === "percent") return digits === undefined ? ",.1~%" : `,.${digits}%`;
  const money = unit === "money" ? "$" : "";
  return digits === undefined ? `${money},` : `${money},.${digits}f`;
}

/** Between two ticks at least, since what lies nearer together may have the same text. */
export function stepOf({ unit, digits, compact }: WordFormat): number | undefined {
  if (compact) return undefined;
  if (unit === "percent") return 10 ** -((digits ?? 1) + 2);
  return digits === undefined ? undefined : 10 ** -digits;
}

/** Three digits and a unit: `1.23M`. */
function compactFormat(marks: NumberMarks): WriteNumber {
  const [before, behind] = marks.currency;
  const writers = UNITS.map((unit) =>
    numberFormat("$,", { ...marks, currency: [before, unit + behind] }),
  );
  return (value) => {
    const exact = exactValue(value);
    const double = exact ? 0 : Number(value);
    const magnitude = exact ? exactMagnitude(exact) : doubleMagnitude(Math.abs(double));
    const rounded = magnitude.significant(SHORT);
    if (!rounded) return magnitude.plain();
    const { digits, exponent } = rounded;
    const power = Math.max(0, Math.min(UNITS.length - 1, Math.floor(exponent / 3)));
    const scale = SHORT - 1 - exponent + 3 * power;
    const negative = exact?.negative ?? double < 0;
    const number = { negative, ...placed(BigInt(digits), scale) };
    return writers[power]?.(decimalText(number)) ?? magnitude.plain();
  };
}

function placed(units: bigint, scale: number): Omit<Decimal, "negative"> {
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}
