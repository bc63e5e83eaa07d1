/** Streams rows into Parquet files, through workers that are kept for the next file. */
import { rm } from "node:fs/promises";
import { MessageChannel, Worker } from "node:worker_threads";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { BatchColumn } from "../../rows/batch.js";
import { uniqueColumnNames } from "../../rows/column-names.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import { SourceError, type RowStream } from "../../rows/stream.js";
import { isValidText } from "../../rows/valid-text.js";
import { builtModule } from "../../disk/built-module.js";
import { DecimalScale } from "./decimal-scale.js";
import { Feed } from "./feed.js";
import type { LandingOrder, LandingWorkerData } from "./messages.js";

const MODULE = builtModule("./landing-worker.js", import.meta.url);

/**
 * What was written. Column names are unique; a `decimal` has the scale or the whole type that holds
 * all its values, or a warning where there is none.
 */
export interface Landed {
  readonly rows: number;
  readonly columns: readonly ArtifactColumn[];
  readonly warnings: readonly Diagnostic[];
}

export interface Landings {
  /** Reads the stream to its end into a new Parquet file. On failure no file is left. */
  land(stream: RowStream, path: string, signal: AbortSignal): Promise<Landed>;
  /** Waits for the landings that still run: their signals must have been aborted. */
  close(): Promise<void>;
}

interface LandingWorker {
  readonly worker: Worker;
  readonly signals: Int32Array;
  /** Whether it can take another file. */
  alive(): boolean;
}

/**
 * Starts nothing: a landing that finds no idle worker thread starts one, which stays for the next.
 */
export function createLandings(options: { readonly temporaryDirectory: string }): Landings {
  const idle: LandingWorker[] = [];
  const busy = new Set<Promise<Landed>>();

  async function land(stream: RowStream, path: string, signal: AbortSignal): Promise<Landed> {
    const used = idle.pop() ?? startWorker();
    try {
      return await landStream(used, stream, path, options.temporaryDirectory, signal);
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      if (used.alive()) idle.push(used);
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
      // A worker must not end while DuckDB works for it.
      await Promise.allSettled(busy);
      await Promise.all(idle.splice(0).map(({ worker }) => worker.terminate()));
    },
  };
}

function startWorker(): LandingWorker {
  const signals = new Int32Array(new SharedArrayBuffer(4));
  const workerData: LandingWorkerData = { signals };
  const worker = new Worker(MODULE, { name: "headwater-landing", workerData });
  let alive = true;
  worker.once("exit", () => {
    alive = false;
  });
  // An unhandled error ends the worker; whoever waits for it hears of it by `exit`.
  worker.on("error", () => undefined);
  worker.unref();
  return { worker, signals, alive: () => alive };
}

async function landStream(
  { worker, signals }: LandingWorker,
  stream: RowStream,
  path: string,
  temporaryDirectory: string,
  signal: AbortSignal,
): Promise<Landed> {
  const names = uniqueColumnNames(stream.columns.map(({ name }) => name));
  const columns = stream.columns.map(({ type }, index): ArtifactColumn => ({
    name: names[index] ?? "",
    type,
  }));
  const scales = columns.map(({ type }) => (type === "decimal" ? new DecimalScale() : undefined));
  const { port1, port2 } = new MessageChannel();
  const order: LandingOrder = { path, columns, temporaryDirectory };
  worker.postMessage({ order, feed: port2 }, [port2]);
  const feed = new Feed(port1, signals, worker);
  let rows = 0;
  try {
    for await (const batch of stream.batches) {
      for (const [index, column] of batch.columns.entries()) {
        requireUtf8(column, batch.rows, names[index] ?? "");
        if (column.layout === "bytes") scales[index]?.append(column, batch.rows);
      }
      await feed.send(batch);
      rows += batch.rows;
      signal.throwIfAborted();
    }
    const written = await feed.end();
    if (written !== rows) throw new Error(`${rows} rows were sent, ${written} written`);
    const landed = withScales(rows, columns, scales);
    const renamed = renamedColumns(stream.columns.map(({ name }) => name));
    return { ...landed, warnings: [...renamed, ...landed.warnings] };
  } finally {
    await feed.close();
  }
}

function withScales(
  rows: number,
  columns: readonly ArtifactColumn[],
  scales: readonly (DecimalScale | undefined)[],
): Landed {
  const warnings: Diagnostic[] = [];
  const known = columns.map((column, index) => {
    const seen = scales[index];
    if (!seen) return column;
    if (seen.type) return { ...column, ...seen.type };
    warnings.push(createDiagnostic("decimal-as-double", { column: column.name }));
    return column;
  });
  return { rows, columns: known, warnings };
}

/** DuckDB refuses a text that is not UTF-8 in ways that cost more than looking first. */
function requireUtf8(column: BatchColumn, rows: number, name: string): void {
  if (column.layout !== "bytes" || column.type === "bytes") return;
  if (isValidText(column, rows)) return;
  throw new SourceError(createDiagnostic("text-not-utf8", { column: name }));
}
