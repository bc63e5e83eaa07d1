import { expect, test } from "vitest";
import type { LogicalType } from "../contract/logical-type.js";
import { BytesBuilder } from "./bytes-builder.js";
import { createColumnBuilder, finishBatch } from "./column-builder.js";
import { FixedBuilder } from "./fixed-builder.js";
import { columnValues } from "./column-values.js";

function fixed(type: LogicalType, capacity?: number): FixedBuilder {
  const builder = createColumnBuilder(type, capacity);
  if (!(builder instanceof FixedBuilder)) throw new Error(`${type} is not fixed`);
  return builder;
}

function bytes(type: LogicalType, capacity?: number): BytesBuilder {
  const builder = createColumnBuilder(type, capacity);
  if (!(builder instanceof BytesBuilder)) throw new Error(`${type} is not variable`);
  return builder;
}

test("numbers and NULLs keep their rows when a builder grows beyond its capacity", () => {
  const builder = fixed("int32", 2);
  const expected = Array.from({ length: 50 }, (_, row) => (row % 3 === 0 ? null : row - 25));
  for (const value of expected) {
    if (value === null) builder.appendNull();
    else builder.appendNumber(value);
  }
  expect(columnValues(builder.finish(), 50)).toEqual(expected);
});

test("64-bit and 128-bit integers are exact, negative ones too", () => {
  const long = fixed("int64");
  for (const value of [-1, 2 ** 53 - 1, -(2 ** 53) + 1]) long.appendNumber(value);
  long.appendBigInt(-9_223_372_036_854_775_808n);
  expect(columnValues(long.finish(), 4)).toEqual([
    -1,
    9_007_199_254_740_991,
    -9_007_199_254_740_991,
    "-9223372036854775808",
  ]);
  const unsigned = fixed("uint64");
  unsigned.appendBigInt(18_446_744_073_709_551_615n);
  expect(columnValues(unsigned.finish(), 1)).toEqual(["18446744073709551615"]);
  const decimal = fixed("decimal(38,2)");
  decimal.appendNumber(-150);
  decimal.appendBigInt(-99_999_999_999_999_999_999_999_999_999_999_999_999n);
  expect(columnValues(decimal.finish(), 2)).toEqual([
    "-1.50",
    "-999999999999999999999999999999999999.99",
  ]);
});

test("text of any length and kind comes back as it was", () => {
  const builder = bytes("text", 1);
  const expected = ["", null, "é 東京 😀", "x".repeat(100_000), "short", "ascii then é", "\0"];
  for (const value of expected) {
    if (value === null) builder.appendNull();
    else builder.appendText(value);
  }
  expect(columnValues(builder.finish(), expected.length)).toEqual(expected);
});

test("half a surrogate pair becomes the replacement character", () => {
  const builder = bytes("text");
  builder.appendText("a\ud800b");
  expect(columnValues(builder.finish(), 1)).toEqual(["a\uFFFDb"]);
});

test("parts of a buffer are copied, short and long", () => {
  const builder = bytes("bytes");
  const source = Buffer.from(Array.from({ length: 200 }, (_, index) => index));
  builder.appendBytes(source, 1, 3);
  builder.appendBytes(source, 0, 200);
  source.fill(0);
  const { bytes: seen } = builder.finish() as { bytes: Uint8Array };
  expect([...seen.subarray(0, 5)]).toEqual([1, 2, 0, 1, 2]);
  expect(seen).toHaveLength(202);
});

test("a batch leaves the builders empty, and its buffers are its own", () => {
  const builders = [fixed("float64", 4), bytes("text", 4)] as const;
  const batches = [1, 2].map((round) => {
    for (let row = 0; row < 4; row++) {
      builders[0].appendNumber(round);
      builders[1].appendText(`round ${round}`);
    }
    return finishBatch(builders, 4);
  });
  const seen = batches.map(({ rows, columns }) =>
    columns.map((column) => columnValues(column, rows)),
  );
  expect(seen).toEqual([
    [Array(4).fill(1), Array(4).fill("round 1")],
    [Array(4).fill(2), Array(4).fill("round 2")],
  ]);
});

test("many rows at once follow those before them, NULLs and growth included", () => {
  const numbers = fixed("int32", 2);
  numbers.appendNumber(7);
  numbers.appendMany(
    new Uint8Array(new Int32Array([1, -2, 3, 4]).buffer),
    Uint8Array.of(0, 0, 1, 0),
  );
  numbers.appendMany(new Uint8Array(new Int32Array([5]).buffer));
  expect(columnValues(numbers.finish(), 6)).toEqual([7, 1, -2, null, 4, 5]);

  const texts = bytes("text", 2);
  texts.appendText("before");
  texts.appendMany(
    Buffer.from("abécd"),
    Uint32Array.of(2, 2, 2, 4, 6),
    Uint8Array.of(0, 1, 0, 0, 0),
  );
  texts.appendMany(new Uint8Array(0), new Uint32Array(0));
  texts.appendText("after");
  expect(columnValues(texts.finish(), 7)).toEqual(["before", "ab", null, "", "é", "cd", "after"]);
});
