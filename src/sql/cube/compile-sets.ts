/**
 * A trace whose aggregates cannot be folded, for inputs of which one value or all are chosen: its
 * query for each value and for all of them, one below the other.
 */
import type { CubePlan } from "../../contract/cube.js";
import { dialects } from "../dialects.js";
import { withoutSemicolons } from "../statement.js";
import { freeAliases, freeName } from "../trace/free-name.js";
import { groupingOf } from "../trace/grouping.js";
import { orderItems } from "../trace/ordering.js";
import { bracketed, ended } from "../trace/render-query.js";
import { allExpressions, type TraceExpressions } from "../trace/trace-expressions.js";
import type { TraceQuery } from "../trace/trace-query.js";
import type { TraceSql } from "../trace/trace-sql.js";
import type { CompileCubeOptions } from "./compile-cube-options.js";
import { inputColumnSql, type FollowedInput } from "./input-column.js";

/** With more inputs there would be more than eight queries. */
const MOST_INPUTS = 3;

/** Whether one query for each value is an answer for these inputs. */
export function canBeListed(inputs: readonly FollowedInput[]): boolean {
  return (
    inputs.length <= MOST_INPUTS &&
    inputs.every(({ input }) => input.is === "choice" && !input.multiple)
  );
}

/** The expressions have no windows, and can be read. */
export function compileSets(
  trace: TraceSql,
  base: { readonly sql: string },
  expressions: TraceExpressions,
  inputs: readonly FollowedInput[],
  options: CompileCubeOptions,
): TraceQuery {
  const dialect = dialects[options.dialect];
  const { selected, cohort, filters, orderBy } = expressions;
  const outputs = [...selected, ...(cohort ? [cohort] : [])];
  const order = orderBy
    .flatMap(({ sql }) => orderItems(sql, options.dialect))
    .map((item) => ({
      ...item,
      isKey: options.classifier.classify(item.expression, options.dialect).kind === "row",
    }));
  const texts = [base.sql, ...allExpressions(expressions).map(({ sql }) => sql)];
  const aliases = freeAliases(outputs.length + inputs.length * 3 + order.length, texts);
  const alias = (index: number): string => aliases[index] ?? "";
  const [first, behind] = [outputs.length, outputs.length + inputs.length * 2];
  const grouping = groupingOf(expressions, options);
  const isOf = (kinds: readonly string[]) =>
    filters
      .filter(({ classification }) => kinds.includes(classification.kind))
      .map(({ sql }) => sql);

  /** The trace's query for each value of the inputs in `set`, and for all of the others. */
  function queryFor(set: readonly FollowedInput[]): string {
    const columns = [
      ...outputs.map(({ sql }) => sql),
      ...inputs.flatMap((one) =>
        set.includes(one)
          ? [inputColumnSql(one, dialect, options.timeZone) ?? "null", "0"]
          : ["null", "1"],
      ),
      ...order.map(({ expression }) => expression),
    ];
    const keys = [
      ...grouping.keys,
      ...set.map((one) => String(first + inputs.indexOf(one) * 2 + 1)),
      ...order.flatMap(({ isKey }, index) => (isKey ? [String(behind + index + 1)] : [])),
    ];
    const [where, having] = [isOf(["constant", "row"]), isOf(["aggregate"])];
    return [
      "select",
      columns.map((sql, index) => `  ${ended(sql)} as ${alias(index)}`).join(",\n"),
      `from ${freeName("hw_base", texts)}`,
      ...(where.length > 0 ? [`where ${where.map(bracketed).join("\n  and ")}`] : []),
      ...(keys.length > 0 ? [`group by ${keys.join(", ")}`] : []),
      ...(having.length > 0 ? [`having ${having.map(bracketed).join("\n  and ")}`] : []),
    ].join("\n");
  }

  const classes = inputs.map((_, index) => ({
    sql: `dense_rank() over (order by ${alias(first + index * 2)})`,
    alias: alias(behind + order.length + index),
  }));
  const stored = [
    ...outputs.map((_, index) => ({ name: `keys.${index}`, alias: alias(index) })),
    ...inputs.flatMap(({ input }, index) => [
      { name: `inputs.${input.name}`, alias: alias(first + index * 2) },
      { name: `inputs.${input.name}.all`, alias: alias(first + index * 2 + 1) },
    ]),
    ...(dialect.collates
      ? inputs.map(({ input }, index) => ({
          name: `inputs.${input.name}.classes`,
          alias: classes[index]?.alias ?? "",
        }))
      : []),
  ];
  const cube = freeName("hw_cube", texts);
  const sql = [
    `with ${freeName("hw_base", texts)} as (`,
    withoutSemicolons(base.sql, dialect.tokenize).trim(),
    `), ${cube} as (`,
    subsetsOf(inputs).map(queryFor).join("\nunion all\n"),
    ")",
    "select",
    stored
      .map(({ alias: name }) => {
        const numbered = classes.find((one) => one.alias === name);
        return numbered ? `  ${numbered.sql} as ${name}` : `  ${name}`;
      })
      .join(",\n"),
    `from ${cube}`,
    ...orderClause(order, (index) => alias(behind + index)),
  ].join("\n");
  const plan: CubePlan = {
    dialect: options.dialect,
    inputs: inputs.map(({ input }, index) => ({
      input: input.name,
      column: first + index * 2,
      all: first + index * 2 + 1,
      ...(dialect.collates && { classes: first + inputs.length * 2 + index }),
    })),
    outputs: selected.map(({ name }, column) => ({ name, value: { is: "column", column } })),
    ...(cohort && { cohort: { is: "column", column: selected.length } }),
    cohortName: trace.name,
    having: [],
    order: [],
    ordered: orderBy.length > 0,
    dropNullCohort: options.compat && cohort !== undefined,
  };
  return {
    sql,
    columns: stored.map(({ name, alias: one }) => ({ alias: one, name })),
    cohortName: trace.name,
    ordered: plan.ordered,
    dropNullCohort: false,
    cube: plan,
    diagnostics: [],
  };
}

/** All subsets; the whole, whose columns have their types, first. */
function subsetsOf<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => [...sets.map((set) => [...set, item]), ...sets], [[]]);
}

function orderClause(
  order: readonly { readonly descending: boolean; readonly nulls?: "first" | "last" }[],
  alias: (index: number) => string,
): string[] {
  const items = order.map(({ descending, nulls }, index) => {
    const direction = descending ? " desc" : "";
    return `${alias(index)}${direction}${nulls ? ` nulls ${nulls}` : ""}`;
  });
  return items.length > 0 ? [`order by ${items.join(", ")}`] : [];
}
