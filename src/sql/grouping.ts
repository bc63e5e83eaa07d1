/** Decides by what a trace's query is grouped. */
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { DialectName } from "./dialect.js";
import { orderedExpressions } from "./ordering.js";
import { allExpressions, type Expression, type TraceExpressions } from "./trace-expressions.js";

export interface Grouping {
  /** Entries of GROUP BY: positions of selected columns, or expressions. Empty: the query has none. */
  readonly keys: readonly string[];
  /** Each cohort has at most one row, so that places in a column do not depend on an order. */
  readonly onePerCohort: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

interface GroupingOptions {
  readonly dialect: DialectName;
  readonly compat: boolean;
}

const UNGROUPED: Grouping = { keys: [], onePerCohort: false, diagnostics: [] };

/**
 * Without `group_by`, a query is grouped only when something in it aggregates: by every selected expression that is
 * neither aggregate nor window nor constant, and by the cohort. Keys are positions, which mean the selected
 * expression itself on every engine, so that no text is compared.
 * Compat mode groups by the expressions of `order_by` as well, and merges equal rows when nothing aggregates.
 */
export async function groupingOf(
  trace: string,
  expressions: TraceExpressions,
  options: GroupingOptions,
): Promise<Grouping> {
  const { selected, cohort, groupBy } = expressions;
  if (groupBy === false) return UNGROUPED;
  if (groupBy) return givenGrouping(groupBy, expressions);
  const cohortKeys = cohort?.classification.kind === "row" ? [String(selected.length + 1)] : [];
  if (selected.length === 0) return { keys: cohortKeys, onePerCohort: true, diagnostics: [] };
  if (!allExpressions(expressions).some(({ classification }) => classification.aggregates)) {
    return options.compat ? mergedRows(trace, expressions, options.dialect) : UNGROUPED;
  }
  const rowKeys = positions(selected, ({ kind }) => kind === "row");
  const order = options.compat ? await compatOrder(trace, expressions, options.dialect) : undefined;
  return {
    keys: [...rowKeys, ...cohortKeys, ...(order?.keys ?? [])],
    onePerCohort: rowKeys.length === 0 && !order?.keys.length,
    diagnostics: order?.diagnostics ?? [],
  };
}

/** The trace's own `group_by`, and the cohort unless it is constant, aggregates or stands there already. */
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
    diagnostics: [],
  };
}

/** Visivo 1.0 grouped every query, so that equal rows fell together. Windows never worked there. */
async function mergedRows(
  trace: string,
  expressions: TraceExpressions,
  dialect: DialectName,
): Promise<Grouping> {
  const { selected, cohort } = expressions;
  const outputs = cohort ? [...selected, cohort] : selected;
  if (outputs.some(({ classification }) => classification.kind === "window")) return UNGROUPED;
  const order = await compatOrder(trace, expressions, dialect);
  return {
    keys: [...positions(outputs, () => true), ...order.keys],
    onePerCohort: false,
    diagnostics: [createDiagnostic("compat-rows-merged", { trace }, { at: selected[0]?.at })],
  };
}

/** The expressions of `order_by` that Visivo 1.0 grouped by, though nothing selects them. */
async function compatOrder(
  trace: string,
  expressions: TraceExpressions,
  dialect: DialectName,
): Promise<Pick<Grouping, "keys" | "diagnostics">> {
  const { selected, cohort, orderBy } = expressions;
  const known = new Set([...selected, ...(cohort ? [cohort] : [])].map(({ sql }) => normal(sql)));
  const keys: string[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { sql, at, classification } of orderBy) {
    if (classification.kind !== "row") continue;
    for (const expression of await orderedExpressions(sql, dialect)) {
      if (known.has(normal(expression))) continue;
      keys.push(expression);
      diagnostics.push(createDiagnostic("compat-order-grouped", { trace, expression }, { at }));
    }
  }
  return { keys, diagnostics };
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

function normal(sql: string): string {
  return sql.trim().replace(/\s+/g, " ").toLowerCase();
}
