/** From the cells of the service to the builders of columns. */
import { decimalParts } from "../../../contract/logical-type.js";
import { BytesBuilder } from "../../../rows/bytes-builder.js";
import type { ColumnBuilder } from "../../../rows/column-builder.js";
import type { FixedBuilder } from "../../../rows/fixed-builder.js";
import { putDecimal } from "../../server/put-decimal.js";
import { Unrepresentable } from "../../server/unrepresentable.js";
import type { CellType } from "./types.js";

/**
 * Appends the value of a cell that is not NULL. Throws {@link Unrepresentable}, with nothing
 * appended, when the column cannot hold it.
 */
export type Append = (cell: string) => void;

/** The decoder of one column. `onCut` is called for each time that loses nanoseconds. */
export function createDecoder(
  { decoder, logical }: CellType,
  builder: ColumnBuilder,
  onCut: () => void,
): Append {
  if (builder instanceof BytesBuilder) {
    return decoder === "hex"
      ? (cell) => builder.appendBytes(Buffer.from(cell, "hex"))
      : (cell) => builder.appendText(cell);
  }
  switch (decoder) {
    case "integer":
      return integerDecoder(builder);
    case "decimal": {
      const { precision, scale } = decimalParts(logical) ?? { precision: 38, scale: 0 };
      return decimalDecoder(builder, precision, scale);
    }
    case "float":
      return (cell) => builder.appendNumber(floatOf(cell));
    case "bool":
      return (cell) => {
        builder.u8[builder.next()] = cell === "1" || cell.toLowerCase() === "true" ? 1 : 0;
      };
    case "date":
      return (cell) => {
        const days = digitsIn(cell);
        builder.i32[builder.next()] = days;
      };
    default:
      return momentDecoder(builder, onCut);
  }
}

/** Digits that a double holds for certain. */
const SAFE_DIGITS = 15;
const POWERS = Array.from({ length: SAFE_DIGITS + 1 }, (_, exponent) => 10 ** exponent);
const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

function integerDecoder(builder: FixedBuilder): Append {
  return (cell) => {
    if (cell.length <= SAFE_DIGITS) {
      putDecimal(builder, digitsIn(cell), false);
      return;
    }
    const value = BigInt(cell);
    if (value < LEAST || value > MOST) throw new Unrepresentable("a number of more than 64 bits");
    builder.appendBigInt(value);
  };
}

function decimalDecoder(builder: FixedBuilder, precision: number, scale: number): Append {
  const wide = precision > 18;
  const limit = 10n ** BigInt(precision);
  const safe = Math.min(SAFE_DIGITS, precision);
  return (cell) => {
    const { length } = cell;
    const point = cell.indexOf(".");
    const missing = scale - (point < 0 ? 0 : length - point - 1);
    if (missing < 0) throw new Unrepresentable("a value with more decimals");
    // The sign and the point count as digits here, which does no harm.
    if (length + missing <= safe) {
      putDecimal(builder, digitsIn(cell) * (POWERS[missing] ?? 1), wide);
      return;
    }
    const value = BigInt(cell.replace(".", "") + "0".repeat(missing));
    if (value >= limit || value <= -limit) throw new Unrepresentable("a value with more digits");
    builder.appendBigInt(value);
  };
}

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SPACE = 0x20;

/**
 * The digits of a short number as a whole one, the point left out. In a loop, which is faster than
 * Node's own way for texts that are all different.
 */
function digitsIn(cell: string): number {
  const negative = cell.charCodeAt(0) === MINUS;
  let value = 0;
  for (let at = negative ? 1 : 0; at < cell.length; at++) {
    const digit = cell.charCodeAt(at) - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit !== POINT - ZERO) throw new Unrepresentable("a number of another form");
  }
  return negative ? -value : value;
}

const SPECIAL: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Infinity,
  infinity: Infinity,
  "-inf": -Infinity,
  "-infinity": -Infinity,
};

function floatOf(cell: string): number {
  const value = Number(cell);
  if (!Number.isNaN(value)) return value;
  const special = SPECIAL[cell.toLowerCase()];
  if (special === undefined) throw new Unrepresentable("a number of another form");
  return special;
}

const MICROSECONDS = 1_000_000;
const WORD = 0x1_0000_0000;
/** Up to here a double holds the microseconds. */
const SAFE_SECONDS = 9_000_000_000;

/**
 * Seconds with up to nine decimals, of the day or since 1970, negative before that; behind a space
 * the offset of a `timestamp_tz`, which the moment does not need. What is beyond a microsecond is
 * cut off, as from the written time.
 */
function momentDecoder(builder: FixedBuilder, onCut: () => void): Append {
  return (cell) => {
    const { length } = cell;
    const negative = cell.charCodeAt(0) === MINUS;
    let at = negative ? 1 : 0;
    let seconds = 0;
    let code = ZERO;
    for (; at < length; at++) {
      code = cell.charCodeAt(at);
      if (code < ZERO) break;
      seconds = seconds * 10 + code - ZERO;
    }
    let nanoseconds = 0;
    let digits = 0;
    if (code === POINT) {
      for (at += 1; at < length; at++) {
        code = cell.charCodeAt(at);
        if (code === SPACE) break;
        nanoseconds = nanoseconds * 10 + code - ZERO;
        digits += 1;
      }
    }
    // What is no number, or holds too many digits of one, shows here.
    if (digits > 9 || !(seconds >= 0) || (at < length && code !== SPACE)) {
      throw new Unrepresentable("a time of another form");
    }
    nanoseconds *= POWERS[9 - digits] ?? 1;
    const rest = nanoseconds % 1000;
    if (rest > 0) onCut();
    let micros = (nanoseconds - rest) / 1000;
    if (negative && rest > 0) micros += 1;
    const row = builder.next();
    if (seconds < SAFE_SECONDS) {
      const size = seconds * MICROSECONDS + micros;
      const value = negative ? -size : size;
      builder.u32[2 * row] = value;
      builder.i32[2 * row + 1] = Math.floor(value / WORD);
    } else {
      const size = BigInt(seconds) * 1_000_000n + BigInt(micros);
      builder.i64[row] = negative ? -size : size;
    }
  };
}
