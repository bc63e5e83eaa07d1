import type { Batch } from "../../rows/batch.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, type Column, type RowStream, type StreamOptions } from "../../rows/stream.js";
import type { CatalogSchema, CheckStage, Source } from "../contract.js";
import { numberAt } from "./answer.js";
import { readCatalog } from "./catalog.js";
import { maximumBytes } from "./maximum-bytes.js";
import { checkStages } from "./doctor.js";
import { dryRun, type DryRun } from "./dry-run.js";
import { bytesExceeded, failureOf } from "./failure.js";
import { runJob } from "./job.js";
import { resultRows } from "./rows.js";
import type { Service } from "./service.js";
import { columnOf } from "./types.js";

/** Queries whose look at them is kept, so that a query is not looked at twice in a run. */
const MOST_KNOWN = 1000;

export class BigquerySource implements Source {
  /** What is known of queries, by their text: that they only read, and where they run. */
  readonly #known = new Map<string, DryRun>();

  constructor(private readonly service: Service) {}

  check(): AsyncIterable<CheckStage> {
    return checkStages(this.service);
  }

  async describe(sql: string, signal?: AbortSignal): Promise<Column[]> {
    return (await this.#look(sql, signal)).fields.map(columnOf);
  }

  async cost(sql: string, signal?: AbortSignal): Promise<number> {
    return (await this.#look(sql, signal)).bytes;
  }

  async stream(sql: string, options: StreamOptions): Promise<RowStream> {
    const { signal, asText, maxRows } = options;
    const {
      sql: statement,
      bytes,
      location,
    } = this.#known.get(sql) ?? (await this.#look(sql, signal));
    const limit = maximumBytes(this.service.config);
    if (limit !== undefined && bytes > limit) {
      throw bytesExceeded(this.service.context.name, bytes, this.service.config);
    }
    return this.#asked(sql, signal, async () => {
      const job = await runJob(this.service, statement, location, signal);
      const rows = resultRows(job, signal, asText);
      requireRows(job.first, maxRows);
      // It is asked for beside the rows.
      const bill = job.billed(signal);
      let bytesBilled: number | undefined;
      const batches = this.#batches(rows.batches, sql, signal);
      return {
        ...rows,
        batches: followed(batches, async () => {
          bytesBilled = await bill;
        }),
        get bytesBilled() {
          return bytesBilled;
        },
      };
    });
  }

  catalog(signal?: AbortSignal): Promise<CatalogSchema[]> {
    return this.#asked("", signal, () => readCatalog(this.service, signal));
  }

  close(): Promise<void> {
    return this.service.close();
  }

  async #look(sql: string, signal: AbortSignal | undefined): Promise<DryRun> {
    const looked = await this.#asked(sql, signal, () => dryRun(this.service, sql, signal));
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(sql, looked);
    return looked;
  }

  async *#batches(
    batches: AsyncIterable<Batch>,
    sql: string,
    signal: AbortSignal,
  ): AsyncGenerator<Batch, void, undefined> {
    try {
      for await (const batch of batches) {
        if (signal.aborted) throw cancelled();
        yield batch;
      }
      if (signal.aborted) throw cancelled();
    } catch (error) {
      throw signal.aborted ? cancelled() : failureOf(error, this.service, sql);
    }
  }

  async #asked<T>(
    sql: string,
    signal: AbortSignal | undefined,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      if (signal?.aborted) throw cancelled();
      return await work();
    } catch (error) {
      throw signal?.aborted ? cancelled() : failureOf(error, this.service, sql);
    }
  }
}

/** The batches, and then something more before their end. */
async function* followed(
  batches: AsyncIterable<Batch>,
  last: () => Promise<void>,
): AsyncGenerator<Batch, void, undefined> {
  yield* batches;
  await last();
}

/** The service says how many rows there are, before any has moved. */
function requireRows(first: unknown, limit: number | undefined): void {
  if (limit === undefined || (numberAt(first, "totalRows") ?? 0) <= limit) return;
  throw new SourceError(createDiagnostic("too-many-rows", { limit }));
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
