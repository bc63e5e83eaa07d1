/**
 * The sending end of a landing: batches on their way from the reader's thread to the worker that
 * writes them.
 */
import type { MessagePort, Worker } from "node:worker_threads";
import type { Batch, BatchColumn } from "../../rows/batch.js";
import type { WrittenParquet } from "../../rows/parquet/parquet-file.js";
import { landingFailure } from "./landing-failure.js";
import type { FeedMessage, LandingAnswer } from "./messages.js";

/** Batches that wait for the worker; the source is held back beyond that. */
const IN_FLIGHT = 4;

/** Holds the source back while the worker has enough, and fails when the worker does. */
export class Feed {
  #inFlight = 0;
  #failure: Error | undefined;
  #written: WrittenParquet | undefined;
  /** The worker has answered, or is gone. */
  #over = false;
  #changed: () => void = () => undefined;
  readonly #onExit = () => {
    this.#over = true;
    this.#fail(new Error("its thread ended"));
  };

  constructor(
    private readonly path: string,
    private readonly port: MessagePort,
    private readonly worker: Worker,
    private readonly onClose: () => void,
  ) {
    worker.once("exit", this.#onExit);
    port.on("message", (answer: LandingAnswer) => {
      if (answer.type === "taken") {
        this.#inFlight -= 1;
      } else {
        this.#over = true;
        if (answer.type === "done") this.#written = answer.written;
        else this.#fail(Object.assign(new Error(answer.message), { code: answer.code }));
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

  /** Resolves when the file is finished. */
  async end(): Promise<WrittenParquet> {
    this.#post({ type: "end" });
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (this.#written) return this.#written;
      await this.#change();
    }
  }

  /** Unless the file is done, tells the worker to give it up, and waits until it has. */
  async close(): Promise<void> {
    if (!this.#over) this.#post({ type: "abort" });
    while (!this.#over) await this.#change();
    this.worker.off("exit", this.#onExit);
    this.port.close();
    this.onClose();
  }

  #post(message: FeedMessage, transfer: readonly ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }

  #fail(error: Error): void {
    this.#failure ??= landingFailure(error, this.path);
    this.#changed();
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      this.#changed = resolve;
    });
  }
}

/**
 * The batch with arrays that own most of their buffers: a small part of a large buffer is copied
 * out of it.
 */
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
