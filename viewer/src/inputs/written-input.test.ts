import { expect, test } from "vitest";
import { readInput, writeInput } from "./written-input.js";

const TEXTS = ["EU", "a,b", "a&b=c", "", "all", "ä +%", "50..60"];

test("values, NULL and no value at all are read as they were written, among other names", () => {
  for (const texts of [[], ...TEXTS.map((text) => [text]), TEXTS]) {
    for (const withNull of [false, true]) {
      const query = writeInput("Category=Bags&x=1", "region", { texts, withNull });
      expect(query).toContain("Category=Bags&x=1");
      const read = readInput(query, "region");
      expect(new Set(read?.texts)).toEqual(new Set(texts));
      expect(read?.withNull).toBe(withNull);
      expect(writeInput(query, "region", undefined)).toBe("Category=Bags&x=1");
    }
  }
});

test("a choice stays where it stood in the address", () => {
  const query = writeInput("a=1&region=EU&b=2&region=US", "region", { texts: ["X", "Y"] });
  expect(query).toBe("a=1&region=X&region=Y&b=2");
});

test("a value that is called all is not everything", () => {
  expect(writeInput("", "region", { texts: ["all"] })).toBe("region=all&region=all");
  expect(writeInput("", "region", { texts: ["all"], isAll: true })).toBe("region=all");
  expect(readInput("size=1", "region")).toBeUndefined();
});
