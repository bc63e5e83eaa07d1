/** What is wrong with a trace's expressions, or may not be what its author means. */
import type { Binding } from "../../contract/binding.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { formatPath } from "../../contract/property-path.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import type { Expression, TraceExpressions } from "./trace-expressions.js";
import type { TraceSql } from "./trace-sql.js";

/**
 * Expressions that break the query (errors), or that nobody could read while the trace says nothing
 * of grouping.
 */
export function expressionProblems(
  expressions: TraceExpressions,
  dialect: DialectName,
): Diagnostic[] {
  const { selected, cohort, filters, orderBy, groupBy } = expressions;
  const single = [...selected, ...(cohort ? [cohort] : []), ...filters];
  const lists = [...orderBy, ...(groupBy ? groupBy : [])];
  return [
    ...single.flatMap((expression) => faultOf(expression, true)),
    ...lists.flatMap((expression) => faultOf(expression, false)),
    ...(groupBy === undefined ? [...single, ...orderBy] : []).flatMap((expression) =>
      unreadable(expression, dialect),
    ),
  ];
}

function faultOf({ sql, at, classification }: Expression, single: boolean): Diagnostic[] {
  const values = { expression: sql.trim() };
  if (classification.fault === "unbalanced") {
    return [createDiagnostic("expression-unbalanced", values, { at })];
  }
  if (classification.fault === "several" && single) {
    return [createDiagnostic("expression-several", values, { at })];
  }
  return [];
}

function unreadable({ sql, at, classification }: Expression, dialect: DialectName): Diagnostic[] {
  if (classification.kind !== "unknown" || classification.fault) return [];
  const values = { expression: sql.trim(), dialect: dialects[dialect].title };
  return [createDiagnostic("expression-not-parsed", values, { at })];
}

/** Bindings such as `column(x)[0]` whose value the database is free to choose. */
export function orderProblems(trace: TraceSql, onePerCohort: boolean): Diagnostic[] {
  if (onePerCohort || trace.orderBy.length > 0) return [];
  return trace.bindings
    .filter(takesPart)
    .map(({ path, column }) =>
      createDiagnostic(
        "order-not-given",
        { column: column.replace(/^columns\./, ""), property: formatPath(["props", ...path]) },
        { at: trace.locate(["props", ...path]) },
      ),
    );
}

/** False for `[:]`, which takes everything. */
function takesPart({ index, slice }: Binding): boolean {
  return index !== undefined || (slice !== undefined && slice.some((end) => end !== null));
}
