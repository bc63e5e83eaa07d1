/**
 * A trace on the rows of its model, as one query:
 *
 *   expressions ─ classify ─▶ grouping ─▶ clauses ─ render ─▶ TraceQuery
 *
 * Model SQL and expressions are sent as written; only the frame around them is ours.
 */
import type { Classification, Classifier } from "./classify.js";
import type { DialectName } from "../dialect.js";
import { dialects } from "../dialects.js";
import { expressionProblems, orderProblems } from "./expression-problems.js";
import { freeAliases, freeName } from "./free-name.js";
import { groupingOf, type Grouping } from "./grouping.js";
import { renderQuery } from "./render-query.js";
import { withoutSemicolons } from "../statement.js";
import { allExpressions, classifyTrace } from "./trace-expressions.js";
import type { CompatGrouping, TraceQuery } from "./trace-query.js";
import type { TraceSql } from "./trace-sql.js";

export interface CompileTraceOptions {
  readonly dialect: DialectName;
  readonly classifier: Classifier;
  /** Group as Visivo 1.0 did and drop rows without a cohort. */
  readonly compat: boolean;
}

/**
 * `base.sql` is the query whose rows the trace draws; semicolons and comments at its end do no
 * harm.
 */
export function compileTrace(
  trace: TraceSql,
  base: { readonly sql: string },
  options: CompileTraceOptions,
): TraceQuery {
  if (isStatic(trace)) return staticQuery(trace);
  const expressions = classifyTrace(trace, options.classifier, options.dialect);
  const { selected, cohort, filters, orderBy } = expressions;
  const texts = allExpressions(expressions).map(({ sql }) => sql);
  const aliases = freeAliases(selected.length, texts);
  const columns = selected.map(({ sql, name }, i) => ({ sql, name, alias: aliases[i] ?? "" }));
  const cohortColumn = cohort && { sql: cohort.sql, alias: freeName("cohort", texts) };
  const isVaried = cohort && ["row", "aggregate"].includes(cohort.classification.kind);
  const grouping = groupingOf(expressions, options);
  const compatGrouping = compatGroupingOf(grouping, columns, cohortColumn?.alias, texts);
  const countColumn =
    compatGrouping?.kind === "merged"
      ? [{ sql: "count(*)", alias: compatGrouping.countAlias }]
      : [];

  function filtersOf(...kinds: readonly Classification["kind"][]): string[] {
    return filters
      .filter(({ classification }) => kinds.includes(classification.kind))
      .map(({ sql }) => sql);
  }
  const baseSql = withoutSemicolons(base.sql, dialects[options.dialect].tokenize);
  const sql = renderQuery({
    base: { name: freeName("hw_base", [base.sql, ...texts]), sql: baseSql },
    select: [...columns, ...(cohortColumn ? [cohortColumn] : []), ...countColumn],
    where: filtersOf("constant", "row", "unknown"),
    having: filtersOf("aggregate"),
    qualify: filtersOf("window"),
    groupBy: grouping.keys,
    orderBy: orderBy.map(({ sql }) => sql),
    // On ties by the cohort, whose series come in the order of their first rows.
    tie: isVaried ? { sql: cohort.sql, position: columns.length + 1 } : undefined,
    nullsLast: dialects[options.dialect].nullsLast,
    supportsQualify: dialects[options.dialect].supportsQualify,
  });
  return {
    sql,
    columns: columns.map(({ alias, name }) => ({ alias, name })),
    ...(cohortColumn && { cohortAlias: cohortColumn.alias }),
    cohortName: trace.name,
    ordered: orderBy.length > 0,
    dropNullCohort: options.compat && cohort !== undefined,
    ...(compatGrouping && { compatGrouping }),
    diagnostics: [
      ...expressionProblems(expressions, options.dialect),
      ...orderProblems(trace, grouping.onePerCohort),
    ],
  };
}

function compatGroupingOf(
  { compat }: Grouping,
  columns: readonly { readonly alias: string }[],
  cohort: string | undefined,
  texts: readonly string[],
): CompatGrouping | undefined {
  if (!compat) return undefined;
  if (compat.kind === "merged") return { kind: "merged", countAlias: freeName("hw_count", texts) };
  const aliases = [...columns.map(({ alias }) => alias), ...(cohort === undefined ? [] : [cohort])];
  return { ...compat, keys: compat.keys.flatMap((position) => aliases[position] ?? []) };
}

/** Nothing but fixed properties: there is one series, whatever the model's rows are. */
function isStatic(trace: TraceSql): boolean {
  return trace.queries.length === 0 && trace.columns.length === 0 && !trace.cohortOn;
}

function staticQuery(trace: TraceSql): TraceQuery {
  return {
    sql: "select 1 as hw_row",
    columns: [],
    cohortName: trace.name,
    ordered: false,
    dropNullCohort: false,
    static: true,
    diagnostics: [],
  };
}
