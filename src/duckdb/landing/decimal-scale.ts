import type { VariableColumn } from "../../rows/batch.js";
import { hasValue } from "../../rows/column-values.js";

const MOST_DIGITS = 38;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** Watches a bare `decimal` column: the digits that its values need before and after the point. */
export class DecimalScale {
  #before = 0;
  #after = 0;
  #plain = true;

  append({ offsets, bytes, validity }: VariableColumn, rows: number): void {
    for (let row = 0; row < rows && this.#plain; row++) {
      if (hasValue(validity, row)) this.#look(bytes, offsets[row] ?? 0, offsets[row + 1] ?? 0);
    }
  }

  /** The scale with which DECIMAL(38, scale) holds every value; undefined when none does. */
  get scale(): number | undefined {
    return this.#plain && this.#before + this.#after <= MOST_DIGITS ? this.#after : undefined;
  }

  #look(bytes: Uint8Array, start: number, end: number): void {
    let at = bytes[start] === MINUS ? start + 1 : start;
    while (at < end - 1 && bytes[at] === ZERO) at += 1;
    const first = at;
    while (at < end && isDigit(bytes[at])) at += 1;
    const before = at - first;
    let after = 0;
    if (at < end && bytes[at] === POINT) {
      const point = at;
      at += 1;
      while (at < end && isDigit(bytes[at])) at += 1;
      after = at - point - 1;
    }
    // NaN, Infinity and exponents.
    if (at < end || start === end) this.#plain = false;
    this.#before = Math.max(this.#before, before);
    this.#after = Math.max(this.#after, after);
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
