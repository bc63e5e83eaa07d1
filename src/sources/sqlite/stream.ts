/**
 * A query's rows as batches. The first rows are read before the columns are known:
 *
 *   prepare ─▶ first rows (kept as they are) ─▶ types ─▶ builders ◀─ further rows
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_ROWS, type Batch } from "../../rows/batch.js";
import {
  BATCH_BYTES,
  BytesBuilder,
  finishBatch,
  type ColumnBuilder,
} from "../../rows/column-builder.js";
import {
  SourceError,
  TypeContradiction,
  type Column,
  type RowStream,
  type StreamOptions,
} from "../../rows/stream.js";
import { encodedColumn, type EncodedColumn } from "./encoders.js";
import { NulGuard } from "./nul-guard.js";
import type { OpenDatabase } from "./open.js";
import { prepareQuery, type PreparedQuery } from "./prepare.js";
import { RowCursor, type Row } from "./row-cursor.js";
import { isTemporal, typeOf, type Seen, type SqliteValue } from "./types.js";

const REPLACEMENT = Buffer.from("\uFFFD");
/**
 * Rows that are read before they are taken apart by column; a whole number of these makes a batch.
 */
const BLOCK_ROWS = 1024;

/**
 * Starts the query; the caller closes the database when the batches have ended, however they do.
 */
export function streamQuery(
  open: OpenDatabase,
  source: string,
  sql: string,
  { signal, asText }: StreamOptions,
): RowStream {
  requireWanted(signal);
  const guard = new NulGuard();
  const query = prepareQuery(open, source, sql, guard, asText);
  const rows = new RowCursor(query.statement);
  const first = rows.read(BATCH_ROWS);
  const columns = query.declared.map((_, index) => columnOf(query, index, first, guard, asText));
  const encoded = columns.map(({ type }, index) =>
    encodedColumn(type, guard, asText?.has(index) ?? false),
  );
  const warnings: Diagnostic[] = [];
  const batches = readBatches(rows, first, columns, encoded, warnings, signal);
  return { columns, warnings, batches };
}

function columnOf(
  query: PreparedQuery,
  index: number,
  rows: readonly Row[],
  guard: NulGuard,
  asText: ReadonlySet<number> | undefined,
): Column {
  const { name = "", declared = null } = query.declared[index] ?? {};
  const common = { name, nativeType: declared ?? "", exact: false };
  if (asText?.has(index)) return { ...common, type: "text" };
  const values = rows.map((row) => row[index] ?? null);
  const seen = kindsOf(values, guard);
  const type = seen.text && !query.wholeText(index) ? undefined : typeOf(declared, seen, values);
  if (type === undefined)
    throw new TypeContradiction(index, `it holds ${kindNames(seen, isTemporal(declared))}.`, name);
  return { ...common, type };
}

function kindsOf(values: readonly SqliteValue[], guard: NulGuard): Seen {
  const seen = { integers: false, reals: false, text: false, blobs: false };
  for (const value of values) {
    if (typeof value === "bigint") seen.integers = true;
    else if (typeof value === "number") seen.reals = true;
    else if (typeof value === "string") seen.text = true;
    else if (value !== null) seen[guard.isText(value) ? "text" : "blobs"] = true;
  }
  return seen;
}

function kindNames({ integers, reals, text, blobs }: Seen, temporal: boolean): string {
  const kinds = [integers && "integers", reals && "reals", text && "text", blobs && "blobs"];
  const names = kinds.filter((kind) => kind !== false);
  if (names.length > 1) return names.join(" and ");
  return temporal ? "text of which only a part is a date or time" : "text";
}

async function* readBatches(
  rows: RowCursor,
  first: readonly Row[],
  columns: readonly Column[],
  encoded: readonly EncodedColumn[],
  warnings: Diagnostic[],
  signal: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const builders = encoded.map(({ builder }) => builder);
  let count = 0;
  const take = (): Batch => {
    reportReplacements(encoded, columns, warnings);
    const batch = finishBatch(builders, count);
    count = 0;
    return batch;
  };
  for (let block = first; block.length > 0; block = rows.read(BLOCK_ROWS)) {
    for (const [index, { encode }] of encoded.entries()) {
      const misfit = encode(block, index);
      if (misfit !== undefined) throw contradiction(columns[index], index, misfit);
    }
    count += block.length;
    if (count < BATCH_ROWS && sizeOf(builders) < BATCH_BYTES) continue;
    // Messages, such as the one that aborts, are heard between batches.
    await nextTurn();
    requireWanted(signal);
    yield take();
  }
  if (count > 0) yield take();
}

function requireWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new SourceError(createDiagnostic("read-cancelled", {}));
}

function sizeOf(builders: readonly ColumnBuilder[]): number {
  return builders.reduce((sum, { bytes }) => sum + bytes, 0);
}

function contradiction(
  column: Column | undefined,
  index: number,
  value: NonNullable<SqliteValue>,
): TypeContradiction {
  const kinds = { bigint: "the integer", number: "the real", string: "the text", object: "a blob" };
  // A value is one of these four.
  const kind = kinds[typeof value as keyof typeof kinds];
  const shown = value instanceof Uint8Array ? "" : ` \`${String(value).slice(0, 40)}\``;
  return new TypeContradiction(
    index,
    `its first rows are ${column?.type ?? "other"}, a later one holds ${kind}${shown}.`,
  );
}

/** Bytes that are not UTF-8 reach us as U+FFFD; once per column. */
function reportReplacements(
  encoded: readonly EncodedColumn[],
  columns: readonly Column[],
  warnings: Diagnostic[],
): void {
  for (const [index, { builder }] of encoded.entries()) {
    const column = columns[index]?.name ?? "";
    if (!(builder instanceof BytesBuilder) || builder.type === "bytes") continue;
    if (!builder.written.includes(REPLACEMENT)) continue;
    const warning = createDiagnostic("text-repaired", { column });
    if (warnings.every(({ message }) => message !== warning.message)) warnings.push(warning);
  }
}
