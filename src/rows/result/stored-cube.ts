/** What is stored for a trace that follows inputs: how large it may be, and what it yields. */
import type { CubeExpression, CubePlan } from "../../contract/cube.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { isNumeric } from "../../contract/logical-type.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Result } from "../../contract/result.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { Refused } from "../../fold/arithmetic/refused.js";
import { arithmeticOf } from "../../fold/arithmetic/expression.js";
import { prepareCube } from "../../fold/prepared-cube.js";
import { tableOf } from "../../fold/table.js";

/** Rows of a cube that a page can fold within a frame. */
export const MOST_CUBE_ROWS = 200_000;

/** The columns of the trace, as which readers know the stored ones. */
export function cubeColumns(
  plan: CubePlan,
  stored: readonly ArtifactColumn[],
): readonly ArtifactColumn[] {
  const columns = stored.map(({ name, type }) => ({ name, type, values: [] }));
  return prepareCube(tableOf({ rows: 0, columns }), plan, arithmeticOf).types();
}

/** Why stored rows cannot be folded; undefined where they can. */
export function cubeFault(
  plan: CubePlan,
  stored: readonly ArtifactColumn[],
  rows: number,
  load: () => Result,
): Diagnostic | undefined {
  const input = plan.inputs[0]?.input ?? "";
  const sums = summed(plan).flatMap((at) => stored[at] ?? []);
  const text = sums.find(({ type }) => rows > 0 && !isNumeric(type));
  // Where values alone have types, a column of NULLs has none.
  if (text && holdsValues(load(), text.name)) {
    const why = `its values are of type \`${text.type}\`, which only the source adds up`;
    const values = { expression: text.name.replace(/^partials\./, ""), input, why };
    return createDiagnostic("input-cannot-follow", values, {});
  }
  const short = sums.find(({ type }) => type === "float32");
  if (short) {
    const why = "the source adds up `real` with seven digits, in an order of its own";
    const values = { expression: short.name.replace(/^partials\./, ""), input, why };
    return createDiagnostic("input-inexact", values, {});
  }
  const refused = refusedPart(plan, stored);
  if (refused) {
    const { part, why, reason } = refused;
    const values = { expression: part, input, why };
    const code = reason === "inexact" ? "input-inexact" : "input-cannot-follow";
    return createDiagnostic(code, values, {});
  }
  if (!plan.keys || rows <= MOST_CUBE_ROWS) return undefined;
  const prepared = prepareCube(tableOf(load()), plan, arithmeticOf);
  const counts = plan.inputs
    .map(({ input }) => ({ input, values: prepared.values(input).values.length }))
    .toSorted((one, other) => other.values - one.values);
  const inputs = counts.map(({ input, values }) => `\`${input}\` has ${values} values`).join(", ");
  return createDiagnostic("input-too-fine", { rows, most: MOST_CUBE_ROWS, inputs }, {});
}

function holdsValues({ columns }: Result, name: string): boolean {
  const column = columns.find((one) => one.name === name);
  return column !== undefined && Array.from(column.values).some((value) => value !== null);
}

/** The first part of a plan that is not proved for these types. */
function refusedPart(
  plan: CubePlan,
  stored: readonly ArtifactColumn[],
): { readonly part: string; readonly why: string; readonly reason: Refused["reason"] } | undefined {
  const bare = { ...plan, outputs: [], having: [], order: [] };
  const parts = [
    ...plan.outputs.map((one) => ({ part: one.name, plan: { ...bare, outputs: [one] } })),
    { part: "filters", plan: { ...bare, having: plan.having } },
    { part: "order_by", plan: { ...bare, order: plan.order } },
  ];
  for (const { part, plan: narrowed } of parts) {
    try {
      cubeColumns(narrowed, stored);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { part, why: error.message, reason: error.reason };
    }
  }
  return undefined;
}

/** Positions of the columns that are added up. */
function summed({ outputs, having, order }: CubePlan): number[] {
  return [...outputs, ...order]
    .flatMap(({ value }) => addedUp(value))
    .concat(having.flatMap(addedUp));
}

function addedUp(expression: CubeExpression): number[] {
  switch (expression.is) {
    case "sum":
      return [expression.column];
    case "average":
      return [expression.sum];
    case "call":
      return expression.arguments.flatMap(addedUp);
    default:
      return [];
  }
}
