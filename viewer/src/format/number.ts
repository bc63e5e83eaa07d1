/**
 * The one number formatter of charts, tables and indicators. Exact digits are never rounded unless
 * a format asks for it.
 */
import { parseFormatWord } from "../../../src/contract/format-word.js";
import { currencyMarks, moneyDigits, moneyMarks, type CurrencyMarks } from "./currency.js";
import { decimalText, parseDecimal, roundedTo } from "./decimal.js";
import { numberFormat as d3Format, type NumberMarks, type WriteNumber } from "./number-format.js";
import { wordFormat, type WordFormat } from "./word-format.js";

export interface NumberFormatter {
  /** What `$` in a format draws before and behind an amount. */
  readonly currency: CurrencyMarks;
  /** Lengths of the groups of digits from the right. */
  readonly groups: readonly number[];
  /** Decimal and grouping mark, in Plotly's `separators` order. */
  readonly separators: string;
  /**
   * All digits of an exact number; floats to at most six decimals, with an exponent where they are
   * very large or very small.
   */
  readonly plain: (value: number | string) => string;
  /**
   * With a word such as `usd0` or a d3-format specifier such as `,.1%`; what is neither falls back
   * to {@link plain}.
   */
  readonly withFormat: (value: number | string, format: string) => string;
  /** What a word means in the project's language; undefined for every other format. */
  readonly word: (format: string) => WordFormat | undefined;
  /**
   * Short enough for a headline: floats to two decimals, exact digits whole unless a division left
   * more of them than anyone stores.
   */
  readonly headline: (value: number | string) => string;
}

const EXACT = /^([-+]?)(\d+)(\.\d+)?$/;
/** Digits after the point that are taken for stored ones. */
const STORED_PLACES = 12;

/** `locale` is a BCP 47 name; an unknown one means English. */
export function createNumberFormatter(locale?: string): NumberFormatter {
  const integers = numberFormat(locale, 0);
  const decimals = numberFormat(locale, 6);
  const short = numberFormat(locale, 2);
  const parts = decimals.formatToParts(-1_234_567.5);
  const decimal = parts.find(({ type }) => type === "decimal")?.value ?? ".";
  const group = parts.find(({ type }) => type === "group")?.value ?? ",";
  const currency = currencyMarks(locale);
  const groups = groupLengths(integers);
  const marks: NumberMarks = { decimal, thousands: group, groups, currency };
  const compiled = new Map<string, WriteNumber | undefined>();

  function wordOf(format: string): WordFormat | undefined {
    const word = parseFormatWord(format);
    if (!word) return undefined;
    const { currency: code, digits } = word;
    if (code === undefined) return word;
    return { ...word, digits: digits ?? moneyDigits(code), money: moneyMarks(locale, code) };
  }

  function compile(format: string): WriteNumber | undefined {
    const word = wordOf(format);
    return word ? wordFormat(word, marks) : d3Format(trimmed(format), marks);
  }

  function exact(value: string): string {
    const [, sign = "", whole = "", fraction = ""] = EXACT.exec(value) ?? [];
    // What is no number at all has no sign.
    if (whole === "") return Number.isNaN(Number(value)) ? value : minus(value);
    const grouped = integers.format(BigInt(whole));
    return `${sign === "-" ? "−" : ""}${grouped}${fraction.replace(".", decimal)}`;
  }

  function plain(value: number | string): string {
    if (typeof value === "string") return exact(value);
    const size = Math.abs(value);
    if (size >= 1e21 || (size > 0 && size < 1e-6)) return minus(scientific(value, decimal));
    return minus((Number.isInteger(value) ? integers : decimals).format(value));
  }

  return {
    currency,
    groups,
    separators: decimal + group,
    plain,
    withFormat(value, format) {
      if (!compiled.has(format)) compiled.set(format, compile(format));
      const write = compiled.get(format);
      return write && Number.isFinite(Number(value)) ? write(value) : plain(value);
    },
    word: wordOf,
    headline(value) {
      const number = Number(value);
      if (!Number.isFinite(number)) return plain(value);
      if (typeof value === "string") return exact(shortened(value));
      if (Number.isInteger(number)) return plain(value);
      return Math.abs(number) < 1 ? minus(precise(number, decimal)) : minus(short.format(number));
    },
  };
}

/** Intl writes a hyphen; charts and tables write the minus sign. */
function minus(text: string): string {
  return text.replaceAll("-", "−");
}

/** To at most six decimals, as floats in plain notation, and to no more digits than it has. */
function scientific(value: number, decimal: string): string {
  const [all, six] = [value.toExponential(), value.toExponential(6)];
  return (all.length < six.length ? all : six).replace(".", decimal);
}

function precise(value: number, decimal: string): string {
  return String(Number(value.toPrecision(3))).replace(".", decimal);
}

/** A notation alone leaves out ending zeros, as on Plotly's axes: `s` makes 1.5k, not 1.50000k. */
function trimmed(specifier: string): string {
  return specifier.replace(/^([-+( ]?)([fps])$/, "$1~$2");
}

/** Two decimals of a text with more digits after the point than are stored. */
function shortened(text: string): string {
  const number = parseDecimal(text);
  return number && number.scale > STORED_PLACES ? decimalText(roundedTo(number, 2)) : text;
}

/** Of a number that is longer than most: the last length is that of all groups before it. */
function groupLengths(integers: Intl.NumberFormat): number[] {
  const parts = integers.formatToParts(10n ** 20n).filter(({ type }) => type === "integer");
  return parts
    .slice(1)
    .map(({ value }) => value.length)
    .toReversed();
}

function numberFormat(
  locale: string | undefined,
  maximumFractionDigits: number,
): Intl.NumberFormat {
  // Some languages leave numbers of four digits ungrouped, formats do not.
  const options = { maximumFractionDigits, useGrouping: "always" } as const;
  try {
    return new Intl.NumberFormat(locale ?? "en-US", options);
  } catch {
    return new Intl.NumberFormat("en-US", options);
  }
}
