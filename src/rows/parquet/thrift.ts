/**
 * Thrift's compact protocol, in which Parquet writes what it says about its data. A value is made
 * first and then written; fields of a structure come in the order of their numbers.
 */

/** A value of one of the protocol's types. */
export interface ThriftValue {
  readonly type: number;
  put(to: ThriftBytes): void;
}

export type ThriftField = readonly [id: number, value: ThriftValue];

const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
const I32 = 5;
const I64 = 6;
const BINARY = 8;
const LIST = 9;
const STRUCT = 12;
/** From this length on a list's follows its type. */
const LONG_LIST = 15;

/** Bytes that are written one after the other. */
export class ThriftBytes {
  #bytes = Buffer.allocUnsafe(1024);
  #length = 0;

  get written(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** Seven bits in each byte, the lowest first; a safe integer that is not negative. */
  varint(value: number): void {
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.byte((rest % 128) | 128);
    this.byte(rest);
  }

  /** A safe integer: near nought it is short, whatever its sign. */
  zigzag(value: number): void {
    this.varint(value < 0 ? -2 * value - 1 : 2 * value);
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#bytes.length + size));
    larger.set(this.written);
    this.#bytes = larger;
  }
}

export function bool(value: boolean): ThriftValue {
  return { type: value ? TRUE : FALSE, put: () => undefined };
}

export function int8(value: number): ThriftValue {
  return { type: BYTE, put: (to) => to.byte(value) };
}

export function int32(value: number): ThriftValue {
  return { type: I32, put: (to) => to.zigzag(value) };
}

export function int64(value: number): ThriftValue {
  return { type: I64, put: (to) => to.zigzag(value) };
}

export function binary(value: Uint8Array | string): ThriftValue {
  const bytes = typeof value === "string" ? Buffer.from(value) : value;
  return {
    type: BINARY,
    put(to) {
      to.varint(bytes.length);
      to.raw(bytes);
    },
  };
}

/** At least one value, all of one type. */
export function list(values: readonly ThriftValue[]): ThriftValue {
  const { length } = values;
  const type = values[0]?.type ?? STRUCT;
  return {
    type: LIST,
    put(to) {
      if (length < LONG_LIST) to.byte((length << 4) | type);
      else {
        to.byte((LONG_LIST << 4) | type);
        to.varint(length);
      }
      for (const value of values) value.put(to);
    },
  };
}

/** Fields that are undefined are left out. */
export function struct(...fields: readonly (ThriftField | undefined)[]): ThriftValue {
  return {
    type: STRUCT,
    put(to) {
      let last = 0;
      for (const field of fields) {
        if (!field) continue;
        const [id, value] = field;
        // No two numbers of Parquet's are farther apart than 15.
        to.byte(((id - last) << 4) | value.type);
        value.put(to);
        last = id;
      }
      to.byte(0);
    },
  };
}

export function thriftBytes(value: ThriftValue): Buffer {
  const bytes = new ThriftBytes();
  value.put(bytes);
  return bytes.written;
}
