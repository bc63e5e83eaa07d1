import { rm } from "node:fs/promises";
import type { ReadControl } from "../../readers/call.js";
import type { MergeEngine, Readers } from "../../readers/contract.js";
import { SourceError } from "../../rows/stream.js";
import type { MergeModelJob } from "../plan.js";
import { underCaret } from "../refusal.js";
import type { RunSources } from "../run-sources.js";
import { plannedTable } from "./merge-children.js";
import type { MergePlan } from "./plan-legs.js";
import { modelFailure } from "./model-failure.js";

export interface FailingChildOptions {
  readonly readers: Readers;
  readonly engine: MergeEngine;
  readonly sources: RunSources;
  readonly timeZone: string;
}

/** Failures that may be about a row of a file, which the engine then tells of its own query. */
const ROW_CODES: ReadonlySet<string> = new Set(["engine-query-failed", "csv-malformed"]);

/**
 * The failure of a merge's query as that of the model whose rows are to blame. The engine reads
 * files and databases of DuckDB in the midst of the merge, so that a value there that cannot be
 * cast looks like a fault of the merge's SQL. Where that SQL is right, and the engine points at no
 * place in it, each such model is read alone, and the first that fails is told at its own SQL;
 * otherwise the error stays as it is.
 */
export async function failureOfChild(
  error: unknown,
  job: MergeModelJob,
  plan: MergePlan,
  { readers, engine, sources, timeZone }: FailingChildOptions,
  { signal }: ReadControl,
): Promise<unknown> {
  if (!(error instanceof SourceError) || !ROW_CODES.has(error.diagnostic.code)) return error;
  if (underCaret(error.diagnostic.detail ?? "", job.object.sql)) return error;
  const scanned = plan.children.flatMap((child) =>
    child.kind === "present" && child.table.kind === "scan" && child.model.type === "sql"
      ? [child.model]
      : [],
  );
  if (scanned.length === 0) return error;
  const tables = plan.children.map(plannedTable);
  const isRight = await engine.describe(job.object.sql, { tables, timeZone }, {}).then(
    () => true,
    () => false,
  );
  if (!isRight) return error;
  for (const model of scanned) {
    const source = sources.of(model);
    if ("diagnostics" in source) continue;
    try {
      const { path } = await readers.source(source.reader).model(model.sql, { signal });
      await rm(path, { force: true });
    } catch (cause) {
      return signal.aborted ? error : modelFailure(cause, model);
    }
  }
  return error;
}
