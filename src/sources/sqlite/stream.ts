/**
 * A query's rows as batches. The first rows are read before the columns are known:
 *
 *   prepare ─▶ first rows (kept as they are) ─▶ types ─▶ builders ◀─ further rows
 */
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_ROWS, type Batch } from "../batch.js";
import { BATCH_BYTES, BytesBuilder, finishBatch } from "../column-builder.js";
import {
  SourceError,
  TypeContradiction,
  type Column,
  type RowStream,
  type StreamOptions,
} from "../contract.js";
import { encodedColumn, type EncodedColumn } from "./encoders.js";
import { NulGuard } from "./nul-guard.js";
import type { OpenDatabase } from "./open.js";
import { prepareQuery, type DeclaredColumn } from "./prepare.js";
import { RowCursor, type Row } from "./row-cursor.js";
import { typeOf, type Seen, type SqliteValue } from "./types.js";

const REPLACEMENT = Buffer.from("\uFFFD");
/** Rows between two looks at the size of a batch. */
const LOOK_EVERY = 256;

/** Starts the query; the caller closes the database when the batches have ended, however they do. */
export function streamQuery(
  open: OpenDatabase,
  source: string,
  sql: string,
  { signal, asText }: StreamOptions,
): RowStream {
  const guard = new NulGuard();
  const { statement, declared } = prepareQuery(open, source, sql, guard, asText);
  const rows = new RowCursor(statement);
  const first = firstRows(rows);
  const columns = declared.map((column, index) => columnOf(column, index, first, guard, asText));
  const encoded = columns.map(({ type }, index) =>
    encodedColumn(type, guard, asText?.has(index) ?? false),
  );
  const warnings: Diagnostic[] = [];
  const batches = readBatches(rows, first, columns, encoded, warnings, signal);
  return { columns, warnings, batches };
}

function firstRows(rows: RowCursor): Row[] {
  const first: Row[] = [];
  while (first.length < BATCH_ROWS) {
    const row = rows.next();
    if (!row) break;
    first.push(row);
  }
  return first;
}

function columnOf(
  { name, declared }: DeclaredColumn,
  index: number,
  rows: readonly Row[],
  guard: NulGuard,
  asText: ReadonlySet<number> | undefined,
): Column {
  const common = { name, nativeType: declared ?? "", exact: false };
  if (asText?.has(index)) return { ...common, type: "text" };
  const values = rows.map((row) => row[index] ?? null);
  const seen = kindsOf(values, guard);
  const type = typeOf(declared, seen, values);
  if (type === undefined) throw new TypeContradiction(index, `it holds ${kindNames(seen)}.`);
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

function kindNames({ integers, reals, text, blobs }: Seen): string {
  const kinds = [integers && "integers", reals && "reals", text && "text", blobs && "blobs"];
  const names = kinds.filter((kind) => kind !== false);
  return names.length > 1 ? names.join(" and ") : "text of which only a part is a date or time";
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
  const append = rowAppender(encoded, columns);
  let count = 0;
  let size = 0;
  const finish = async () => {
    reportReplacements(encoded, columns, warnings);
    const batch = finishBatch(builders, count);
    count = 0;
    // Messages, such as the one that aborts, are heard between batches.
    await nextTurn();
    if (signal.aborted) throw new SourceError(createDiagnostic("read-cancelled", {}));
    return batch;
  };
  for (const row of chained(first, rows)) {
    append(row);
    count += 1;
    if (count % LOOK_EVERY === 0) size = builders.reduce((sum, { bytes }) => sum + bytes, 0);
    if (count === BATCH_ROWS || size >= BATCH_BYTES) {
      size = 0;
      yield await finish();
    }
  }
  if (count > 0) yield await finish();
}

function* chained(first: readonly Row[], rest: RowCursor): Generator<Row, void, undefined> {
  yield* first;
  for (let row = rest.next(); row; row = rest.next()) yield row;
}

function rowAppender(
  encoded: readonly EncodedColumn[],
  columns: readonly Column[],
): (row: Row) => void {
  const appenders = encoded.map(({ builder, encode }, index) => (value: SqliteValue) => {
    if (value === null) builder.appendNull();
    else if (!encode(value)) throw contradiction(columns[index], index, value);
  });
  return (row) => {
    for (let index = 0; index < appenders.length; index++) appenders[index]?.(row[index] ?? null);
  };
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
