import type { ArithmeticDialect, CubeCall } from "../contract/cube.js";
import { FoldFault } from "./fold-fault.js";
import type { TypedValue } from "./typed-value.js";

/** One of the operations that may stand around aggregates, by the rules of a dialect. */
export function call(
  name: CubeCall,
  _values: readonly TypedValue[],
  _dialect: ArithmeticDialect,
): TypedValue {
  throw new FoldFault(`\`${name}\` cannot be evaluated.`);
}
