/**
 * Writes batches into a Parquet file, which is little work: numbers go into it as they lie in the
 * batch, texts are packed where that pays. What reads the file next is on the same machine, so that
 * it need not be as small as it can be.
 *
 *   PAR1 ─ groups of rows: for each column its pages, one for a batch ─ what is where ─ PAR1
 */
import type { Batch } from "../batch.js";
import { HashedFile, type FileFingerprint } from "../result/hashed-file.js";
import { ColumnChunk } from "./column-chunk.js";
import { encodePage } from "./encode-page.js";
import { PHYSICAL, storedType, type ParquetColumn } from "./stored-type.js";
import {
  binary,
  int32,
  int64,
  list,
  struct,
  thriftBytes,
  type ThriftField,
  type ThriftValue,
} from "./thrift.js";

export interface WrittenParquet extends FileFingerprint {
  readonly rows: number;
}

/** A group is closed when it has as many rows, or bytes, which wait in memory until then. */
const GROUP_ROWS = 61_440;
const GROUP_BYTES = 32 * 1024 * 1024;

const MAGIC = Buffer.from("PAR1");
const VERSION = 2;
const OPTIONAL = 1;
const DECIMAL_BYTES = 16;
const LARGE = 16 * 1024;

/** A new file; names of columns must differ. */
export class ParquetFile {
  readonly #file: HashedFile;
  readonly #groups: ThriftValue[] = [];
  #chunks: readonly ColumnChunk[];
  #offset = 0;
  #rows = 0;
  /** Rows of the group that is open. */
  #open = 0;

  constructor(
    path: string,
    private readonly columns: readonly ParquetColumn[],
  ) {
    this.#file = new HashedFile(path);
    this.#chunks = this.#newChunks();
    this.#write(MAGIC);
  }

  /**
   * Takes the batch's memory, which is gone when its group is closed. Throws a RangeError for a decimal that has
   * more digits than its type.
   */
  add({ columns, rows }: Batch): void {
    if (rows === 0) return;
    for (const [index, column] of columns.entries()) {
      this.#chunks[index]?.add(encodePage(column, rows));
    }
    this.#open += rows;
    const bytes = this.#chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
    if (this.#open >= GROUP_ROWS || bytes >= GROUP_BYTES) this.#closeGroup();
  }

  /** Makes sure that the file is on the disk. */
  finish(): WrittenParquet {
    if (this.#open > 0) this.#closeGroup();
    const end = thriftBytes(this.#about());
    const size = Buffer.alloc(4);
    size.writeUInt32LE(end.length);
    this.#write(Buffer.concat([end, size, MAGIC]));
    return { rows: this.#rows, ...this.#file.finish() };
  }

  /** Removes what was written. */
  abandon(): void {
    this.#file.abandon();
  }

  #closeGroup(): void {
    const from = this.#offset;
    const columns: ThriftValue[] = [];
    for (const chunk of this.#chunks) {
      const { parts, about } = chunk.finish(this.#offset);
      for (const part of parts) this.#write(part);
      giveBack(parts);
      columns.push(about);
    }
    const bytes = int64(this.#offset - from);
    this.#groups.push(struct([1, list(columns)], [2, bytes], [3, int64(this.#open)]));
    this.#rows += this.#open;
    this.#open = 0;
    this.#chunks = this.#newChunks();
  }

  #newChunks(): readonly ColumnChunk[] {
    return this.columns.map((column) => new ColumnChunk(column));
  }

  #write(bytes: Uint8Array): void {
    this.#file.write(bytes);
    this.#offset += bytes.length;
  }

  #about(): ThriftValue {
    const { columns } = this;
    const root = struct([4, binary("rows")], [5, int32(columns.length)]);
    // Least and greatest values are in the order of their types.
    const order = struct([1, struct()]);
    return struct(
      [1, int32(VERSION)],
      [2, list([root, ...columns.map(schemaElement)])],
      [3, int64(this.#rows)],
      [4, list(this.#groups)],
      [6, binary("Headwater")],
      [7, list(columns.map(() => order))],
    );
  }
}

/** Collection waits until tens of megabytes are of no use: large buffers are given back at once. */
function giveBack(parts: readonly Uint8Array[]): void {
  const large = parts.filter(({ byteLength }) => byteLength >= LARGE).map(({ buffer }) => buffer);
  structuredClone(null, { transfer: [...new Set(large as ArrayBuffer[])] });
}

function schemaElement({ name, type }: ParquetColumn): ThriftValue {
  const { physical, meaning } = storedType(type);
  const fields: ThriftField[] = [[1, int32(PHYSICAL[physical])]];
  if (physical === "fixedBytes") fields.push([2, int32(DECIMAL_BYTES)]);
  return struct(...fields, [3, int32(OPTIONAL)], [4, binary(name)], ...meaning);
}
