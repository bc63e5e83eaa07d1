/** From a row in SQLite's memory into the builders of a batch, without a JavaScript value for each. */
import type { LogicalType } from "../../../contract/logical-type.js";
import { BytesBuilder, FixedBuilder } from "../../../rows/column-builder.js";
import { appendMoment, type EncodedColumn } from "../encoders.js";
import { TemporalReader } from "../temporal.js";
import {
  BLOB,
  FLAGS_HALF,
  INTEGER,
  KIND_FLAGS,
  LENGTH_WORD,
  NULL,
  REAL,
  START_WORD,
  TEXT,
  VALUE_BYTES,
  type SqliteMemory,
} from "./sqlite-memory.js";

const WORDS = 0;
const BYTES = 1;
const MOMENT = 2;
const TRUTH = 3;

/** A column and how values of its usual kind get into it; all others go as values. */
interface Target {
  readonly way: typeof WORDS | typeof BYTES | typeof MOMENT | typeof TRUTH;
  /** The flags of the usual kind. */
  readonly kind: number;
  readonly type: LogicalType;
  readonly column: EncodedColumn;
  /** The column's builder is one of both. */
  readonly fixed: FixedBuilder;
  readonly bytes: BytesBuilder;
}

export class MemoryEncoder {
  readonly #targets: readonly Target[];
  readonly #temporal = new TemporalReader();

  constructor(
    private readonly memory: SqliteMemory,
    columns: readonly EncodedColumn[],
  ) {
    this.#targets = columns.map((column) => {
      const { builder } = column;
      const { type } = builder;
      const fixed = builder instanceof FixedBuilder ? builder : NO_FIXED;
      const bytes = builder instanceof BytesBuilder ? builder : NO_BYTES;
      return { ...wayOf(type), type, column, fixed, bytes };
    });
  }

  /** Appends the row whose values begin there. The first column that cannot hold its value, or -1. */
  append(row: number): number {
    const { words, halves, bytes } = this.memory;
    let value = row;
    let index = 0;
    for (const target of this.#targets) {
      const kind = (halves[(value >> 1) + FLAGS_HALF] ?? 0) & KIND_FLAGS;
      const word = value >> 2;
      if (kind !== target.kind) {
        if (kind & NULL) target.column.builder.appendNull();
        else if (!this.#appendValue(target, value)) return index;
      } else if (target.way === WORDS) {
        const { fixed } = target;
        // The builder's arrays are others once it has grown.
        const at = 2 * fixed.next();
        fixed.u32[at] = words[word] ?? 0;
        fixed.u32[at + 1] = words[word + 1] ?? 0;
      } else if (target.way === BYTES) {
        const start = words[word + START_WORD] ?? 0;
        target.bytes.appendBytes(bytes, start, start + (words[word + LENGTH_WORD] ?? 0));
      } else if (target.way === MOMENT) {
        const start = words[word + START_WORD] ?? 0;
        if (!this.#appendMoment(target, start, start + (words[word + LENGTH_WORD] ?? 0))) {
          return index;
        }
      } else {
        const number = words[word] ?? 0;
        if (number > 1 || words[word + 1] !== 0) return index;
        target.fixed.u8[target.fixed.next()] = number;
      }
      value += VALUE_BYTES;
      index += 1;
    }
    return -1;
  }

  #appendMoment({ type, fixed }: Target, start: number, end: number): boolean {
    const reader = this.#temporal;
    if (reader.readBytes(this.memory.bytes, start, end) !== type) return false;
    appendMoment(type, fixed, reader);
    return true;
  }

  /** As values of the other way to read are appended. */
  #appendValue({ column }: Target, value: number): boolean {
    return column.encode([[this.memory.value(value)]], 0) === undefined;
  }
}

const NO_FIXED = new FixedBuilder("int64", "int64", 0);
const NO_BYTES = new BytesBuilder("bytes", 0);

function wayOf(type: LogicalType): Pick<Target, "way" | "kind"> {
  switch (type) {
    case "int64":
      return { way: WORDS, kind: INTEGER };
    case "float64":
      return { way: WORDS, kind: REAL };
    case "bool":
      return { way: TRUTH, kind: INTEGER };
    case "date":
    case "timestamp":
    case "instant":
      return { way: MOMENT, kind: TEXT };
    case "bytes":
      return { way: BYTES, kind: BLOB };
    default:
      return { way: BYTES, kind: TEXT };
  }
}
