import type { ArtifactColumn } from "../../contract/manifest.js";
import type { VariableColumn } from "../../rows/batch.js";
import { hasValue } from "../../rows/column-values.js";

const MOST_DIGITS = 38;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;

/** 2¹²⁷, up to which HUGEINT reaches; UHUGEINT does up to twice that. */
const HUGE = 1n << 127n;

/** Watches a bare `decimal` column: the digits that its values need before and after the point. */
export class DecimalScale {
  #before = 0;
  #after = 0;
  #plain = true;
  #negative = false;
  /** Of the numbers that are too long for a decimal. */
  #least = 0n;
  #greatest = 0n;

  append({ offsets, bytes, validity }: VariableColumn, rows: number): void {
    for (let row = 0; row < rows && this.#plain; row++) {
      if (hasValue(validity, row)) this.#look(bytes, offsets[row] ?? 0, offsets[row + 1] ?? 0);
    }
  }

  /**
   * The scale with which DECIMAL(38, scale) holds every value, or the type of whole numbers that
   * does; undefined when none does.
   */
  get type(): Pick<ArtifactColumn, "scale" | "whole"> | undefined {
    if (!this.#plain) return undefined;
    if (this.#before + this.#after <= MOST_DIGITS) return { scale: this.#after };
    if (this.#after > 0 || this.#before > MOST_DIGITS + 1) return undefined;
    if (this.#least >= -HUGE && this.#greatest < HUGE) return { whole: "HUGEINT" };
    return !this.#negative && this.#greatest < 2n * HUGE ? { whole: "UHUGEINT" } : undefined;
  }

  #look(bytes: Uint8Array, start: number, end: number): void {
    const negative = bytes[start] === MINUS;
    let at = negative ? start + 1 : start;
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
    else if (before === MOST_DIGITS + 1 && after === 0) {
      this.#meet(BigInt(Buffer.from(bytes.subarray(start, end)).toString("latin1")));
    }
    this.#negative ||= negative;
    this.#before = Math.max(this.#before, before);
    this.#after = Math.max(this.#after, after);
  }

  #meet(value: bigint): void {
    if (value < this.#least) this.#least = value;
    if (value > this.#greatest) this.#greatest = value;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= ZERO && byte <= NINE;
}
