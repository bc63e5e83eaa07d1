import { expect, test } from "vitest";
import type { FixedLayout } from "../batch.js";
import { valueRange } from "./value-range.js";

type Numbers = Int32Array | Uint32Array | BigInt64Array | BigUint64Array | Float64Array;

/** Least and greatest of an array's numbers, read as numbers of the same kind. */
function rangeOf(layout: FixedLayout, values: Numbers) {
  const range = valueRange(layout, new Uint8Array(values.buffer));
  const Kind = values.constructor as new (buffer: ArrayBufferLike) => Numbers;
  return range?.map((bytes) => new Kind(bytes.slice().buffer)[0]);
}

test("numbers with a sign and those without are ordered by their kind", () => {
  expect(rangeOf("int32", Int32Array.of(3, -2, 7))).toEqual([-2, 7]);
  expect(rangeOf("uint32", Uint32Array.of(3, 4_294_967_294, 7))).toEqual([3, 4_294_967_294]);
  const large = 2n ** 63n;
  expect(rangeOf("int64", BigInt64Array.of(5n, -large, large - 1n))).toEqual([-large, large - 1n]);
  expect(rangeOf("uint64", BigUint64Array.of(large + 1n, 5n, large))).toEqual([5n, large + 1n]);
});

test("numbers of several words are ordered by their lower ones where the higher are the same", () => {
  const high = 7n << 32n;
  const values = BigInt64Array.of(high + 4_294_967_295n, high + 1n, high + 2_147_483_648n);
  expect(rangeOf("int64", values)).toEqual([high + 1n, high + 4_294_967_295n]);
  // Low words first: -1 (all bits), -2⁶⁴ and 2⁶⁴.
  const wide = new Uint8Array(BigInt64Array.of(-1n, -1n, 0n, -1n, 0n, 1n).buffer);
  const words = valueRange("int128", wide)?.map((bytes) => [
    ...new BigInt64Array(bytes.slice().buffer),
  ]);
  expect(words).toEqual([
    [0n, -1n],
    [0n, 1n],
  ]);
});

test("reals that are no numbers, and noughts of two signs, have no range", () => {
  expect(rangeOf("float64", Float64Array.of(1.5, -Infinity, 2))).toEqual([-Infinity, 2]);
  expect(rangeOf("float64", Float64Array.of(1, Number.NaN))).toBeUndefined();
  expect(rangeOf("float64", Float64Array.of(-0, 3))).toBeUndefined();
  expect(rangeOf("float64", new Float64Array(0))).toBeUndefined();
});
