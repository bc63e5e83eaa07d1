/** What the steps of a waterfall come from and lead to, exactly. */
import type { Value } from "../../../src/contract/result.js";
import { decimalText, exactValue, sumOf, type Decimal } from "../format/decimal.js";
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";

export interface Steps {
  readonly initial: readonly Value[];
  readonly delta: readonly Value[];
  readonly final: readonly Value[];
}

/** Of the values of a filled waterfall; undefined where one of them is not exact. */
export function stepsOf(bound: Props, values: readonly Value[]): Steps | undefined {
  const measures = listOf(bound["measure"]);
  const steps = { initial: [] as Value[], delta: [] as Value[], final: [] as Value[] };
  let level: Decimal = { negative: false, units: 0n, scale: 0 };
  for (const [row, value] of values.entries()) {
    const own = typeof value === "number" || typeof value === "string" ? exactValue(value) : null;
    if (own === undefined) return undefined;
    const measure = measures?.[row];
    const kind = typeof measure === "string" ? measure.charAt(0) : "r";
    const before = level;
    if (kind === "a") level = own ?? level;
    else if (kind !== "t" && own) level = sumOf([level, own]);
    const isSum = kind === "a" || kind === "t";
    steps.initial.push(isSum ? "0" : decimalText(before));
    steps.delta.push(isSum || !own ? decimalText(level) : decimalText(own));
    steps.final.push(decimalText(level));
  }
  return steps;
}
