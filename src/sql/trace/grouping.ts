/** Decides by what a trace's query is grouped. */
import type { DialectName } from "../dialect.js";
import { orderedExpressions } from "./ordering.js";
import { allExpressions, type Expression, type TraceExpressions } from "./trace-expressions.js";

/** GROUP BY of a query, and what follows from it. */
export interface Grouping {
  /**
   * Entries of GROUP BY: positions of selected columns, or expressions. Empty: the query has none.
   */
  readonly keys: readonly string[];
  /** Each cohort has at most one row, so that places in a column do not depend on an order. */
  readonly onePerCohort: boolean;
  /** What compat mode adds. */
  readonly compat?: CompatEffect;
}

/**
 * Equal rows fall together; or these `order_by` expressions group besides the selected ones at
 * `keys`.
 */
export type CompatEffect =
  | { readonly kind: "merged" }
  | {
      readonly kind: "order";
      readonly expressions: readonly string[];
      /** Positions from 0 among the selected columns, the cohort after the last one. */
      readonly keys: readonly number[];
    };

interface GroupingOptions {
  readonly dialect: DialectName;
  readonly compat: boolean;
}

const UNGROUPED: Grouping = { keys: [], onePerCohort: false };

/**
 * Without `group_by`, a query is grouped only when something in it aggregates: by every selected
 * expression that is neither aggregate nor window nor constant, and by the cohort. Keys are
 * positions, which mean the selected expression itself on every engine, so that no text is
 * compared. Compat mode groups by the expressions of `order_by` as well, and merges equal rows when
 * nothing aggregates.
 */
export function groupingOf(expressions: TraceExpressions, options: GroupingOptions): Grouping {
  const { selected, cohort, groupBy } = expressions;
  if (groupBy === false) return UNGROUPED;
  if (groupBy) return givenGrouping(groupBy, expressions);
  const cohortKeys = cohort?.classification.kind === "row" ? [String(selected.length + 1)] : [];
  if (selected.length === 0) return { keys: cohortKeys, onePerCohort: true };
  if (!allExpressions(expressions).some(({ classification }) => classification.aggregates)) {
    return options.compat ? mergedRows(expressions, options.dialect) : UNGROUPED;
  }
  const rowKeys = positions(selected, ({ kind }) => kind === "row");
  const order = options.compat ? compatOrder(expressions, options.dialect) : [];
  const keys = [...rowKeys, ...cohortKeys];
  return {
    keys: [...keys, ...order],
    onePerCohort: rowKeys.length === 0 && order.length === 0,
    ...(order.length > 0 && {
      compat: { kind: "order", expressions: order, keys: keys.map((key) => Number(key) - 1) },
    }),
  };
}

/**
 * The trace's own `group_by`, and the cohort unless it is constant, aggregates or stands there
 * already.
 */
function givenGrouping(
  groupBy: readonly Expression[],
  { selected, cohort }: TraceExpressions,
): Grouping {
  const cohortText = cohort?.classification.kind === "row" ? normal(cohort.sql) : undefined;
  const others = groupBy.filter(({ sql }) => normal(sql) !== cohortText);
  const addsCohort = cohortText !== undefined && others.length === groupBy.length;
  return {
    keys: [...groupBy.map(({ sql }) => sql), ...(addsCohort ? [String(selected.length + 1)] : [])],
    onePerCohort: others.length === 0,
  };
}

/** Visivo 1.0 grouped every query, so that equal rows fell together. Windows never worked there. */
function mergedRows(expressions: TraceExpressions, dialect: DialectName): Grouping {
  const { selected, cohort } = expressions;
  const outputs = cohort ? [...selected, cohort] : selected;
  if (outputs.some(({ classification }) => classification.kind === "window")) return UNGROUPED;
  const order = compatOrder(expressions, dialect);
  return {
    keys: [...positions(outputs, () => true), ...order],
    onePerCohort: false,
    compat: { kind: "merged" },
  };
}

/** The expressions of `order_by` that Visivo 1.0 grouped by, though nothing selects them. */
function compatOrder(
  { selected, cohort, orderBy }: TraceExpressions,
  dialect: DialectName,
): string[] {
  const known = new Set([...selected, ...(cohort ? [cohort] : [])].map(({ sql }) => normal(sql)));
  const rows = orderBy.filter(({ classification }) => classification.kind === "row");
  return rows
    .flatMap(({ sql }) => orderedExpressions(sql, dialect))
    .filter((expression) => !known.has(normal(expression)));
}

/** Positions, counted from 1, of the expressions that pass. */
function positions(
  expressions: readonly Expression[],
  passes: (classification: Expression["classification"]) => boolean,
): string[] {
  return expressions.flatMap(({ classification }, i) =>
    passes(classification) ? [String(i + 1)] : [],
  );
}

/** Equal for expressions that differ in white space and case only. */
export function normal(sql: string): string {
  return sql.trim().replace(/\s+/g, " ").toLowerCase();
}
