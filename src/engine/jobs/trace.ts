import type { Trace } from "../../project/objects.js";
import { identifier } from "../../sources/duckdb-family.js";
import { compileTrace } from "../../sql/trace/compile-trace.js";
import type { DialectName } from "../../sql/dialect.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import { jobKey, type Ingredients } from "../job-key.js";
import type { TraceJob } from "../plan.js";
import type { EmbeddedScope } from "../reader/contract.js";
import type { JobContext, PreparedJob } from "./contract.js";
import { JobFailure } from "./job-failure.js";
import { explainTraceFailure } from "./query-failure.js";

/** A trace: one query to its model's source, or to the embedded engine for merge and script models. */
export async function prepareTrace(job: TraceJob, context: JobContext): Promise<PreparedJob> {
  const trace = job.object;
  const { model } = trace;
  if (!model) throw new JobFailure(trace.problems, "problem");
  if (model.type !== "sql") return prepareEmbedded(trace, model.name, job, context);

  const source = context.sources.of(model);
  if ("diagnostics" in source) throw new JobFailure(source.diagnostics);
  const query = compile(trace, model.sql, source.info.dialect, context);
  const reader = context.readers.source(source.reader);
  const scope = { relations: [], timeZone: context.project.defaults.timeZone };
  return {
    ...jobKey("trace", { ...shapeOf(query), ...(await source.identity()) }),
    freshFor: model.freshFor,
    diagnostics: query.diagnostics,
    run: (control) =>
      query.static
        ? context.readers.embedded.trace(query, scope, control)
        : reader.trace(query, { ...control, ...source.source.limits }),
    explain: (diagnostic) =>
      explainTraceFailure(diagnostic, trace, query.sql, () => reader.describe(model.sql)),
  };
}

async function prepareEmbedded(
  trace: Trace,
  table: string,
  job: TraceJob,
  context: JobContext,
): Promise<PreparedJob> {
  const base = `select * from ${identifier(table)}`;
  const query = compile(trace, base, "duckdb", context);
  const inputs = job.inputs.map((id) => context.result(id));
  const { timeZone } = context.project.defaults;
  const scope: EmbeddedScope = {
    timeZone,
    relations: inputs.map(({ artifact }) => ({
      names: [{ table }],
      ...context.relations.artifact(artifact),
    })),
  };
  return {
    ...jobKey("trace", {
      ...shapeOf(query),
      "time zone": timeZone,
      ...Object.fromEntries(inputs.map(({ key }) => [`model.${table}`, key])),
    }),
    freshFor: trace.model?.freshFor,
    diagnostics: query.diagnostics,
    run: (control) => context.readers.embedded.trace(query, scope, control),
    explain: (diagnostic) =>
      explainTraceFailure(diagnostic, trace, query.sql, () =>
        context.readers.embedded.describe(base, scope),
      ),
  };
}

function compile(trace: Trace, sql: string, dialect: DialectName, context: JobContext): TraceQuery {
  const { compat } = context.project.defaults;
  const { classifier } = context;
  const query = compileTrace(trace, { sql }, { dialect, classifier, compat });
  if (query.diagnostics.some(({ severity }) => severity === "error")) {
    throw new JobFailure(query.diagnostics, "problem");
  }
  return query;
}

/** All that decides what a result looks like, besides the data. */
function shapeOf(query: TraceQuery): Ingredients {
  const { sql, columns, cohortAlias, cohortName, dropNullCohort } = query;
  const cohort = cohortAlias ? { column: cohortAlias } : cohortName;
  return { sql, columns: [columns, cohort, dropNullCohort] };
}
