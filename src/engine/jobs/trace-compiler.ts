import type { FilterInput } from "../../contract/input.js";
import { filtersOf } from "../../project/filters-of.js";
import type { Trace } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { Column } from "../../rows/stream.js";
import { compileCube } from "../../sql/cube/compile-cube.js";
import type { FollowedInput } from "../../sql/cube/input-column.js";
import type { DialectName } from "../../sql/dialect.js";
import { createClassifier } from "../../sql/trace/classify.js";
import { compileTrace } from "../../sql/trace/compile-trace.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";

/**
 * The query of a trace over the rows of `sql`, which its model and source decide once per run.
 * `columns` are those of the model, which the inputs of a trace need before its query can be sent.
 */
export type TraceCompiler = (
  trace: Trace,
  sql: string,
  dialect: DialectName,
  columns?: readonly KnownColumn[],
) => TraceQuery;

/** What inputs need to know of a model's column. */
export type KnownColumn = Pick<Column, "name" | "type">;

/** Compiles each trace once: its key, its run and the words of a failure need the same query. */
export function createTraceCompiler({ defaults }: Pick<Project, "defaults">): TraceCompiler {
  const { aggregates, compat, timeZone } = defaults;
  const classifier = createClassifier({ aggregates });
  const queries = new Map<string, TraceQuery>();
  return (trace, sql, dialect, columns) => {
    const known = queries.get(trace.id);
    if (known && !columns) return known;
    const options = { dialect, classifier, compat, timeZone };
    const inputs = filtersOf(trace).map((input) => followed(input, columns));
    const query =
      inputs.length > 0
        ? compileCube(trace, { sql }, inputs, options)
        : compileTrace(trace, { sql }, options);
    queries.set(trace.id, query);
    return query;
  };
}

/** Case does not count where no column has the very name. */
function followed(input: FilterInput, columns: readonly KnownColumn[] | undefined): FollowedInput {
  const column =
    columns?.find(({ name }) => name === input.column) ??
    columns?.find(({ name }) => name.toLowerCase() === input.column.toLowerCase());
  return { input, ...(column && { column }) };
}
