/**
 * A slice of a batch as one row of lists, which DuckDB unfolds into as many rows again. Handing
 * over a text by itself costs more than reading and writing it, so that a column of texts goes over
 * as one text, for `string_split` to take apart.
 */
import {
  LAYOUT_BYTES,
  type Batch,
  type BatchColumn,
  type VariableColumn,
} from "../../rows/batch.js";
import { hasValue } from "../../rows/column-values.js";
import type { DuckDb, Vector } from "../bindings.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import { fileType } from "./file-type.js";
import { joinTexts, separatorFor } from "./join-texts.js";
import { quoteIdentifier } from "../../sql/quote.js";

/** Rows of one slice: a vector of DuckDB. */
export const SLICE_ROWS = 2048;

type Chunk = Parameters<DuckDb["data_chunk_set_size"]>[0];

/**
 * DuckDB's types of the chunk's columns: the lists; of texts their flags, then themselves; last
 * what separates texts.
 */
export function chunkTypes(columns: readonly ArtifactColumn[]): string[] {
  const types = columns.flatMap(({ type }) => {
    const { vector } = fileType(type);
    return vector === TEXT ? ["BOOLEAN[]", TEXT] : [`${vector}[]`];
  });
  return [...types, TEXT];
}

/**
 * The rows again, from a table function whose columns `c0`, `c1` … are those of {@link chunkTypes}.
 */
export function rowsFrom(feed: string, columns: readonly ArtifactColumn[]): string {
  const separator = `c${chunkTypes(columns).length - 1}`;
  const lists: string[] = [];
  const values: string[] = [];
  for (const { name, type } of columns) {
    const { vector, stored } = fileType(type);
    const [first, second] = [`c${lists.length}`, `c${lists.length + 1}`];
    let value = first;
    lists.push(`unnest(${first}) AS ${first}`);
    if (vector === TEXT) {
      lists.push(`unnest(string_split(${second}, ${separator})) AS ${second}`);
      value = `CASE WHEN ${first} THEN ${second} END`;
    }
    values.push(
      `${stored === undefined ? value : `CAST(${value} AS ${stored})`} AS ${quoteIdentifier(name)}`,
    );
  }
  return `SELECT ${values.join(", ")} FROM (SELECT ${lists.join(", ")} FROM ${feed})`;
}

/** Fills chunks with the slices of one batch, in order. */
export class BatchSlices {
  readonly #separator: string;
  readonly #separatorBytes: Buffer;
  #start = 0;

  constructor(
    private readonly duckdb: DuckDb,
    private readonly batch: Batch,
  ) {
    this.#separator = separatorFor(batch.columns.filter(isText));
    this.#separatorBytes = Buffer.from(this.#separator);
  }

  get done(): boolean {
    return this.#start >= this.batch.rows;
  }

  fill(chunk: Chunk): void {
    const { duckdb, batch } = this;
    const start = this.#start;
    const rows = Math.min(SLICE_ROWS, batch.rows - start);
    let at = 0;
    const next = () => duckdb.data_chunk_get_vector(chunk, at++);
    for (const column of batch.columns) {
      if (isText(column)) {
        fillFlags(duckdb, next(), column, start, rows);
        const texts = joinTexts(column, start, rows, this.#separatorBytes);
        duckdb.vector_assign_string_element_len(next(), 0, texts);
      } else {
        fillList(duckdb, next(), column, start, rows);
      }
    }
    duckdb.vector_assign_string_element(next(), 0, this.#separator);
    duckdb.data_chunk_set_size(chunk, 1);
    this.#start += rows;
  }
}

const TEXT = "VARCHAR";

function isText(column: BatchColumn): column is VariableColumn {
  return column.layout === "bytes" && column.type !== "bytes";
}

/** Makes room for a list of so many values and returns their vector. */
function listOf(duckdb: DuckDb, list: Vector, rows: number): Vector {
  duckdb.list_vector_reserve(list, SLICE_ROWS);
  duckdb.list_vector_set_size(list, rows);
  // The entry of the one row: where its values begin, and how many they are.
  const entry = new BigUint64Array([0n, BigInt(rows)]);
  duckdb.copy_data_to_vector(list, 0, entry.buffer, 0, entry.byteLength);
  return duckdb.list_vector_get_child(list);
}

/** `start` is a multiple of {@link SLICE_ROWS}. */
function fillList(
  duckdb: DuckDb,
  list: Vector,
  column: BatchColumn,
  start: number,
  rows: number,
): void {
  const child = listOf(duckdb, list, rows);
  const { validity } = column;
  if (column.layout === "bytes") {
    const { offsets, bytes } = column;
    for (let row = 0; row < rows; row++) {
      const value = bytes.subarray(offsets[start + row], offsets[start + row + 1]);
      duckdb.vector_assign_string_element_len(child, row, value);
    }
  } else {
    const width = LAYOUT_BYTES[column.layout];
    duckdb.copy_data_to_vector(child, 0, column.values, start * width, rows * width);
  }
  if (!validity) return;
  duckdb.vector_ensure_validity_writable(child);
  duckdb.copy_data_to_vector_validity(
    child,
    0,
    // Buffers of a batch are never shared between threads.
    validity.buffer as ArrayBuffer,
    validity.byteOffset + start / 8,
    Math.ceil(rows / 8),
  );
}

const ALL_TRUE = new Uint8Array(SLICE_ROWS).fill(1);

/** Which rows have a value, one byte each. */
function fillFlags(
  duckdb: DuckDb,
  list: Vector,
  { validity }: BatchColumn,
  start: number,
  rows: number,
): void {
  const child = listOf(duckdb, list, rows);
  let flags = ALL_TRUE;
  if (validity) {
    flags = new Uint8Array(rows);
    for (let row = 0; row < rows; row++) flags[row] = hasValue(validity, start + row) ? 1 : 0;
  }
  duckdb.copy_data_to_vector(child, 0, flags.buffer, 0, rows);
}
