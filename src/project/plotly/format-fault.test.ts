import { expect, test } from "vitest";
import { formatFault } from "./format-fault.js";

test.each([
  "",
  ",.2f",
  "$,.0f",
  ".1%",
  "%",
  "~s",
  "+d",
  "(,.2f",
  "%Y-%m-%d",
  "%-d. %B",
  "%H:%M:%S.%3f",
  "%d %%",
])("`%s` is a format", (format) => expect(formatFault(format)).toBeUndefined());

test.each([
  ["0,0.00", ",.2f"],
  ["$#,##0.00", "$,.2f"],
  ["0.00", ".2f"],
  ["#,##0.0%", ",.1%"],
  ["#,##0", ",.0f"],
  ["%.2f", ".2f"],
  ["{:,.2f}", ",.2f"],
  [",.2F", ",.2f"],
  ["2 f", ".2f"],
  ["YYYY-MM-DD", "%Y-%m-%d"],
  ["dd.MM.yyyy HH:mm", "%d.%m.%Y %H:%M"],
  [",.2ff", ",.2f"],
])("`%s` is none; `%s` is meant", (format, meant) => {
  expect(formatFault(format)).toMatch(`\`${meant}\``);
});

test("what is near to nothing is answered with examples", () => {
  expect(formatFault("like the others")).toMatch(/^For example/);
  expect(formatFault("%Y %K")).toBeDefined();
});
