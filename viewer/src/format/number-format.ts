/**
 * Number formats in d3-format's grammar, over doubles and over exact digits: integers and decimals
 * are rounded half up on the digits that they are written with.
 */
import {
  NUMBER_FORMAT_TYPES,
  parseNumberFormat,
  type NumberFormat,
} from "../../../src/contract/number-format.js";
import { exactValue } from "./decimal.js";
import { doubleMagnitude, exactMagnitude } from "./magnitude.js";
import { notation } from "./notation.js";

/** The marks of a language. */
export interface NumberMarks {
  readonly decimal: string;
  readonly thousands: string;
  /** Lengths of the groups of digits from the right, repeated. */
  readonly groups: readonly number[];
  /** What stands before and behind an amount of money. */
  readonly currency: readonly [string, string];
}

/** A text is exact digits; what is no number is written as d3-format would. */
export type WriteNumber = (value: number | string) => string;

const MINUS = "−";
/** Notations with a point or an exponent, before which digits are grouped. */
const HAS_TAIL = /[defgnprs%]/;

/** Undefined for a specifier that is no number format. */
export function numberFormat(specifier: string, marks: NumberMarks): WriteNumber | undefined {
  const parsed = parseNumberFormat(specifier);
  if (!parsed) return undefined;
  const format = resolved(parsed);
  const money = format.symbol === "$";
  const [before, behind] = money ? marks.currency : ["", ""];
  const prefix = before + basePrefix(format);
  return (value) => {
    if (format.type === "c") {
      return laidOut(format, marks, { prefix, head: "", tail: String(value) + behind });
    }
    const exact = exactValue(value);
    const double = exact ? 0 : Number(value);
    const magnitude = exact ? exactMagnitude(exact) : doubleMagnitude(Math.abs(double));
    const { digits: untrimmed, unit } = notation(magnitude, format, exact !== undefined);
    const digits = format.trimmed ? withoutEndingZeros(untrimmed) : untrimmed;
    const below = exact?.negative ?? (double < 0 || Object.is(double, -0));
    const negative = below && (Number(digits) !== 0 || format.sign === "+");
    const [head, fraction] = parted(digits, format, marks);
    // As in d3-format, money takes the place of the percent sign.
    const tail = fraction + (money && unit === "%" ? "" : unit) + behind;
    const brackets = format.sign === "(";
    return laidOut(format, marks, {
      prefix: (negative ? (brackets ? "(" : MINUS) : plus(format)) + prefix,
      head,
      tail: tail + (negative && brackets ? ")" : ""),
    });
  };
}

/** What a specifier means beyond its letters. */
function resolved(format: NumberFormat): NumberFormat {
  const general = format.type === "" || !NUMBER_FORMAT_TYPES.includes(format.type);
  const zero = format.zero || (format.fill === "0" && format.align === "=");
  return {
    ...format,
    ...(general ? { type: "", trimmed: true } : {}),
    ...(zero ? { zero, fill: "0", align: "=" } : {}),
    grouped: format.grouped || format.type === "n",
  };
}

function basePrefix({ symbol, type }: NumberFormat): string {
  return symbol === "#" && /[boxX]/.test(type) ? `0${type.toLowerCase()}` : "";
}

/** What a number that is not negative begins with. */
function plus({ sign }: NumberFormat): string {
  return sign === "+" || sign === " " ? sign : "";
}

function withoutEndingZeros(digits: string): string {
  return digits.replace(/(\.\d*?)0+(?=e|$)/, "$1").replace(/\.(?=e|$)/, "");
}

/** The digits that are grouped, and what follows them. */
function parted(
  digits: string,
  { type }: NumberFormat,
  { decimal }: NumberMarks,
): [string, string] {
  const end = type === "" || HAS_TAIL.test(type) ? digits.search(/\D/) : -1;
  return end < 0 ? [digits, ""] : [digits.slice(0, end), digits.slice(end).replace(".", decimal)];
}

interface Parts {
  readonly prefix: string;
  readonly head: string;
  readonly tail: string;
}

function laidOut(format: NumberFormat, marks: NumberMarks, parts: Parts): string {
  const { prefix, tail } = parts;
  const { fill, zero, grouped, width, align } = format;
  const ungrouped = grouped && !zero ? grouping(parts.head, marks) : parts.head;
  const padding = fill.repeat(Math.max(0, width - prefix.length - ungrouped.length - tail.length));
  if (grouped && zero) {
    const room = padding === "" ? Infinity : width - tail.length;
    return prefix + grouping(padding + ungrouped, marks, room) + tail;
  }
  const text = ungrouped + tail;
  switch (align) {
    case "<":
      return prefix + text + padding;
    case "=":
      return prefix + padding + text;
    case "^": {
      const left = padding.slice(0, padding.length >> 1);
      return left + prefix + text + padding.slice(left.length);
    }
    default:
      return padding + prefix + text;
  }
}

/** With a mark between groups from the right, as far as there is `room` for zeros before them. */
function grouping(digits: string, { thousands, groups }: NumberMarks, room = Infinity): string {
  const pieces: string[] = [];
  let end = digits.length;
  let length = 0;
  for (let index = 0; end > 0 && length <= room; index += 1) {
    const size = groups[index % groups.length] ?? 0;
    if (size <= 0) return digits;
    const taken = length + size + 1 > room ? Math.max(1, room - length) : size;
    pieces.unshift(digits.slice(Math.max(0, end - taken), end));
    end -= taken;
    length += taken + 1;
  }
  return pieces.join(thousands);
}
