/**
 * The rows of a plugin in whatever form it yields them, as batches: rows (lists of plain values),
 * Arrow IPC bytes, or batches in Arrow's layout. What does not fit the columns is reported,
 * never written.
 */
import { SIMPLE_TYPES, type LogicalType } from "../../contract/logical-type.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { readArrow } from "../../rows/arrow/open-arrow.js";
import {
  BATCH_BYTES,
  BATCH_ROWS,
  LAYOUT_BYTES,
  layoutOf,
  type Batch,
  type BatchColumn,
} from "../../rows/batch.js";
import { createColumnBuilder, finishBatch } from "../../rows/column-builder.js";
import {
  SourceError,
  TypeContradiction,
  type Column,
  type RowStream,
  type StreamOptions,
} from "../../rows/stream.js";
import { appendValue, textOf } from "./row-values.js";

/** A part of a plugin's rows. */
export type PluginBatch = readonly (readonly unknown[])[] | Uint8Array | Batch;

/** A column as a plugin names it: without more it counts as a guess, which takes no push-down. */
export type PluginColumn = Pick<Column, "name" | "type"> & Partial<Column>;

/** What `stream` of a plugin's source resolves with. */
export interface PluginStream {
  readonly columns: readonly PluginColumn[];
  readonly batches: AsyncIterable<PluginBatch> | Iterable<PluginBatch>;
  readonly warnings?: RowStream["warnings"];
}

/** The same stream as Headwater's own sources have it. */
export function rowStreamOf(
  stream: PluginStream,
  { signal, asText }: StreamOptions,
  plugin: string,
): RowStream {
  const columns = columnsOf(stream.columns, plugin, asText);
  return {
    columns,
    batches: batchesOf(stream.batches, columns, signal, plugin),
    get warnings() {
      return stream.warnings ?? [];
    },
  };
}

/** The columns with everything that Headwater knows of one; those of `asText` are text. */
export function columnsOf(
  columns: readonly PluginColumn[],
  plugin: string,
  asText: ReadonlySet<number> = new Set(),
): Column[] {
  return columns.map(({ name, type, nativeType = type, exact = false }, index) => {
    if (typeof name !== "string") throw faulty(plugin, "a column has no name.");
    if (!isLogicalType(type)) {
      throw faulty(plugin, `the column \`${name}\` has the unknown type \`${String(type)}\`.`);
    }
    return asText.has(index)
      ? { name, type: "text", nativeType, exact: false }
      : { name, type, nativeType, exact };
  });
}

function isLogicalType(type: unknown): type is LogicalType {
  if (SIMPLE_TYPES.some((known) => known === type)) return true;
  const [, precision, scale] = /^decimal\((\d+),(\d+)\)$/.exec(String(type)) ?? [];
  return Number(precision) >= 1 && Number(precision) <= 38 && Number(scale) <= Number(precision);
}

async function* batchesOf(
  parts: PluginStream["batches"],
  columns: readonly Column[],
  signal: AbortSignal,
  plugin: string,
): AsyncGenerator<Batch> {
  for await (const part of untilAborted(parts, signal)) {
    for await (const batch of ofPart(part, columns, plugin)) {
      if (signal.aborted) throw cancelled();
      yield batch;
    }
  }
  if (signal.aborted) throw cancelled();
}

/** The same parts; a plugin that does not stop when it is told to is left behind. */
async function* untilAborted<T>(
  parts: AsyncIterable<T> | Iterable<T>,
  signal: AbortSignal,
): AsyncGenerator<T> {
  const iterator: AsyncIterator<T> | Iterator<T> =
    Symbol.asyncIterator in parts ? parts[Symbol.asyncIterator]() : parts[Symbol.iterator]();
  let isDone = false;
  try {
    for (;;) {
      const next = await orAborted(() => iterator.next(), signal);
      isDone = next.done === true;
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Its end is not waited for: after an abort it may never come.
    if (!isDone) void Promise.resolve(iterator.return?.()).catch(() => undefined);
  }
}

/**
 * What the work yields, unless the signal comes first: then a failure of the code `read-cancelled`.
 */
export async function orAborted<T>(work: () => T | Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) throw cancelled();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(cancelled());
    signal.addEventListener("abort", abort, { once: true });
  });
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}

function ofPart(
  part: PluginBatch,
  columns: readonly Column[],
  plugin: string,
): AsyncIterable<Batch> | Iterable<Batch> {
  if (part instanceof Uint8Array) return ofArrow(part, columns, plugin);
  if (isRows(part)) return ofRows(part, columns, plugin);
  return [checkedBatch(part, columns, plugin)];
}

function isRows(part: PluginBatch): part is readonly (readonly unknown[])[] {
  return Array.isArray(part);
}

function* ofRows(
  rows: readonly (readonly unknown[])[],
  columns: readonly Column[],
  plugin: string,
): Generator<Batch> {
  const builders = columns.map(({ type }) =>
    createColumnBuilder(type, Math.min(rows.length, BATCH_ROWS)),
  );
  let count = 0;
  for (const row of rows) {
    if (!Array.isArray(row) || row.length !== columns.length) {
      throw faulty(plugin, `a row is not a list of ${columns.length} values.`);
    }
    for (const [index, builder] of builders.entries()) {
      const type = columns[index]?.type ?? "text";
      const value: unknown = row[index];
      if (!appendValue(builder, type, value)) {
        throw new TypeContradiction(index, `\`${shortened(textOf(value))}\` is no ${type}.`);
      }
    }
    count += 1;
    const isFull = builders.reduce((sum, { bytes }) => sum + bytes, 0) >= BATCH_BYTES;
    if (count >= BATCH_ROWS || isFull) {
      yield finishBatch(builders, count);
      count = 0;
    }
  }
  if (count > 0) yield finishBatch(builders, count);
}

/** The bytes must be of an Arrow file or stream whose columns are those that were announced. */
async function* ofArrow(
  bytes: Uint8Array,
  columns: readonly Column[],
  plugin: string,
): AsyncGenerator<Batch> {
  // A copy begins where every array may, and the plugin may use its own memory again.
  const stream = await readArrow(new Uint8Array(bytes));
  const others = stream.columns.map(({ type }) => type).join(", ");
  const announced = columns.map(({ type }) => type).join(", ");
  if (others !== announced) {
    throw faulty(plugin, `its Arrow data has the types ${others} instead of ${announced}.`);
  }
  yield* stream.batches;
}

function checkedBatch(batch: Batch, columns: readonly Column[], plugin: string): Batch {
  const fits =
    Array.isArray(batch.columns) &&
    Number.isSafeInteger(batch.rows) &&
    batch.columns.length === columns.length &&
    columns.every(({ type }, index) => {
      const column = batch.columns[index];
      return column !== undefined && column.type === type && isLaidOut(column, batch.rows);
    });
  if (!fits) throw faulty(plugin, "a batch does not have the columns that were announced.");
  return batch;
}

/** Sizes are checked because nothing after this does. */
function isLaidOut(column: BatchColumn, rows: number): boolean {
  const { validity } = column;
  if (column.layout !== layoutOf(column.type)) return false;
  if (validity !== null && validity.length < (rows + 7) >> 3) return false;
  if (column.layout !== "bytes") {
    return column.values.byteLength >= rows * LAYOUT_BYTES[column.layout];
  }
  const { offsets, bytes } = column;
  if (offsets.length <= rows || (offsets[0] ?? -1) < 0) return false;
  for (let row = 0; row < rows; row++) {
    if ((offsets[row + 1] ?? -1) < (offsets[row] ?? 0)) return false;
  }
  return (offsets[rows] ?? 0) <= bytes.length;
}

function faulty(plugin: string, reason: string): SourceError {
  return new SourceError(createDiagnostic("plugin-failed", { plugin, reason }));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
