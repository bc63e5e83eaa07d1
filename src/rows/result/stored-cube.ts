/** What is stored for a trace that follows inputs: how large it may be, and what it yields. */
import type { CubeExpression, CubePlan } from "../../contract/cube.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { isNumeric } from "../../contract/logical-type.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Result } from "../../contract/result.js";
import { createDiagnostic } from "../../diagnostics/index.js";
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
  const { columns: folded } = prepareCube(tableOf({ rows: 0, columns }), plan).fold(new Map());
  return folded.map(({ name, type }) => ({ name, type }));
}

/** Why stored rows cannot be folded; undefined where they can. */
export function cubeFault(
  plan: CubePlan,
  stored: readonly ArtifactColumn[],
  rows: number,
  load: () => Result,
): Diagnostic | undefined {
  if (rows === 0) return undefined;
  const texts = summed(plan).filter((at) => !isNumeric(stored[at]?.type ?? "text"));
  const values = texts.length > 0 ? load().columns : [];
  // Nothing is known of the type where all values are NULL.
  const text = texts.find((at) => Array.from(values[at]?.values ?? []).some((one) => one !== null));
  if (text !== undefined) {
    const { name = "", type = "text" } = stored[text] ?? {};
    const reasons = {
      expression: name.replace(/^partials\./, ""),
      input: plan.inputs[0]?.input ?? "",
      why: `its values are of type \`${type}\`, which only the source adds up`,
    };
    return createDiagnostic("input-cannot-follow", reasons, {});
  }
  if (!plan.keys || rows <= MOST_CUBE_ROWS) return undefined;
  const prepared = prepareCube(tableOf(load()), plan);
  const counts = plan.inputs
    .map(({ input }) => ({ input, values: prepared.values(input).values.length }))
    .toSorted((one, other) => other.values - one.values);
  const inputs = counts.map(({ input, values }) => `\`${input}\` has ${values} values`).join(", ");
  return createDiagnostic("input-too-fine", { rows, most: MOST_CUBE_ROWS, inputs }, {});
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
