/**
 * Formats of the page's own, which d3-format does not have. Plotly takes them for specifiers and
 * asks `d3-format.ts` what they mean. None has one of the letters f, p and s, for which Plotly
 * looks.
 */
import type { NumberFormatter } from "./number.js";
import { numberFormat, type NumberMarks, type WriteNumber } from "./number-format.js";
import { stepOf, UNITS, wordFormat, type WordFormat } from "./word-format.js";

const LITERAL = "=";

/** A format that writes this text whatever the number is: Plotly knows numbers as doubles only. */
export function literalFormat(text: string): string {
  return LITERAL + codesOf(text);
}

/** The text of such a format; undefined for every other one. */
export function readLiteral(specifier: string): string | undefined {
  return /^=[\d_]*$/.test(specifier) ? textOf(specifier.slice(LITERAL.length)) : undefined;
}

function codesOf(text: string): string {
  return Array.from(text, (letter) => letter.codePointAt(0)).join("_");
}

function textOf(codes: string): string {
  if (codes === "") return "";
  const letters = codes.split("_").map((code) => String.fromCodePoint(Number(code)));
  return letters.join("");
}

const WORD = /^=word([\d_]*)(?:\|(edge|inside))?(?:\||$)/;

/**
 * A format as Plotly takes it, which knows no words. `tick`: beside an axis, with how far it is to
 * the next one at least.
 */
export function plotlyFormat(
  { word: wordOf }: NumberFormatter,
  format: string,
  tick?: "edge" | "inside",
): string {
  const word = wordOf(format);
  if (!word) return format;
  const written = `=word${codesOf(JSON.stringify(word))}`;
  if (!tick) return written;
  const step = stepOf(word);
  return `${written}|${tick}${step === undefined ? "" : `|each${step}`}`;
}

/** What the format of a word writes; undefined for every other one. */
export function readWordFormat(specifier: string, marks: NumberMarks): WriteNumber | undefined {
  const [, codes, tick] = WORD.exec(specifier) ?? [];
  if (codes === undefined) return undefined;
  // What `plotlyFormat` has written.
  const word = JSON.parse(textOf(codes)) as WordFormat;
  const write = wordFormat(word, marks);
  if (tick === undefined) return write;
  const short = wordFormat({ ...word, compact: true }, marks);
  const whole = wordFormat({ ...word, digits: 0 }, marks);
  const united = word.unit === "percent" ? Infinity : leastWithUnit(tick);
  return (value) => {
    const number = Number(value);
    if (Math.abs(number) >= united) return short(value);
    return word.unit === "money" && Number.isInteger(number) && !word.compact
      ? whole(value)
      : write(value);
  };
}

/** How numbers along an axis are written. */
export interface AxisNumbers {
  /** Ids and years: without marks between thousands. */
  readonly naming: boolean;
  /** Nothing between whole numbers has a tick: `viewer/build/mended-plotly.ts` sees to it. */
  readonly whole?: boolean;
  /**
   * Ticks, which share their room with the drawing, have a unit: along edges from a thousand
   * millions on, inside of a drawing from ten thousand on.
   */
  readonly ticks?: "edge" | "inside";
}

const NUMBER = "=number";
const FLAGS = { naming: "|naming", whole: "|whole", edge: "|edge", inside: "|in" } as const;

/** A format that writes numbers as cells of tables do. */
export function axisFormat({ naming, whole = false, ticks }: AxisNumbers): string {
  const flags = [naming && FLAGS.naming, whole && FLAGS.whole, ticks && FLAGS[ticks]];
  return [NUMBER, ...flags.filter((flag) => typeof flag === "string")].join("");
}

/** The least number whose tick has a unit. */
function leastWithUnit(tick: string): number {
  return tick === "edge" ? 1e9 : 1e4;
}

/** Below and from these on numbers have an exponent. */
const [SMALL, LARGE] = [1e-6, 1e21];

/** What such a format writes with the marks of a language; undefined for every other one. */
export function readAxisFormat(specifier: string, marks: NumberMarks): WriteNumber | undefined {
  if (!specifier.startsWith(NUMBER)) return undefined;
  const isNaming = specifier.includes(FLAGS.naming);
  const isWhole = specifier.includes(FLAGS.whole);
  const tick = (["edge", "inside"] as const).find((one) => specifier.includes(FLAGS[one]));
  const united = isNaming || tick === undefined ? Infinity : leastWithUnit(tick);
  const plain = numberFormat(isNaming ? ".6~f" : ",.6~f", marks);
  const exponential = numberFormat(".6~e", marks);
  if (!plain || !exponential) return undefined;
  return (value) => {
    const number = Number(value);
    const size = Math.abs(number);
    if (isWhole && !Number.isInteger(number)) return "";
    if (size >= LARGE || (size > 0 && size < SMALL)) return exponential(value);
    if (size < united) return plain(value);
    const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(size) / 3));
    return plain(number / 1_000 ** power) + (UNITS[power] ?? "");
  };
}
