/**
 * A trace whose aggregates cannot be folded, for inputs of which one value or all are chosen: its
 * query for each value and for all of them, one below the other.
 */
import type { CubePlan } from "../../contract/cube.js";
import type { Dialect } from "../dialect.js";
import { dialects } from "../dialects.js";
import { withoutSemicolons } from "../statement.js";
import { freeName } from "../trace/free-name.js";
import { groupingOf } from "../trace/grouping.js";
import { orderItems } from "../trace/ordering.js";
import { allExpressions, type TraceExpressions } from "../trace/trace-expressions.js";
import type { TraceQuery } from "../trace/trace-query.js";
import type { TraceSql } from "../trace/trace-sql.js";
import type { CompileCubeOptions } from "./compile-cube-options.js";
import { inputColumnSql, type FollowedInput } from "./input-column.js";
import { setColumns, setQuery, type SetParts } from "./set-query.js";

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
  const grouping = groupingOf(expressions, options);
  const columns = setColumns(
    { outputs: outputs.length, inputs: inputs.length, order: order.length },
    texts,
  );
  const parts: SetParts = {
    base: freeName("hw_base", texts),
    outputs,
    inputs: inputs.map((one) => inputColumnSql(one, dialect, options.timeZone) ?? "null"),
    order,
    keys: grouping.keys,
    filters,
    givesNothing: grouping.keys.length === 0,
    columns,
  };
  const stored = storedColumns(parts, inputs, dialect.collates ?? false);
  const position = (alias: string | undefined): number =>
    stored.findIndex((one) => one.alias === alias);
  const isVaried = cohort && ["row", "aggregate"].includes(cohort.classification.kind);
  const tie = { alias: columns.outputs[selected.length], ...nullsBehind(dialect) };
  const cube = freeName("hw_cube", texts);
  const sets = subsetsOf(inputs.map((_, at) => at));
  const sql = [
    `with ${parts.base} as (`,
    withoutSemicolons(base.sql, dialect.tokenize).trim(),
    `), ${cube} as (`,
    [...sets, ...(parts.givesNothing ? [undefined] : [])]
      .map((set) => setQuery(parts, set))
      .join("\nunion all\n"),
    ")",
    "select",
    stored.map(({ alias, numbers }) => `  ${numbered(alias, numbers)}`).join(",\n"),
    `from ${cube}`,
    ...orderClause([
      ...order.map((item, at) => ({ ...item, alias: columns.order[at] })),
      ...(isVaried && orderBy.length > 0 ? [tie] : []),
    ]),
  ].join("\n");
  const plan: CubePlan = {
    dialect: options.dialect,
    inputs: inputs.map(({ input }, at) => ({
      input: input.name,
      column: position(columns.inputs[at]?.value),
      all: position(columns.inputs[at]?.all),
      ...(dialect.collates && { classes: position(columns.inputs[at]?.classes) }),
    })),
    ...(parts.givesNothing && { nothing: position(columns.nothing) }),
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
    columns: stored.map(({ name, alias }) => ({ alias, name })),
    cohortName: trace.name,
    ordered: plan.ordered,
    dropNullCohort: false,
    cube: plan,
    diagnostics: [],
  };
}

interface SetColumn {
  readonly name: string;
  readonly alias: string;
  /** The alias of the column whose classes it numbers. */
  readonly numbers?: string;
}

/** The columns of the result, in their order. */
function storedColumns(
  { columns, givesNothing }: SetParts,
  inputs: readonly FollowedInput[],
  collates: boolean,
): SetColumn[] {
  const named = columns.inputs.map((own, at) => ({
    ...own,
    name: `inputs.${inputs[at]?.input.name ?? ""}`,
  }));
  return [
    ...columns.outputs.map((alias, index) => ({ name: `keys.${index}`, alias })),
    ...named.flatMap(({ name, value, all }) => [
      { name, alias: value },
      { name: `${name}.all`, alias: all },
    ]),
    ...(collates
      ? named.map(({ name, value, classes }) => ({
          name: `${name}.classes`,
          alias: classes,
          numbers: value,
        }))
      : []),
    ...(givesNothing ? [{ name: "nothing", alias: columns.nothing }] : []),
  ];
}

function numbered(alias: string, numbers: string | undefined): string {
  return numbers === undefined ? alias : `dense_rank() over (order by ${numbers}) as ${alias}`;
}

/** How series whose rows are equal in the order are told apart. */
function nullsBehind({ nullsLast }: Dialect): Pick<Ordered, "descending" | "nulls"> {
  return { descending: false, ...(nullsLast !== undefined && { nulls: "last" }) };
}

/** All subsets; the whole, whose columns have their types, first. */
function subsetsOf<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => [...sets.map((set) => [...set, item]), ...sets], [[]]);
}

interface Ordered {
  readonly alias: string | undefined;
  readonly descending: boolean;
  readonly nulls?: "first" | "last";
}

function orderClause(order: readonly Ordered[]): string[] {
  const items = order.map(({ alias = "", descending, nulls }) => {
    const direction = descending ? " desc" : "";
    return `${alias}${direction}${nulls ? ` nulls ${nulls}` : ""}`;
  });
  return items.length > 0 ? [`order by ${items.join(", ")}`] : [];
}
