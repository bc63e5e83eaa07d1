import type { Trace } from "../../project/objects.js";
import type { Project } from "../../project/project.js";
import type { DialectName } from "../../sql/dialect.js";
import { createClassifier } from "../../sql/trace/classify.js";
import { compileTrace } from "../../sql/trace/compile-trace.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";

/** The query of a trace over the rows of `sql`, which its model and source decide once per run. */
export type TraceCompiler = (trace: Trace, sql: string, dialect: DialectName) => TraceQuery;

/** Compiles each trace once: its key, its run and the words of a failure need the same query. */
export function createTraceCompiler({ defaults }: Pick<Project, "defaults">): TraceCompiler {
  const { aggregates, compat } = defaults;
  const classifier = createClassifier({ aggregates });
  const queries = new Map<string, TraceQuery>();
  return (trace, sql, dialect) => {
    const known = queries.get(trace.id);
    if (known) return known;
    const query = compileTrace(trace, { sql }, { dialect, classifier, compat });
    queries.set(trace.id, query);
    return query;
  };
}
