/**
 * Rows into batches. The walk over a row is generated from its columns, so that each decoder is called from a place of
 * its own and can be compiled into it.
 */
import { isUtf8 } from "node:buffer";
import { BATCH_ROWS, type Batch, type BatchColumn } from "../../rows/batch.js";
import {
  BATCH_BYTES,
  BytesBuilder,
  createColumnBuilder,
  finishBatch,
  type ColumnBuilder,
} from "../../rows/column-builder.js";
import { hasValue } from "../../rows/column-values.js";
import { TypeContradiction, type Column } from "../../rows/stream.js";
import { isValidText } from "../../rows/valid-text.js";
import { Unrepresentable } from "./decimal.js";
import { decoderOf, type Decoder } from "./decoders.js";
import type { RowSink } from "./exchange.js";
import type { WireType } from "./types.js";
import type { Zone } from "./zone.js";

type RowFunction = (bytes: Buffer, start: number, end: number) => number;

/** What had to change, by the position of its column. */
export interface Changes {
  readonly impossibleDates: number[];
  readonly ambiguousTimes: number[];
  readonly repairedTexts: number[];
}

export class RowDecoder implements RowSink {
  readonly changes: Changes;
  readonly #builders: readonly ColumnBuilder[];
  readonly #row: RowFunction;
  #rows = 0;
  #bytes = 0;
  #began = false;

  constructor(
    readonly columns: readonly Column[],
    types: readonly WireType[],
    /** `text` for rows of the text protocol. */
    protocol: "binary" | "text",
    zone: Zone,
  ) {
    const none = () => types.map(() => 0);
    const changes = {
      impossibleDates: none(),
      ambiguousTimes: none(),
      repairedTexts: none(),
    };
    this.changes = changes;
    this.#builders = types.map(({ logical }) => createColumnBuilder(logical));
    const decoders = types.map((type, index) =>
      decoderOf(type, {
        zone,
        onImpossibleDate: () => count(changes.impossibleDates, index),
        onAmbiguousTime: () => count(changes.ambiguousTimes, index),
      }),
    );
    this.#row =
      protocol === "binary"
        ? generateBinaryRow(types, this.#builders, decoders)
        : generateTextRow(this.#builders, decoders);
  }

  add(bytes: Buffer, start: number, end: number): Batch | undefined {
    try {
      if (this.#row(bytes, start, end) !== end) throw new RangeError(TORN);
    } catch (error) {
      if (error instanceof Unrepresentable) throw this.#contradiction(error);
      throw error;
    }
    this.#began = true;
    this.#rows += 1;
    this.#bytes += end - start;
    const full = this.#rows === BATCH_ROWS || this.#bytes >= BATCH_BYTES;
    return full ? this.finish() : undefined;
  }

  /** Whether a row has come. */
  get began(): boolean {
    return this.#began;
  }

  /** The rows since the last batch, if any. */
  finish(): Batch | undefined {
    if (this.#rows === 0) return undefined;
    const { rows, columns } = finishBatch(this.#builders, this.#rows);
    this.#rows = 0;
    this.#bytes = 0;
    return { rows, columns: columns.map((column, index) => this.#mended(column, rows, index)) };
  }

  /** Bytes that are not valid UTF-8 are replaced: a server may hold them, and nothing behind this could read them. */
  #mended(column: BatchColumn, rows: number, index: number): BatchColumn {
    if (column.layout !== "bytes" || column.type === "bytes" || isValidText(column, rows)) {
      return column;
    }
    const bytes = Buffer.from(column.bytes.buffer, column.bytes.byteOffset, column.bytes.length);
    const mended = new BytesBuilder(column.type, rows);
    for (let row = 0; row < rows; row++) {
      const [start = 0, end = 0] = column.offsets.subarray(row, row + 2);
      if (!hasValue(column.validity, row)) mended.appendNull();
      else if (isUtf8(bytes.subarray(start, end))) mended.appendBytes(bytes, start, end);
      else {
        mended.appendText(bytes.toString("utf8", start, end));
        count(this.changes.repairedTexts, index);
      }
    }
    return mended.finish();
  }

  /** The first builder that has not taken the row is the one whose value did not fit. */
  #contradiction({ message }: Unrepresentable): TypeContradiction {
    const index = this.#builders.findIndex((builder) => builder.rows === this.#rows);
    const { name = "", nativeType = "" } = this.columns[index] ?? {};
    return new TypeContradiction(index, `\`${name}\` (${nativeType}) holds ${message}.`);
  }
}

const TORN = "a row is not as long as it says";

function count(counts: number[], index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

/** Lengths below 251 are one byte; 252 to 254 say that two, three or eight bytes follow. */
const LENGTH = `
      length = bytes[at++];
      if (length > 250) {
        if (length === 252) { length = bytes.readUInt16LE(at); at += 2; }
        else if (length === 253) { length = bytes.readUIntLE(at, 3); at += 3; }
        else { length = bytes.readUIntLE(at, 6); at += 8; }
      }`;
const SHORT_LENGTH = "length = bytes[at++];";
const CHECK = "if (at + length > end) throw new RangeError(torn);";

/** A zero byte and a map of the NULLs, which leaves out two bits at its start; then the values. */
function generateBinaryRow(
  types: readonly WireType[],
  builders: readonly ColumnBuilder[],
  decoders: readonly Decoder[],
): RowFunction {
  const steps = types.map(({ size }, index) => {
    const bit = index + 2;
    const isNull = `(bytes[start + ${1 + (bit >> 3)}] & ${1 << (bit & 7)}) !== 0`;
    const before =
      typeof size === "number" ? `length = ${size};` : size === "short" ? SHORT_LENGTH : LENGTH;
    return `
      if (${isNull}) b${index}.appendNull(); else {${before} ${CHECK} d${index}(b${index}, bytes, at, length); at += length; }`;
  });
  const first = 1 + ((types.length + 9) >> 3);
  return generate(builders, decoders, first, steps);
}

/** Each value has its length before it; 251 in that place is NULL. */
function generateTextRow(
  builders: readonly ColumnBuilder[],
  decoders: readonly Decoder[],
): RowFunction {
  const steps = decoders.map(
    (_, index) => `
      if (bytes[at] === 251) { at += 1; b${index}.appendNull(); } else {${LENGTH} ${CHECK} d${index}(b${index}, bytes, at, length); at += length; }`,
  );
  return generate(builders, decoders, 0, steps);
}

function generate(
  builders: readonly ColumnBuilder[],
  decoders: readonly Decoder[],
  first: number,
  steps: readonly string[],
): RowFunction {
  const names = decoders.map(
    (_, index) => `const b${index} = builders[${index}], d${index} = decoders[${index}];`,
  );
  const code = `${names.join("\n")}
    return function row(bytes, start, end) {
      let at = start + ${first}, length = 0;${steps.join("")}
      return at;
    };`;
  // The text holds numbers of columns and sizes only, nothing that comes from outside.
  // oxlint-disable-next-line typescript/no-implied-eval
  return new Function("builders", "decoders", "torn", code)(
    builders,
    decoders,
    TORN,
  ) as RowFunction;
}
