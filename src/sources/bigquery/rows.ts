/** Pages of results → batches. */
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import { BATCH_BYTES, BATCH_ROWS, type Batch } from "../../rows/batch.js";
import { createColumnBuilder, finishBatch, type ColumnBuilder } from "../../rows/column-builder.js";
import { TypeContradiction, type Column } from "../../rows/stream.js";
import { readPages } from "../http/index.js";
import { Unrepresentable } from "../server/unrepresentable.js";
import { at, listAt, textAt } from "./answer.js";
import { cellAppender, type AppendCell } from "./cells.js";
import type { FinishedJob } from "./job.js";
import { columnOf, fieldsOf, isKnown, type Field } from "./types.js";

export interface ResultRows {
  readonly columns: readonly Column[];
  readonly warnings: readonly Diagnostic[];
  readonly batches: AsyncGenerator<Batch, void, undefined>;
}

/** The rows of a job that is done. `asText` are the positions of columns that did not fit. */
export function resultRows(
  job: FinishedJob,
  signal: AbortSignal,
  asText: ReadonlySet<number> = new Set(),
): ResultRows {
  const fields = fieldsOf(at(job.first, "schema"));
  const columns = fields.map((field, index) =>
    asText.has(index)
      ? { ...columnOf(field), type: "text" as const, exact: false }
      : columnOf(field),
  );
  const warnings = fields.flatMap((field) =>
    isKnown(field)
      ? []
      : createDiagnostic("column-type-unknown", { column: field.name, type: field.type }),
  );
  return { columns, warnings, batches: batches(job, fields, columns, signal) };
}

async function* batches(
  job: FinishedJob,
  fields: readonly Field[],
  columns: readonly Column[],
  signal: AbortSignal,
): AsyncGenerator<Batch, void, undefined> {
  const decoder = new PageDecoder(fields, columns);
  const pages = readPages({
    signal,
    read: async (token, stop) => (token === undefined ? job.first : job.page(token, stop)),
    next: (page) => textAt(page, "pageToken") || undefined,
  });
  for await (const page of pages) yield* decoder.batchesOf(listAt(page, "rows"));
  yield* decoder.rest();
}

class PageDecoder {
  readonly #builders: readonly ColumnBuilder[];
  readonly #append: readonly AppendCell[];
  #rows = 0;

  constructor(
    fields: readonly Field[],
    private readonly columns: readonly Column[],
  ) {
    this.#builders = columns.map(({ type }) => createColumnBuilder(type));
    this.#append = this.#builders.map((builder, index) =>
      cellAppender(builder, fields[index] ?? NO_FIELD, columns[index]?.type ?? "text"),
    );
  }

  *batchesOf(rows: readonly unknown[]): Generator<Batch, void, undefined> {
    for (const row of rows) {
      this.#addRow(cellsOf(row));
      if (this.#rows === BATCH_ROWS || (this.#rows % 256 === 0 && this.#isFull())) {
        yield* this.rest();
      }
    }
  }

  /** The rows since the last batch, if any. */
  *rest(): Generator<Batch, void, undefined> {
    if (this.#rows === 0) return;
    yield finishBatch(this.#builders, this.#rows);
    this.#rows = 0;
  }

  #addRow(cells: readonly unknown[]): void {
    let index = 0;
    try {
      for (const append of this.#append) {
        const value = valueOf(cells[index]);
        if (value === null || value === undefined) this.#builders[index]?.appendNull();
        else append(value);
        index += 1;
      }
    } catch (error) {
      throw this.#contradiction(error, index);
    }
    this.#rows += 1;
  }

  #contradiction(error: unknown, index: number): unknown {
    if (!(error instanceof Unrepresentable)) return error;
    const { name = "", nativeType = "" } = this.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${error.message}.`);
  }

  #isFull(): boolean {
    return this.#builders.reduce((sum, { bytes }) => sum + bytes, 0) >= BATCH_BYTES;
  }
}

function cellsOf(row: unknown): readonly unknown[] {
  const isRow = typeof row === "object" && row !== null && "f" in row;
  return isRow && Array.isArray(row.f) ? row.f : [];
}

function valueOf(cell: unknown): unknown {
  return typeof cell === "object" && cell !== null && "v" in cell ? cell.v : undefined;
}

const NO_FIELD: Field = { name: "", type: "STRING", repeated: false, fields: [] };
