/** Queries that services bill by the bytes that they read, and for how many; nothing is run. */
import type { Model, SqlModel } from "../project/objects.js";
import type { AskControl } from "../readers/call.js";
import type { Reader, ReaderSource } from "../readers/contract.js";
import { SourceError } from "../rows/stream.js";
import { asFailure } from "./job-failure.js";
import type { KeyContext } from "./jobs/contract.js";
import { explainedEngineQuery } from "./remote/engine-query.js";
import { placesOf, placesOfRows } from "./model-places.js";
import { queryOfTrace } from "./jobs/trace.js";
import { descendants, type Job } from "./plan.js";
import type { RunSource } from "./run-sources.js";

/** What asks sources for the cost; of all readers this much is needed. */
export interface CostReaders {
  source(source: ReaderSource): Pick<Reader, "cost">;
}

export interface BilledQuery {
  readonly source: RunSource;
  readonly sql: string;
}

/** The queries of a job on services that bill by bytes; of a merge all that its models select. */
export function billedQueries(
  job: Job,
  context: KeyContext,
  /** Whether a model's rows are the result of a job of its own. */
  isJob: (id: string) => boolean,
): BilledQuery[] {
  const of = (model: Model, sql: string): BilledQuery[] => {
    const source = model.type === "sql" ? context.sources.of(model) : undefined;
    return source && !("diagnostics" in source) && source.info.billed ? [{ source, sql }] : [];
  };
  const whole = (model: SqlModel) => of(model, model.sql);
  switch (job.kind) {
    case "sql-model":
      return whole(job.object);
    case "trace": {
      const { model } = job.object;
      if (model?.type !== "sql" || of(model, "").length === 0) return [];
      const query = known(() => queryOfTrace(job, context));
      return query && !query.static ? of(model, query.sql) : [];
    }
    case "merge-model": {
      const { engine } = job.object;
      const below = descendants(job.object).flatMap((model) =>
        model.type === "sql" ? [model] : [],
      );
      if (!engine) return below.filter(({ id }) => !isJob(id)).flatMap(whole);
      // What is sent along is not there yet, so that each model is looked at by itself.
      const places = placesOf(job.object, engine, context.chosen);
      const rows = placesOfRows(places);
      if (rows.some(({ is }) => is !== "here"))
        return rows.flatMap(({ is, model }) =>
          model.type !== "sql" || (is === "sent" && isJob(model.id)) ? [] : whole(model),
        );
      const source = context.sources.get(engine);
      return "diagnostics" in source || !source.info.billed
        ? []
        : [{ source, sql: explainedEngineQuery(job.object, source.info.dialect, places) }];
    }
    default:
      return [];
  }
}

/**
 * Bytes for which a query would be billed; undefined where the service refuses to look at it, which
 * it will say again when the query runs.
 */
export async function costOf(
  { source, sql }: BilledQuery,
  readers: CostReaders,
  control: AskControl,
): Promise<number | undefined> {
  try {
    return await readers.source(source.reader).cost(sql, control);
  } catch (error) {
    if (error instanceof SourceError) return undefined;
    throw error;
  }
}

/** Undefined where the job fails for a reason that its own run tells. */
function known<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (asFailure(error)) return undefined;
    throw error;
  }
}
