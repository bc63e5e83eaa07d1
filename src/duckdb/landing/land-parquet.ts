/**
 * Streams rows into Parquet files: few rows in this thread, more in a thread beside it, which is
 * kept for the next file.
 */
import { rm } from "node:fs/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_ROWS, type Batch, type BatchColumn } from "../../rows/batch.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import { SourceError, type RowStream } from "../../rows/stream.js";
import { isValidText } from "../../rows/valid-text.js";
import { DecimalScale } from "./decimal-scale.js";
import type { Feed } from "./feed.js";
import { landingFailure } from "./landing-failure.js";
import { LandingThreads } from "./landing-threads.js";
import type { LandingOrder } from "./messages.js";
import { ParquetFile, type WrittenParquet } from "../../rows/parquet/parquet-file.js";

/**
 * What was written. Column names are unique; a `decimal` has the scale or the whole type that holds
 * all its values, or a warning where there is none.
 */
export interface Landed extends WrittenParquet {
  readonly columns: readonly ArtifactColumn[];
  readonly warnings: readonly Diagnostic[];
}

export interface Landings {
  /** Reads the stream to its end into a new Parquet file. On failure no file is left. */
  land(stream: RowStream, path: string, signal: AbortSignal): Promise<Landed>;
  /** Waits for the landings that still run: their signals must have been aborted. */
  close(): Promise<void>;
}

/** Starts nothing until there are rows. */
export function createLandings(): Landings {
  const threads = new LandingThreads();
  const busy = new Set<Promise<Landed>>();

  async function land(stream: RowStream, path: string, signal: AbortSignal): Promise<Landed> {
    try {
      return await landStream(threads, stream, path, signal);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    }
  }

  return {
    land(stream, path, signal) {
      const landing: Promise<Landed> = land(stream, path, signal).finally(() =>
        busy.delete(landing),
      );
      busy.add(landing);
      return landing;
    },
    async close() {
      // A thread that ended would leave its file open.
      await Promise.allSettled(busy);
      await threads.close();
    },
  };
}

async function landStream(
  threads: LandingThreads,
  stream: RowStream,
  path: string,
  signal: AbortSignal,
): Promise<Landed> {
  // PostgreSQL has tables without columns; Parquet has none.
  if (stream.columns.length === 0) {
    throw new SourceError(createDiagnostic("result-without-columns", {}));
  }
  const names = uniqueColumnNames(stream.columns.map(({ name }) => name));
  const columns = stream.columns.map(({ type }, index): ArtifactColumn => ({
    name: names[index] ?? "",
    type,
  }));
  const scales = columns.map(({ type }) => (type === "decimal" ? new DecimalScale() : undefined));
  const order: LandingOrder = { path, columns };
  // A batch that is not full is mostly the last one: to start a thread for it costs more than it.
  let held: Batch | undefined;
  let feed: Feed | undefined;
  let rows = 0;
  try {
    for await (const batch of stream.batches) {
      for (const [index, column] of batch.columns.entries()) {
        requireUtf8(column, batch.rows, names[index] ?? "");
        if (column.layout === "bytes") scales[index]?.append(column, batch.rows);
      }
      if (!feed && !held && batch.rows < BATCH_ROWS) held = batch;
      else {
        feed ??= threads.start(order);
        if (held) await feed.send(held);
        held = undefined;
        await feed.send(batch);
      }
      rows += batch.rows;
      signal.throwIfAborted();
    }
    const written = await (feed ? feed.end() : writeHere(order, held));
    if (written.rows !== rows) throw new Error(`${rows} rows were sent, ${written.rows} written`);
    const known = withScales(columns, scales);
    const renamed = renamedColumns(stream.columns.map(({ name }) => name));
    return { ...written, ...known, warnings: [...renamed, ...known.warnings] };
  } finally {
    await feed?.close();
  }
}

function writeHere({ path, columns }: LandingOrder, batch: Batch | undefined): WrittenParquet {
  let file: ParquetFile | undefined;
  try {
    file = new ParquetFile(path, columns);
    if (batch) file.add(batch);
    return file.finish();
  } catch (error) {
    file?.abandon();
    throw landingFailure(error, path);
  }
}

function withScales(
  columns: readonly ArtifactColumn[],
  scales: readonly (DecimalScale | undefined)[],
): Pick<Landed, "columns" | "warnings"> {
  const warnings: Diagnostic[] = [];
  const known = columns.map((column, index) => {
    const seen = scales[index];
    if (!seen) return column;
    if (seen.type) return { ...column, ...seen.type };
    warnings.push(createDiagnostic("decimal-as-double", { column: column.name }));
    return column;
  });
  return { columns: known, warnings };
}

/** Who reads the file takes its texts for UTF-8. */
function requireUtf8(column: BatchColumn, rows: number, name: string): void {
  if (column.layout !== "bytes" || column.type === "bytes") return;
  if (isValidText(column, rows)) return;
  throw new SourceError(createDiagnostic("text-not-utf8", { column: name }));
}
