import type { CubePlan, FollowedColumn } from "../contract/cube.js";

/** The plan by which plain rows follow inputs: all columns stay, what does not pass is left out. */
export function rowsPlan(names: readonly string[], follows: readonly FollowedColumn[]): CubePlan {
  return {
    dialect: "duckdb",
    inputs: follows.flatMap(({ column, ...one }) => {
      const position = names.indexOf(column);
      return position < 0 ? [] : [{ ...one, column: position }];
    }),
    outputs: names.map((name, column) => ({ name, value: { is: "column", column } })),
    cohortName: "",
    having: [],
    order: [],
    ordered: false,
    dropNullCohort: false,
  };
}
