import { expect, test } from "vitest";
import { createNumberFormatter } from "./number.js";

test.each([
  [undefined, "$1,234.50"],
  ["en-US", "$1,234.50"],
  ["de-DE", "1.234,50\u00a0€"],
  ["de", "1.234,50\u00a0€"],
  ["en-GB", "£1,234.50"],
  ["ja-JP", "￥1,234.50"],
  ["no such name", "$1,234.50"],
])("the currency of %s is written as there", (locale, written) => {
  expect(createNumberFormatter(locale).withFormat("1234.5", "$,.2f")).toBe(written);
});
