/** The digits that a type of d3-format writes, before marks, signs and padding. */
import type { NumberFormat } from "../../../src/contract/number-format.js";
import type { Magnitude, Significant } from "./magnitude.js";

export interface Written {
  readonly digits: string;
  /** What follows the digits: `k`, `%`. */
  readonly unit: string;
}

const SI_PREFIXES = [
  "y",
  "z",
  "a",
  "f",
  "p",
  "n",
  "µ",
  "m",
  "",
  "k",
  "M",
  "G",
  "T",
  "P",
  "E",
  "Z",
  "Y",
];
const BASES: Readonly<Record<string, number>> = { b: 2, d: 10, o: 8, x: 16, X: 16 };
const DEFAULT_PRECISION = 6;
/** Of a format without a type. */
const GENERAL_PRECISION = 12;

/** `exact`: a format that asks for no precision leaves all digits. */
export function notation(value: Magnitude, format: NumberFormat, exact: boolean): Written {
  const { type, precision } = format;
  const base = BASES[type];
  if (base !== undefined) {
    const digits = value.whole(base);
    return { digits: type === "X" ? digits.toUpperCase() : digits, unit: "" };
  }
  const places = Math.min(20, precision ?? DEFAULT_PRECISION);
  const count = Math.max(1, Math.min(21, precision ?? DEFAULT_PRECISION));
  switch (type) {
    case "f":
      return { digits: value.fixed(places), unit: "" };
    case "%":
      return { digits: value.hundredfold().fixed(places), unit: "%" };
    case "e":
      return { digits: exponential(value.significant(places + 1)) ?? value.plain(), unit: "" };
    case "g":
    case "n":
      return { digits: general(value, count), unit: "" };
    case "r":
      return { digits: rounded(value, count), unit: "" };
    case "p":
      return { digits: rounded(value.hundredfold(), count), unit: "%" };
    case "s":
      return withPrefix(value, count);
    default:
      return precision === undefined && exact
        ? { digits: value.plain(), unit: "" }
        : { digits: general(value, precision === undefined ? GENERAL_PRECISION : count), unit: "" };
  }
}

function exponential(number: Significant | undefined): string | undefined {
  if (!number) return undefined;
  const { digits, exponent } = number;
  const mantissa = digits.length > 1 ? `${digits.slice(0, 1)}.${digits.slice(1)}` : digits;
  return `${mantissa}e${exponent < 0 ? "-" : "+"}${Math.abs(exponent)}`;
}

function general(value: Magnitude, count: number): string {
  const number = value.significant(count);
  if (!number) return value.plain();
  const { exponent } = number;
  return exponent < -6 || exponent >= count ? (exponential(number) ?? "") : placed(number);
}

function rounded(value: Magnitude, count: number): string {
  const number = value.significant(count);
  return number ? placed(number) : value.plain();
}

/** All digits at their place, zeros where there are none. */
function placed({ digits, exponent }: Significant): string {
  if (exponent < 0) return `0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  const fraction = digits.slice(exponent + 1);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function withPrefix(value: Magnitude, count: number): Written {
  const number = value.significant(count);
  if (!number) return { digits: value.plain(), unit: "" };
  const step = Math.max(-8, Math.min(8, Math.floor(number.exponent / 3)));
  const exponent = number.exponent - step * 3;
  const unit = SI_PREFIXES[8 + step] ?? "";
  if (exponent >= 0) return { digits: placed({ digits: number.digits, exponent }), unit };
  // Below the smallest prefix the places before the first digit count.
  const left = value.significant(Math.max(1, count + exponent));
  return { digits: `0.${"0".repeat(-exponent - 1)}${left?.digits ?? ""}`, unit };
}
