/** An Arrow IPC file (stream or file format) as a stream of batches. */
import { open } from "node:fs/promises";
import type { Column as ArrowColumn } from "@uwdata/flechette";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../batch.js";
import { createColumnBuilder, finishBatch, type ColumnBuilder } from "../column-builder.js";
import { SourceError, type RowStream } from "../stream.js";
import { isValid, type ColumnReader } from "./arrow-values.js";
import { fieldReader, typeName } from "./column-reader.js";
import { registerCodecs } from "./codecs.js";
import { arrowFault } from "./frames.js";
import { requireLayout } from "./layout.js";

interface ReadColumn {
  readonly name: string;
  readonly parts: ArrowColumn<unknown>["data"];
  readonly reader: ColumnReader;
}

/** Rejects with `arrow-unreadable`. The file is held in memory while it is read. */
export async function openArrow(path: string): Promise<RowStream> {
  return readArrow(await readAligned(path));
}

/** The same for bytes in memory, which begin where an array may. */
export async function readArrow(bytes: Uint8Array): Promise<RowStream> {
  const arrow = await import("@uwdata/flechette");
  registerCodecs(arrow);
  const fault = decoded(() => arrowFault(bytes));
  if (fault !== undefined) throw unreadable(fault);
  const warnings: Diagnostic[] = [];
  const cut = new Set<string>();
  const onCut = (name: string) => {
    if (!cut.has(name)) warnings.push(createDiagnostic("nanoseconds-cut", { column: name }));
    cut.add(name);
  };
  const columns = decoded(() => {
    const table = arrow.tableFromIPC(bytes, { useBigInt: true, useDecimalInt: true });
    return table.schema.fields.map((field, i): ReadColumn => {
      const { name, type } = field;
      const reader = fieldReader(arrow, field, () => onCut(name));
      const parts = table.getChildAt(i).data;
      if (reader) {
        for (const part of parts) requireLayout(arrow, part);
        return { name, parts, reader };
      }
      throw unreadable(
        `the column \`${name}\` has Arrow's type \`${typeName(arrow, type)}\`, which has no counterpart here; cast it first.`,
      );
    });
  });
  if (columns.length === 0) throw unreadable("it has no columns.");
  return {
    columns: columns.map(({ name, reader }) => ({
      name,
      type: reader.type,
      nativeType: reader.native,
      exact: true,
    })),
    batches: batchesOf(columns),
    warnings,
  };
}

/** A file's record batches have the same rows in all columns. */
async function* batchesOf(columns: readonly ReadColumn[]): AsyncGenerator<Batch> {
  const builders = columns.map(({ reader }) => createColumnBuilder(reader.type));
  const parts = columns[0]?.parts ?? [];
  for (const [part, { length }] of parts.entries()) {
    for (let row = 0; row < length; row++) {
      decoded(() => appendRow(columns, builders, part, row));
      if (isFull(builders)) yield finishBatch(builders, builders[0]?.rows ?? 0);
      // Other calls of this thread, such as a cancel, get their turn.
      if (row % BATCH_ROWS === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  const rest = builders[0]?.rows ?? 0;
  if (rest > 0) yield finishBatch(builders, rest);
}

function appendRow(
  columns: readonly ReadColumn[],
  builders: readonly ColumnBuilder[],
  part: number,
  row: number,
): void {
  for (const [i, { parts, reader }] of columns.entries()) {
    const [builder, batch] = [builders[i], parts[part]];
    if (!builder || !batch) throw new Error("its columns differ in length");
    const before = builder.rows;
    if (isValid(batch, row)) reader.append(builder, batch, row);
    if (builder.rows === before) builder.appendNull();
  }
}

function isFull(builders: readonly ColumnBuilder[]): boolean {
  if ((builders[0]?.rows ?? 0) >= BATCH_ROWS) return true;
  return builders.reduce((sum, { bytes }) => sum + bytes, 0) >= BATCH_BYTES;
}

/** Arrow's arrays are views of the file's bytes, which must begin where an array may. */
async function readAligned(path: string): Promise<Uint8Array> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const bytes = new Uint8Array(new ArrayBuffer(size));
    for (let at = 0; at < size;) {
      const { bytesRead } = await file.read(bytes, at, size - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}

/** What the decoder says of a damaged file. */
function decoded<T>(decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (error instanceof SourceError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    if (said.includes("compression")) {
      throw unreadable(
        "its batches are packed with ZSTD, which Node reads from 22.15 on; pack them with LZ4, or not at all.",
      );
    }
    throw unreadable("it is damaged or breaks off.", said);
  }
}

function unreadable(reason: string, detail?: string): SourceError {
  return new SourceError(createDiagnostic("arrow-unreadable", { reason }, { detail }));
}
