import type { ArithmeticDialect } from "../contract/cube.js";
import { decimalParts } from "../contract/logical-type.js";
import { floatValue } from "../contract/value-text.js";
import type { TypedValue } from "./typed-value.js";

/** `avg` from its sum and count; NULL of nothing. */
export function average(
  sum: TypedValue,
  count: TypedValue,
  _dialect: ArithmeticDialect,
): TypedValue {
  const isNothing = sum.value === null || count.value === 0;
  const value = isNothing ? null : floatValue(Number(sum.value) / Number(count.value));
  return { type: decimalParts(sum.type) ? sum.type : "float64", value };
}
