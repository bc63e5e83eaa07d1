import { brotliCompressSync, constants } from "node:zlib";
import { layoutOf } from "../batch.js";
import { ENCODING, highestFirst, type Page } from "./encode-page.js";
import { PHYSICAL, storedType, type ParquetColumn } from "./stored-type.js";
import { binary, int32, int64, list, struct, thriftBytes, type ThriftValue } from "./thrift.js";
import { valueRange, type ValueRange } from "./value-range.js";

const DATA_PAGE = 0;
/** Parquet's numbers for how pages are packed. */
const CODEC = { none: 0, brotli: 4 } as const;

/** Pages below this size are not worth packing. */
const LEAST_PACKED = 4096;
/** A chunk is packed when its first page gets shorter than this part of it. */
const GAIN = 0.8;

const PARAMS = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MIN_QUALITY };

/** The pages of one column in a group of rows. */
export class ColumnChunk {
  readonly #parts: Uint8Array[] = [];
  readonly #ranges: Uint8Array[] = [];
  /** Bytes as they are in the file, and without packing. */
  #bytes = 0;
  #unpacked = 0;
  #rows = 0;
  #nulls = 0;
  #encoding: number = ENCODING.plain;
  /** Undefined until there is a page. */
  #codec: number | undefined;
  /** Whether there are values whose range is not known. */
  #isOpen = false;

  constructor(private readonly column: ParquetColumn) {}

  get bytes(): number {
    return this.#bytes;
  }

  add({ rows, nulls, encoding, parts, range }: Page): void {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    const stored = this.#packed(parts, size);
    const storedSize = stored.reduce((sum, { length }) => sum + length, 0);
    const about = struct(
      [1, int32(rows)],
      [2, int32(encoding)],
      [3, int32(ENCODING.levels)],
      [4, int32(ENCODING.levels)],
    );
    const header = thriftBytes(
      struct([1, int32(DATA_PAGE)], [2, int32(size)], [3, int32(storedSize)], [5, about]),
    );
    this.#parts.push(header, ...stored);
    this.#bytes += header.length + storedSize;
    this.#unpacked += header.length + size;
    this.#rows += rows;
    this.#nulls += nulls;
    this.#encoding = encoding;
    if (range) this.#ranges.push(...range);
    else if (nulls < rows) this.#isOpen = true;
  }

  /** Its bytes in order, and what the end of the file says of it if it begins at `offset`. */
  finish(offset: number): { readonly parts: readonly Uint8Array[]; readonly about: ThriftValue } {
    const { name, type } = this.column;
    const about = struct(
      [1, int32(PHYSICAL[storedType(type).physical])],
      [2, list([int32(this.#encoding), int32(ENCODING.levels)])],
      [3, list([binary(name)])],
      [4, int32(this.#codec ?? CODEC.none)],
      [5, int64(this.#rows)],
      [6, int64(this.#unpacked)],
      [7, int64(this.#bytes)],
      [9, int64(offset)],
      [12, this.#statistics()],
    );
    return { parts: this.#parts, about: struct([2, int64(offset)], [3, about]) };
  }

  /**
   * Texts are packed as quickly as Brotli can: a second for 400 MB, which become 130 MB. Numbers
   * become two thirds, and at half that speed.
   */
  #packed(parts: readonly Uint8Array[], size: number): readonly Uint8Array[] {
    const isText = layoutOf(this.column.type) === "bytes";
    if (
      !isText ||
      this.#codec === CODEC.none ||
      (this.#codec === undefined && size < LEAST_PACKED)
    ) {
      this.#codec = CODEC.none;
      return parts;
    }
    // The buffer that is filled is kept as a whole; another one is added where it is too small.
    const options = { params: PARAMS, chunkSize: Math.max(LEAST_PACKED, size >> 1) };
    const packed = brotliCompressSync(Buffer.concat(parts, size), options);
    if (this.#codec === undefined) {
      this.#codec = packed.length < GAIN * size ? CODEC.brotli : CODEC.none;
    }
    return this.#codec === CODEC.brotli ? [packed] : parts;
  }

  #statistics(): ThriftValue {
    const [least, greatest] = this.#range() ?? [];
    return struct(
      [3, int64(this.#nulls)],
      greatest && [5, binary(greatest)],
      least && [6, binary(least)],
    );
  }

  #range(): ValueRange | undefined {
    const layout = layoutOf(this.column.type);
    if (this.#isOpen || layout === "bytes") return undefined;
    const range = valueRange(layout, new Uint8Array(Buffer.concat(this.#ranges)));
    if (!range || layout !== "int128") return range;
    return [highestFirst(range[0]), highestFirst(range[1])];
  }
}
