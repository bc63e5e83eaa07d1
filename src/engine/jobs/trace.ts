import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import type { Model, SqlModel, Trace } from "../../project/objects.js";
import type { EngineScope } from "../../rows/relation.js";
import type { Column } from "../../rows/stream.js";
import { dialects } from "../../sql/dialects.js";
import type { DialectName } from "../../sql/dialect.js";
import { JobFailure } from "../job-failure.js";
import type { TraceQuery } from "../../sql/trace/trace-query.js";
import { jobKey, type Ingredients } from "../job-key.js";
import type { TraceJob } from "../plan.js";
import { explainTraceFailure } from "../query-failure.js";
import type { AskContext, JobKind, KeyContext } from "./contract.js";
import { describeInEngine } from "./describe-in-engine.js";
import { sourceOfModel } from "../source-of-model.js";

/** Traces on merge and script models run in the embedded engine, over the rows that landed. */
const ENGINE: DialectName = "duckdb";

/**
 * A trace: one query to its model's source, or to the embedded engine for merge and script models.
 */
export const trace: JobKind<TraceJob> = {
  async keyOf(job, context) {
    const model = modelOf(job);
    const query = queryOf(job.object, model, context);
    return {
      ...jobKey("trace", { ...shapeOf(query), ...(await identityOf(job, model, context)) }),
      freshFor: model.freshFor,
      diagnostics: query.diagnostics,
    };
  },

  async run(job, context, control) {
    const model = modelOf(job);
    const { embedded } = context.readers;
    const query = await runnableQuery(job, model, context);
    if (model.type !== "sql") return embedded.trace(query, scopeOf(job, model, context), control);
    if (query.static) {
      const { timeZone } = context.project.defaults;
      return embedded.trace(query, { tables: [], timeZone }, control);
    }
    const { reader, source } = sourceOfModel(model, context);
    return context.readers.source(reader).trace(query, { ...control, ...source.limits });
  },

  async describe(job, context, signal) {
    const model = modelOf(job);
    const { sql, static: asksNothing } = await runnableQuery(job, model, context);
    if (model.type !== "sql" || asksNothing) {
      const tables = model.type === "sql" ? [] : scopeOf(job, model, context).tables;
      return describeInEngine(sql, tables, context, signal);
    }
    const { reader, info } = sourceOfModel(model, context);
    const columns = await context.readers.source(reader).describe(sql, { signal });
    return { columns, dialect: info.dialect, diagnostics: [] };
  },

  async explain(diagnostic, job, context) {
    const model = modelOf(job);
    const { sql } = queryOf(job.object, model, context);
    return explainTraceFailure(diagnostic, job.object, sql, () => columnsOf(job, model, context));
  },
};

function modelOf({ object }: TraceJob): Model {
  if (!object.model) throw new JobFailure(object.problems, "problem");
  return object.model;
}

/** What a trace sends to its engine. Throws a JobFailure where it makes no query. */
export function queryOfTrace(job: TraceJob, context: KeyContext): TraceQuery {
  return queryOf(job.object, modelOf(job), context);
}

/** Names and types of the model's columns; no row is read. */
function columnsOf(job: TraceJob, model: Model, context: AskContext): Promise<readonly Column[]> {
  return model.type === "sql"
    ? context.readers.source(sourceOfModel(model, context).reader).describe(model.sql, {})
    : context.readers.embedded.describe(baseOf(model), scopeOf(job, model, context), {});
}

/** With inputs a query hangs on the types of their columns. Rejects with a JobFailure. */
async function runnableQuery(
  job: TraceJob,
  model: Model,
  context: AskContext,
): Promise<TraceQuery> {
  const { object } = job;
  // What is wrong whatever the types are is said before the source is asked.
  const query = queryOf(object, model, context);
  if (!query.cube) return query;
  const columns = await columnsOf(job, model, context);
  const unknown = unknownColumns(object, model, columns, context.project.traces);
  if (unknown.length > 0) throw new JobFailure(unknown, "problem");
  return queryOf(object, model, context, columns);
}

/** What all traces of the model that follow the input say alike, so that it is told once. */
function unknownColumns(
  object: Trace,
  model: Model,
  columns: readonly Column[],
  traces: readonly Trace[],
): Diagnostic[] {
  const names = columns.map(({ name }) => name);
  const known = new Set(names.map((name) => name.toLowerCase()));
  return object.inputs.flatMap((input) => {
    const { settings } = input;
    if (settings.is === "switch" || known.has(settings.column.toLowerCase())) return [];
    const following = traces.filter(
      (one) => one.model?.name === model.name && one.inputs.includes(input),
    );
    const related = following.map((one) => ({
      message: `\`${one.name}\` follows it.`,
      at: one.locate(["inputs"]),
    }));
    const values = { input: input.name, column: settings.column, model: model.name };
    const hint = suggest(settings.column, names);
    return createDiagnostic("input-column-unknown", values, {
      at: input.locate(["column"]),
      hint,
      related,
    });
  });
}

/** Throws a JobFailure where the trace makes no query. */
function queryOf(
  object: Trace,
  model: Model,
  context: KeyContext,
  columns?: readonly Column[],
): TraceQuery {
  const dialect = model.type === "sql" ? sourceOfModel(model, context).info.dialect : ENGINE;
  const sql = model.type === "sql" ? model.sql : baseOf(model);
  const query = context.compile(object, sql, dialect, columns);
  if (query.diagnostics.some(({ severity }) => severity === "error")) {
    throw new JobFailure(query.diagnostics, "problem");
  }
  return query;
}

/** All rows of a model that has landed. */
export function baseOf({ name }: Exclude<Model, SqlModel>): string {
  return `select * from ${dialects[ENGINE].quoteIdentifier(name)}`;
}

function scopeOf(
  { inputs }: TraceJob,
  model: Exclude<Model, SqlModel>,
  context: AskContext,
): EngineScope {
  return {
    timeZone: context.project.defaults.timeZone,
    tables: inputs.map((id) => ({ names: [{ table: model.name }], ...context.rowsOfInput(id) })),
  };
}

/** All that decides what a result looks like, besides the data. */
function shapeOf(query: TraceQuery): Ingredients {
  const { sql, columns, cohortAlias, cohortName, ordered, dropNullCohort, cube } = query;
  const cohort = cohortAlias ? { column: cohortAlias } : cohortName;
  return {
    sql,
    columns: [columns, cohort, ordered, dropNullCohort],
    ...(cube && { inputs: cube }),
  };
}

/** What decides which rows the query gets. */
async function identityOf(
  { inputs }: TraceJob,
  model: Model,
  context: KeyContext,
): Promise<Ingredients> {
  if (model.type === "sql") return sourceOfModel(model, context).identity();
  const rows = inputs.map((id) => [`model.${model.name}`, context.keyOfInput(id)]);
  return { "time zone": context.project.defaults.timeZone, ...Object.fromEntries(rows) };
}
