/** Streams rows into Parquet files, through workers that are kept for the next file. */
import { isUtf8 } from "node:buffer";
import { rm } from "node:fs/promises";
import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Batch, BatchColumn } from "../../sources/batch.js";
import { uniqueColumnNames } from "../../sources/column-names.js";
import { SourceError, type RowStream } from "../../sources/contract.js";
import { builtModule } from "../reader/host-port.js";
import { DecimalScale } from "./decimal-scale.js";
import type { FeedMessage, LandingAnswer, LandingOrder, LandingWorkerData } from "./messages.js";

/** Batches that wait for the worker; the source is held back beyond that. */
const IN_FLIGHT = 4;
const MODULE = builtModule("./landing-worker.js", import.meta.url);

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
  // An unhandled error ends the worker; whoever waits for it is told by `exit`.
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
  try {
    for await (const batch of stream.batches) {
      for (const [index, column] of batch.columns.entries()) {
        requireUtf8(column, names[index] ?? "");
        if (column.layout === "bytes") scales[index]?.append(column, batch.rows);
      }
      await feed.send(batch);
      signal.throwIfAborted();
    }
    return withScales(await feed.end(), columns, scales);
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
    if (seen.scale !== undefined) return { ...column, scale: seen.scale };
    warnings.push(createDiagnostic("decimal-as-double", { column: column.name }));
    return column;
  });
  return { rows, columns: known, warnings };
}

/** DuckDB refuses a text that is not UTF-8 in ways that cost more than looking first. */
function requireUtf8(column: BatchColumn, name: string): void {
  if (column.layout !== "bytes" || column.type === "bytes") return;
  const { bytes, offsets } = column;
  // A sequence may be whole over two texts and broken in each: then one begins inside it.
  const valid =
    isUtf8(bytes) &&
    offsets.every((offset) => offset >= bytes.length || ((bytes[offset] ?? 0) & 0xc0) !== 0x80);
  if (!valid) throw new SourceError(createDiagnostic("text-not-utf8", { column: name }));
}

/** The sending end: holds the source back while the worker has enough, and fails when the worker does. */
class Feed {
  #inFlight = 0;
  #failure: Error | undefined;
  #rows: number | undefined;
  /** The worker has answered, or is gone. */
  #over = false;
  #changed: () => void = () => undefined;
  readonly #onExit = () => {
    this.#over = true;
    this.#fail("its thread ended");
  };

  constructor(
    private readonly port: MessagePort,
    private readonly signals: Int32Array,
    private readonly worker: Worker,
  ) {
    worker.once("exit", this.#onExit);
    port.on("message", (answer: LandingAnswer) => {
      if (answer.type === "taken") {
        this.#inFlight -= 1;
      } else {
        this.#over = true;
        if (answer.type === "done") this.#rows = answer.rows;
        else this.#fail(answer.message);
      }
      this.#changed();
    });
  }

  async send(batch: Batch): Promise<void> {
    while (this.#inFlight >= IN_FLIGHT && !this.#failure) await this.#change();
    if (this.#failure) throw this.#failure;
    this.#inFlight += 1;
    const sent = owned(batch);
    this.#post({ type: "batch", batch: sent }, transferables(sent));
  }

  /** Resolves with the number of rows in the finished file. */
  async end(): Promise<number> {
    this.#post({ type: "end" });
    while (this.#rows === undefined && !this.#failure) await this.#change();
    if (this.#failure) throw this.#failure;
    return this.#rows ?? 0;
  }

  /** Unless the file is done, tells the worker to give it up, and waits until it has. */
  async close(): Promise<void> {
    if (!this.#over) this.#post({ type: "abort" });
    while (!this.#over) await this.#change();
    this.worker.off("exit", this.#onExit);
    this.port.close();
  }

  #post(message: FeedMessage, transfer: readonly ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
    Atomics.add(this.signals, 0, 1);
    Atomics.notify(this.signals, 0);
  }

  #fail(reason: string): void {
    this.#failure ??= new SourceError(
      createDiagnostic(
        "landing-failed",
        { reason: reason.split("\n")[0] ?? "" },
        { detail: reason },
      ),
    );
    this.#changed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}

/** The batch with arrays that own most of their buffers: a small part of a large buffer is copied out of it. */
function owned(batch: Batch): Batch {
  return {
    rows: batch.rows,
    columns: batch.columns.map((column): BatchColumn => {
      const validity = column.validity && compact(column.validity);
      if (column.layout !== "bytes") return { ...column, validity };
      const offsets = isCompact(column.offsets) ? column.offsets : column.offsets.slice();
      return { ...column, validity, offsets, bytes: compact(column.bytes) };
    }),
  };
}

function compact(bytes: Uint8Array): Uint8Array {
  return isCompact(bytes) ? bytes : new Uint8Array(bytes);
}

function isCompact(view: Uint8Array | Int32Array): boolean {
  return view.buffer instanceof ArrayBuffer && view.byteLength * 2 > view.buffer.byteLength;
}

/** Columns may share a buffer, which can be transferred once only. */
function transferables(batch: Batch): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  for (const column of batch.columns) {
    if (column.layout === "bytes") {
      buffers.add(column.offsets.buffer);
      buffers.add(column.bytes.buffer);
    } else {
      buffers.add(column.values);
    }
    if (column.validity) buffers.add(column.validity.buffer);
  }
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
