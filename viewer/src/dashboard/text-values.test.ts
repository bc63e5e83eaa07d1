import { expect, test } from "vitest";
import type { LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import { fillMarks, markedText } from "../controls/text-marks.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import { writeValue } from "./text-values.js";

const FORMATTER = createFormatter({ locale: "de-DE", timeZone: "Europe/Berlin" });

function written(type: LogicalType, values: readonly Value[], format?: string): string {
  const rows = values.length;
  const result = loadedFrom({
    rows,
    columns: [{ name: "columns.n", type, values }],
    cohorts: [{ name: "t", rows }],
  });
  const formats = format === undefined ? {} : { formats: { "columns.n": format } };
  const object = { name: "t", type: "bar", props: {}, bindings: [], status: "ok" } as const;
  const loaded = [{ object: { ...object, ...formats, problems: [] }, result }];
  const value = writeValue({ trace: "t", column: "columns.n" }, loaded, FORMATTER);
  return "text" in value ? value.text : `${value.rows} rows`;
}

test("a value is written in its format, or as on a card", () => {
  expect(written("decimal(38,2)", ["9007199254740993.5"], "usd")).toBe(
    "9.007.199.254.740.993,50\u00a0$",
  );
  expect(written("decimal(38,2)", ["9007199254740993.50"])).toBe("9.007.199.254.740.993,50");
  expect(written("float64", [1234.5678])).toBe("1.234,57");
  expect(written("int32", [1398])).toBe("1.398");
  expect(written("date", ["2026-03-01"], "%d. %B %Y")).toBe("01. März 2026");
  expect(written("instant", ["2026-03-01T23:30:00Z"])).toBe("2026-03-02 00:30");
  expect(written("text", ["<b>Ann</b>"])).toBe("<b>Ann</b>");
  expect(written("bool", [false])).toBe("false");
});

test("nothing is a dash, several rows are a fault", () => {
  expect(written("int32", [])).toBe("–");
  expect(written("int32", [null])).toBe("–");
  expect(written("int32", [1, 1])).toBe("2 rows");
});

test("texts take the places of their marks and are not looked at again", () => {
  const marked = markedText("a ${x} b ${y}", [
    { start: 2, end: 6 },
    { start: 9, end: 13 },
  ]);
  expect(marked).not.toContain("$");
  expect(fillMarks(marked, [marked, "2"])).toBe(`a ${marked} b 2`);
});
