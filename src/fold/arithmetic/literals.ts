/** Numbers as they are written in SQL. A plan holds them in their own words, as `int64` or `decimal`. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import { digitsOf, fits, parseScaled, type Scaled } from "../exact-number.js";
import type { IntegerKind } from "./kind.js";
import { unproved } from "./refused.js";

/** A number without a point, or with one or an exponent; undefined for others. */
export type NumberParts =
  | { readonly is: "integer"; readonly value: bigint }
  | { readonly is: "decimal"; readonly value: Scaled; readonly text: string };

export function numberParts(type: LogicalType, value: Value): NumberParts | undefined {
  if (type === "int64") return { is: "integer", value: BigInt(String(value)) };
  if (type !== "decimal") return undefined;
  const text = String(value);
  const scaled = parseScaled(text);
  if (!scaled) throw new Error(`\`${text}\` is no number`);
  return { is: "decimal", value: scaled, text };
}

/** An integer of the smallest of the common widths. */
export function integerLiteral(value: bigint): { kind: IntegerKind; cell: bigint } {
  if (!fits(value, 64)) throw unproved("a number of so many digits");
  const bits = fits(value, 32) ? 32 : 64;
  return { kind: { is: "integer", bits, digits: digitsOf(value) }, cell: value };
}

/** Whether a number is written with an exponent, which makes it a double in most dialects. */
export function hasExponent(text: string): boolean {
  return /e/i.test(text);
}
