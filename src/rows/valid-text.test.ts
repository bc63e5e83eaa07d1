import { expect, test } from "vitest";
import { isValidText } from "./valid-text.js";

function valid(...texts: (string | number[])[]): boolean {
  const parts = texts.map((text) => Buffer.from(text as string));
  const offsets = new Int32Array(parts.length + 1);
  for (const [index, part] of parts.entries())
    offsets[index + 1] = (offsets[index] ?? 0) + part.length;
  const bytes = new Uint8Array(Buffer.concat(parts));
  return isValidText(
    { type: "text", layout: "bytes", validity: null, offsets, bytes },
    parts.length,
  );
}

test("texts are valid each by itself", () => {
  expect(valid()).toBe(true);
  expect(valid("", "abc", "")).toBe(true);
  expect(valid("é", "", "東京", "😀", "")).toBe(true);
  expect(valid("a", [0xff], "b")).toBe(false);
  expect(valid("a", [0xc3], [0xa9], "b")).toBe(false);
  expect(valid("a", [0xf0, 0x9f], [0x98, 0x80])).toBe(false);
  expect(valid([0xc3])).toBe(false);
});
