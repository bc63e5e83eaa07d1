import { expect, test } from "vitest";
import type { VariableColumn } from "../../rows/batch.js";
import { BytesBuilder } from "../../rows/bytes-builder.js";
import { joinTexts, separatorFor } from "./join-texts.js";

function column(texts: readonly string[]): VariableColumn {
  const builder = new BytesBuilder("text", texts.length);
  for (const text of texts) builder.appendText(text);
  return builder.finish() as VariableColumn;
}

const TEXTS = [
  "",
  "a",
  "abcd",
  "é東京😀",
  "x".repeat(95),
  "y".repeat(96),
  "z".repeat(300),
  "",
  "ab\n",
];

test.each(["\0", "\u0001long one"])("what %j separates can be taken apart again", (separator) => {
  const mark = Buffer.from(separator);
  for (const [start, rows] of [
    [0, TEXTS.length],
    [1, 3],
    [3, 1],
    [7, 2],
  ] as const) {
    const joined = Buffer.from(joinTexts(column(TEXTS), start, rows, mark)).toString();
    expect(joined.split(separator)).toEqual(TEXTS.slice(start, start + rows));
  }
});

test("the separator is one that no column holds", () => {
  expect(separatorFor([])).toBe("\0");
  expect(separatorFor([column(["a"]), column(["b\0", "\u0002"])])).toBe("\u0001");
  const controls = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));
  const other = separatorFor([column(controls)]);
  expect(other.charAt(0)).toBe("\u0001");
  expect(other.slice(1)).toMatch(/^[-0-9a-f]{36}$/);
  expect(separatorFor([column(controls)])).not.toBe(other);
});
