/**
 * Formats of the page's own, which d3-format does not have. Plotly takes them for specifiers and
 * asks `d3-format.ts` what they mean. None has a letter that is one of d3's types, since Plotly
 * looks for those.
 */
import { numberFormat, type NumberMarks, type WriteNumber } from "./number-format.js";

const LITERAL = "=";

/** A format that writes this text whatever the number is: Plotly knows numbers as doubles only. */
export function literalFormat(text: string): string {
  return LITERAL + Array.from(text, (letter) => letter.codePointAt(0)).join("_");
}

/** The text of such a format; undefined for every other one. */
export function readLiteral(specifier: string): string | undefined {
  if (!/^=[\d_]*$/.test(specifier)) return undefined;
  const codes = specifier === LITERAL ? [] : specifier.slice(LITERAL.length).split("_");
  return codes.map((code) => String.fromCodePoint(Number(code))).join("");
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

/** The least number that has a unit. */
const UNITED = [
  [FLAGS.edge, 1e9],
  [FLAGS.inside, 1e4],
] as const;
const UNITS = ["", "k", "M", "B", "T"];
/** Below and from these on numbers have an exponent. */
const [SMALL, LARGE] = [1e-6, 1e21];

/** What such a format writes with the marks of a language; undefined for every other one. */
export function readAxisFormat(specifier: string, marks: NumberMarks): WriteNumber | undefined {
  if (!specifier.startsWith(NUMBER)) return undefined;
  const isNaming = specifier.includes(FLAGS.naming);
  const isWhole = specifier.includes(FLAGS.whole);
  const [, united = Infinity] =
    (isNaming ? undefined : UNITED.find(([flag]) => specifier.includes(flag))) ?? [];
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
