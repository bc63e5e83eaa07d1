import type { CubeExpression, CubePlan } from "../../contract/cube.js";

/** A plan that yields only some of its outputs, and the stored columns that it still needs. */
export function narrowPlan(
  plan: CubePlan,
  names: ReadonlySet<string>,
): { readonly plan: CubePlan; readonly kept: ReadonlySet<number> } {
  const outputs = plan.outputs.filter(({ name }) => names.has(name));
  const narrowed = { ...plan, outputs };
  const kept = new Set<number>();
  const keep = (column: number): number => {
    kept.add(column);
    return column;
  };
  movePlan(narrowed, keep);
  const places = new Map([...kept].toSorted((a, b) => a - b).map((column, at) => [column, at]));
  return { plan: movePlan(narrowed, (column) => places.get(column) ?? column), kept };
}

/** The same plan over other positions. */
function movePlan(plan: CubePlan, move: (column: number) => number): CubePlan {
  const { keys, nothing, cohort } = plan;
  const value = (one: CubeExpression): CubeExpression => moveExpression(one, move);
  return {
    ...plan,
    inputs: plan.inputs.map((one) => ({
      ...moveKey(one, move),
      ...(one.all !== undefined && { all: move(one.all) }),
    })),
    ...(keys && { keys: keys.map((one) => moveKey(one, move)) }),
    ...(nothing !== undefined && { nothing: move(nothing) }),
    outputs: plan.outputs.map((one) => ({ ...one, value: value(one.value) })),
    ...(cohort && { cohort: value(cohort) }),
    having: plan.having.map(value),
    order: plan.order.map((one) => ({ ...one, value: value(one.value) })),
  };
}

function moveKey<K extends { readonly column: number; readonly classes?: number }>(
  key: K,
  move: (column: number) => number,
): K {
  const { column, classes } = key;
  return { ...key, column: move(column), ...(classes !== undefined && { classes: move(classes) }) };
}

function moveExpression(one: CubeExpression, move: (column: number) => number): CubeExpression {
  switch (one.is) {
    case "literal":
      return one;
    case "average":
      return { ...one, sum: move(one.sum), count: move(one.count) };
    case "sum": {
      const { reals } = one;
      return { ...moveKey(one, move), ...(reals !== undefined && { reals: move(reals) }) };
    }
    case "call":
      return { ...one, arguments: one.arguments.map((part) => moveExpression(part, move)) };
    default:
      return moveKey(one, move);
  }
}
