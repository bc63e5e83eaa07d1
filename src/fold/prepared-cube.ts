/**
 * A stored result that follows inputs, ready for choices:
 *
 *   rows that pass ─▶ groups ─▶ having ─▶ order ─▶ series ─▶ columns of the trace
 *
 * What does not hang on the choice is done once.
 */
import type { CubeExpression, CubeKey, CubePlan } from "../contract/cube.js";
import type { FilterChoices } from "../contract/input.js";
import { isNumeric, type LogicalType } from "../contract/logical-type.js";
import type { Cohort, Value } from "../contract/result.js";
import type { Calculate } from "./calculation.js";
import { CohortCollector } from "./cohort-order.js";
import { codesOf, combineCodes, type Codes } from "./codes.js";
import { cutColumn } from "./cut.js";
import { prepareExpressions, type Evaluation } from "./expressions.js";
import { sortGroups } from "./order.js";
import { inputColumn, passingRows, valuesOf, type InputColumn } from "./passing.js";
import { columnAt, type FoldColumn, type FoldTable } from "./table.js";
import type { TypedValue } from "./typed-value.js";

/** A trace's rows for one choice, as `contract/result.ts` describes results. */
export interface FoldedResult extends FoldTable {
  readonly cohorts: readonly Cohort[];
  readonly cohortType?: LogicalType;
  readonly order?: readonly number[];
}

export interface PreparedCube {
  /** The different values of an input's column over all stored rows, in no order. */
  values(input: string): { readonly type: LogicalType; readonly values: readonly Value[] };
  /** Which of {@link values} are left where only the other inputs are chosen, in their text form. */
  left(input: string, choices: FilterChoices): ReadonlySet<string | null>;
  /**
   * What {@link fold} yields for no rows. Throws {@link Refused} where an expression is not proved
   * for the types of the stored columns, as `fold` does then.
   */
  types(): readonly Pick<FoldColumn, "name" | "type">[];
  /** Throws a FoldFault where the source would refuse the query, as for a division by zero. */
  fold(choices: FilterChoices): FoldedResult;
}

/** `calculate` has what stands around aggregates. */
export function prepareCube(table: FoldTable, plan: CubePlan, calculate: Calculate): PreparedCube {
  const coded = new Map<string, Codes>();

  /** A column may be that of an input and a key. */
  function codesAt(key: CubeKey): Codes {
    const name = `${key.column} ${key.classes}`;
    const codes = coded.get(name) ?? codesOf(table, key);
    coded.set(name, codes);
    return codes;
  }

  const inputs = plan.inputs.map(({ input, all, cut, ...key }) => {
    const column = columnAt(table, key.column);
    return inputColumn(
      input,
      codesAt(key),
      cut ? cutColumn(column, cut) : column,
      all === undefined ? undefined : columnAt(table, all),
    );
  });
  const { keys } = plan;
  const ofNothing = rowOfNothing(table, plan);
  const groups = keys && combineCodes(table.rows, keys.map(codesAt));
  const evaluationOf = prepareExpressions(table, plan.dialect, calculate);
  // Without keys each row is its own group.
  const eachRow = groups ? [] : Array.from({ length: table.rows }, (_, row) => row);

  function find(input: string): InputColumn {
    const found = inputs.find((one) => one.input === input);
    if (!found) throw new Error(`The result does not follow \`${input}\``);
    return found;
  }

  /** Groups that are there, each with its place among all rows, and what an expression is in them. */
  function grouped(choices: FilterChoices): { present: number[]; evaluate: Evaluation } {
    const passing = passingRows(table.rows, inputs, choices, ofNothing);
    // What the source says where no row passes.
    const shown = passing.length === 0 && ofNothing !== undefined ? [ofNothing] : passing;
    if (!groups) {
      const all = { rows: passing, groupOf: new Int32Array(0), groups: 0 };
      return { present: Array.from(shown), evaluate: evaluationOf(all, eachRow) };
    }
    const count = Math.max(groups.firstRows.length, Number(keys?.length === 0));
    const there = new Uint8Array(count);
    for (let index = 0; index < passing.length; index++) {
      there[groups.ofRow[passing[index] ?? 0] ?? 0] = 1;
    }
    // Without keys there is always one row, also of nothing.
    if (keys?.length === 0) there[0] = 1;
    const present: number[] = [];
    for (let group = 0; group < count; group++) if (there[group] === 1) present.push(group);
    const folding = { rows: passing, groupOf: groups.ofRow, groups: count };
    // What is no key of the only row is that of a row that passes.
    const firstRows = keys?.length === 0 ? Array.from(shown.slice(0, 1)) : groups.firstRows;
    return { present, evaluate: evaluationOf(folding, firstRows) };
  }

  return {
    values(input) {
      return { type: find(input).type, values: valuesOf(find(input), ofNothing) };
    },
    left(input, choices) {
      const { codes, values } = find(input);
      const others = new Map([...choices].filter(([name]) => name !== input));
      // Rows that stand for all of its values do not count.
      if (find(input).ofAll)
        others.set(input, { is: "values", values: valuesOf(find(input), ofNothing) });
      const found = new Set<string | null>();
      for (const row of passingRows(table.rows, inputs, others, ofNothing)) {
        const value = values[codes.ofRow[row] ?? 0] ?? null;
        found.add(value === null ? null : String(value));
      }
      return found;
    },
    types() {
      const nothing = { rows: new Int32Array(0), groupOf: new Int32Array(0), groups: 0 };
      const evaluate = evaluationOf(nothing, []);
      for (const value of [...plan.having, ...plan.order.map((one) => one.value)]) evaluate(value);
      return plan.outputs.map(({ name, value }) => ({ name, type: typeOf(value, evaluate) }));
    },
    fold(choices) {
      const { present, evaluate } = grouped(choices);
      const conditions = plan.having.map(evaluate);
      const isKept = (group: number) =>
        conditions.every((condition) => isTrue(condition(group).value));
      const kept = conditions.length === 0 ? present : present.filter(isKept);
      const sorted = sortGroups(
        kept,
        plan.order.map((one) => ({ ...one, value: evaluate(one.value) })),
      );
      return withSeries(sorted, plan, evaluate);
    },
  };
}

/** The row that stands for none. */
function rowOfNothing(table: FoldTable, { nothing }: CubePlan): number | undefined {
  if (nothing === undefined) return undefined;
  const marks = columnAt(table, nothing);
  for (let row = 0; row < table.rows; row++) if (Number(marks.value(row)) === 1) return row;
  return undefined;
}

function isTrue(value: Value): boolean {
  return value !== null && value !== false && value !== 0;
}

/** Rows of one series together, as results are stored. */
function withSeries(groups: readonly number[], plan: CubePlan, evaluate: Evaluation): FoldedResult {
  const { cohort, cohortName, ordered, dropNullCohort } = plan;
  if (!cohort) {
    const cohorts = groups.length > 0 ? [{ name: cohortName, rows: groups.length }] : [];
    return { rows: groups.length, columns: columnsOf(groups, plan, evaluate), cohorts };
  }
  const names = evaluate(cohort);
  const cohortType = typeOf(cohort, evaluate);
  const collector = new CohortCollector();
  collector.append(groups.map((group) => names(group).value));
  const byValue = isNumeric(cohortType) ? "numbers" : "texts";
  const { cohorts, order } = collector.finish(dropNullCohort, ordered ? "rows" : byValue);
  const arranged = order ? Array.from(order, (place) => groups[place] ?? 0) : groups;
  const alternates = order?.some((row, place) => place > 0 && row < (order[place - 1] ?? 0));
  return {
    rows: arranged.length,
    columns: columnsOf(arranged, plan, evaluate),
    cohorts,
    cohortType,
    ...(ordered && order && alternates && { order: Array.from(order) }),
  };
}

function columnsOf(
  groups: readonly number[],
  { outputs }: CubePlan,
  evaluate: Evaluation,
): FoldColumn[] {
  return outputs.map(({ name, value }) => {
    const ofGroup = evaluate(value);
    const column = { name, type: typeOf(value, evaluate), length: groups.length };
    // What is stored is read where it is.
    if (value.is === "column") {
      return { ...column, value: (row) => ofGroup(groups[row] ?? -1).value };
    }
    const typed = groups.map((group) => ofGroup(group));
    return {
      ...column,
      type: typeOfAll(typed) ?? column.type,
      value: (row) => typed[row]?.value ?? null,
    };
  });
}

/** Values may have types of their own, of which the widest holds all; undefined for NULLs alone. */
function typeOfAll(values: readonly TypedValue[]): LogicalType | undefined {
  const types = new Set<LogicalType>();
  for (const { type, value } of values) if (value !== null) types.add(type);
  if (types.size > 1) types.delete("int64");
  const [type] = types;
  return type;
}

/** A group that is not there has NULL everywhere, of the type that all have. */
function typeOf(expression: CubeExpression, evaluate: Evaluation): LogicalType {
  return evaluate(expression)(-1).type;
}
