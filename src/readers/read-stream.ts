/**
 * What every statement of a reader shares: limits, progress, restarts of columns whose rows
 * contradict their type, and another try after a lost connection.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Diagnostic } from "../contract/diagnostic.js";
import { createDiagnostic } from "../diagnostics/index.js";
import type { Batch } from "../rows/batch.js";
import {
  SourceError,
  TypeContradiction,
  type RowStream,
  type StreamOptions,
} from "../rows/stream.js";
import type { CallControl, Limits } from "./call.js";

type OpenStream = (options: StreamOptions) => Promise<RowStream>;

/**
 * Waits before the second and the third attempt, in milliseconds; each is stretched at random by up
 * to half.
 */
const REPEAT_AFTER = [1000, 4000];

/**
 * Opens a stream and consumes it. After a transient failure what was consumed is dropped and the
 * statement, which only reads, runs again, at most twice; that is a warning. When its rows
 * contradict a column's type, what was consumed is dropped and the statement runs again with that
 * column as text; each such column is a warning in the stream that is consumed in the end. When a file
 * changed while it was read, the statement runs once more at once.
 */
export async function readStream<T>(
  open: OpenStream,
  limits: Limits,
  control: CallControl,
  consume: (stream: RowStream) => Promise<T>,
): Promise<T> {
  const asText = new Set<number>();
  const restarts: Diagnostic[] = [];
  let repeats = 0;
  let changed = false;
  for (;;) {
    let stream: RowStream | undefined;
    try {
      stream = await open({ signal: control.signal, ...limits, asText });
      const warnings = repeats > 0 ? [createDiagnostic("read-repeated", { times: repeats })] : [];
      return await consume(watched(stream, [...warnings, ...restarts], limits, control));
    } catch (error) {
      if (control.signal.aborted) throw new SourceError(createDiagnostic("read-cancelled", {}));
      if (isChanged(error) && !changed) {
        changed = true;
        continue;
      }
      const wait = REPEAT_AFTER[repeats];
      if (wait !== undefined && isWorthRepeating(error, repeats)) {
        repeats += 1;
        await sleep(wait * (1 + Math.random() / 2), undefined, { signal: control.signal }).catch(
          () => undefined,
        );
        continue;
      }
      if (!(error instanceof TypeContradiction) || asText.has(error.column)) throw error;
      asText.add(error.column);
      const column = stream?.columns[error.column]?.name ?? error.columnName ?? "";
      restarts.push(createDiagnostic("column-read-as-text", { column, reason: error.detail }));
    }
  }
}

/** A server that is being restarted cannot be had for a while after the connection was lost. */
function isWorthRepeating(error: unknown, repeats: number): boolean {
  if (!(error instanceof SourceError)) return false;
  return error.transient === "read" || (error.transient === "connect" && repeats > 0);
}

/** Whether what was read is another one now; the next attempt reads a copy. */
export function isChanged(error: unknown): boolean {
  return error instanceof SourceError && error.transient === "changed";
}

/** The same stream, counted and held to the limits. */
function watched(
  stream: RowStream,
  restarts: readonly Diagnostic[],
  limits: Limits,
  control: CallControl,
): RowStream {
  return {
    columns: stream.columns,
    batches: countedBatches(stream.batches, limits, control),
    get warnings() {
      return [...restarts, ...stream.warnings];
    },
    get bytesBilled() {
      return stream.bytesBilled;
    },
  };
}

async function* countedBatches(
  batches: AsyncIterable<Batch>,
  limits: Limits,
  control: CallControl,
): AsyncGenerator<Batch> {
  let rows = 0;
  let bytes = 0;
  for await (const batch of batches) {
    if (control.signal.aborted) throw new SourceError(createDiagnostic("read-cancelled", {}));
    rows += batch.rows;
    bytes += batchBytes(batch);
    requireWithin(rows, bytes, limits);
    control.progress(rows, bytes);
    yield batch;
  }
}

/** Fails when a limit is exceeded. */
export function requireWithin(rows: number, bytes: number, { maxRows, maxBytes }: Limits): void {
  if (maxRows !== undefined && rows > maxRows) {
    throw new SourceError(createDiagnostic("too-many-rows", { limit: maxRows }));
  }
  if (maxBytes !== undefined && bytes > maxBytes) {
    throw new SourceError(createDiagnostic("too-many-bytes", { limit: maxBytes }));
  }
}

function batchBytes(batch: Batch): number {
  return batch.columns.reduce(
    (sum, column) =>
      sum + (column.layout === "bytes" ? column.bytes.byteLength : column.values.byteLength),
    0,
  );
}
