import { expect, test } from "vitest";
import { formatFault, plotlyFormatFault } from "./format-fault.js";

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
])("`%s` is a format", (format) => {
  expect(plotlyFormatFault(format)).toBeUndefined();
  expect(formatFault(format)).toBeUndefined();
});

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
  expect(plotlyFormatFault(format)).toMatch(`\`${meant}\``);
  expect(formatFault(format)).toMatch(`\`${meant}\``);
});

test.each(["usd", "eur0", "chf2", "jpy", "gbp_compact", "pct", "pct2", "num", "num3", "int"])(
  "`%s` is a word for a format, which Plotly does not know",
  (word) => {
    expect(formatFault(word)).toBeUndefined();
    expect(plotlyFormatFault(word)).toMatch("`formats` of the trace");
  },
);

test.each([
  ["usdd", "usd"],
  ["USD", "usd"],
  ["pctt", "pct"],
  ["pct.1", "pct1"],
  ["integer", "int"],
  ["Compact", "compact"],
  ["usd_compct", "usd_compact"],
])("`%s` is no word; `%s` is meant", (format, meant) => {
  expect(formatFault(format)).toMatch(`\`${meant}\``);
});

test("what is near to nothing is answered with examples", () => {
  expect(plotlyFormatFault("like the others")).toMatch(/^For example/);
  expect(formatFault("like the others")).toMatch(/^For example `usd`/);
  expect(plotlyFormatFault("%Y %K")).toBeDefined();
});
