/** Batches of the rows that a feed appends to its columns' builders. */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../../rows/batch.js";
import { BytesBuilder } from "../../rows/bytes-builder.js";
import { finishBatch, type ColumnBuilder } from "../../rows/column-builder.js";
import { SourceError, type Column } from "../../rows/stream.js";
import { encodedColumn, type EncodedColumn } from "./encoders.js";
import type { NulGuard } from "./nul-guard.js";
import { contradiction } from "./query-columns.js";
import type { Row } from "./row-cursor.js";

const REPLACEMENT = Buffer.from("\uFFFD");
/**
 * Rows that are read before they are taken apart by column; a whole number of these makes a batch.
 */
export const BLOCK_ROWS = 1024;

export function encodedColumns(
  columns: readonly Column[],
  guard: NulGuard,
  asText: ReadonlySet<number> | undefined,
): EncodedColumn[] {
  return columns.map(({ type }, index) => encodedColumn(type, guard, asText?.has(index) ?? false));
}

/** Appends rows to the builders. Fails with a TypeContradiction at a value that does not fit. */
export function appendRows(
  rows: readonly Row[],
  columns: readonly Column[],
  encoded: readonly EncodedColumn[],
): void {
  for (const [index, { encode }] of encoded.entries()) {
    const misfit = encode(rows, index);
    if (misfit !== undefined) throw contradiction(columns[index], index, misfit);
  }
}

/**
 * Rows that come block by block: `append` adds the next ones to the builders and says how many they
 * were, none at the end.
 */
export async function* readBatches(
  append: () => number,
  columns: readonly Column[],
  encoded: readonly EncodedColumn[],
  warnings: Diagnostic[],
  signal: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const builders = encoded.map(({ builder }) => builder);
  let count = 0;
  const take = (): Batch => {
    reportReplacements(builders, columns, warnings);
    const batch = finishBatch(builders, count);
    count = 0;
    return batch;
  };
  for (let added = append(); added > 0; added = append()) {
    count += added;
    if (count >= BATCH_ROWS || sizeOf(builders) >= BATCH_BYTES) {
      // Messages, such as the one that aborts, are heard between batches.
      await nextTurn();
      requireWanted(signal);
      yield take();
    }
  }
  if (count > 0) yield take();
}

export function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new SourceError(createDiagnostic("read-cancelled", {}));
}

function sizeOf(builders: readonly ColumnBuilder[]): number {
  return builders.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Bytes that are not UTF-8 reach us as U+FFFD; once per column. */
function reportReplacements(
  builders: readonly ColumnBuilder[],
  columns: readonly Column[],
  warnings: Diagnostic[],
): void {
  for (const [index, builder] of builders.entries()) {
    if (!(builder instanceof BytesBuilder) || builder.type === "bytes") continue;
    if (builder.written.includes(REPLACEMENT)) {
      reportRepaired(columns[index]?.name ?? "", warnings);
    }
  }
}

export function reportRepaired(column: string, warnings: Diagnostic[]): void {
  const warning = createDiagnostic("text-repaired", { column });
  if (warnings.every(({ message }) => message !== warning.message)) warnings.push(warning);
}
