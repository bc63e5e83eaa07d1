import { expect, test } from "vitest";
import { createColors } from "../colors.js";
import type { Result } from "../../contract/result.js";
import { firstRows, sheetOf, wholeSheet } from "./sheet.js";
import { csvText, jsonSheetText, ndjsonText, tableText } from "./sheet-text.js";

const result: Result = {
  rows: 3,
  columns: [
    { name: "props.x", type: "date", values: ["2026-01-01", "2026-01-02", null] },
    { name: "props.y", type: "int64", values: [1, "9007199254740993", null] },
    { name: "columns.note", type: "text", values: ["", 'say "hi",\nthen go', "–"] },
  ],
  cohorts: [
    { name: "north", rows: 2 },
    { name: null, rows: 1 },
  ],
};
const sheet = sheetOf(result, true);
const colors = createColors(false);

function whole(pieces: Iterable<string>): string {
  return [...pieces].join("");
}

test("a table aligns numbers to the right and keeps each row on one line", () => {
  expect(whole(tableText(wholeSheet(sheet), colors))).toMatchInlineSnapshot(`
    "props.x              props.y  columns.note       cohort
    ──────────  ────────────────  ─────────────────  ──────
    2026-01-01                 1                     north
    2026-01-02  9007199254740993  say "hi", then go  north
    –                          –  –                  –
    "
  `);
});

test("JSON is an array of records with the cohort, and nulls stay null", () => {
  expect(JSON.parse(whole(jsonSheetText(wholeSheet(sheet))))).toEqual([
    { "props.x": "2026-01-01", "props.y": 1, "columns.note": "", cohort: "north" },
    {
      "props.x": "2026-01-02",
      "props.y": "9007199254740993",
      "columns.note": 'say "hi",\nthen go',
      cohort: "north",
    },
    { "props.x": null, "props.y": null, "columns.note": "–", cohort: null },
  ]);
});

test("of columns with one name each has a field of its own in JSON", () => {
  const columns = ["a", "b", "a", "A"].map((name, index) => ({
    name,
    type: "int64" as const,
    values: [index],
  }));
  const sheets = wholeSheet(sheetOf({ rows: 1, columns, cohorts: [] }, false));
  expect(whole(ndjsonText(sheets))).toBe('{"a":0,"b":1,"a_1":2,"A_2":3}\n');
  expect(JSON.parse(whole(jsonSheetText(sheets)))).toEqual([{ a: 0, b: 1, a_1: 2, A_2: 3 }]);
  expect(whole(csvText(sheets))).toBe("a,b,a,A\n0,1,2,3\n");
});

test("JSON of an empty result is an empty array", () => {
  expect(whole(jsonSheetText(wholeSheet(firstRows(sheet, 0))))).toBe("[]\n");
});

test("newline-delimited JSON has one record per line, also across pieces", () => {
  const rows = 2500;
  const values = Array.from({ length: rows }, (_, index) => index);
  const long = sheetOf(
    { rows, columns: [{ name: "n", type: "int32", values }], cohorts: [] },
    false,
  );
  const lines = whole(ndjsonText(wholeSheet(long)))
    .trimEnd()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line).n)).toEqual(values);
  expect(JSON.parse(whole(jsonSheetText(wholeSheet(long))))).toHaveLength(rows);
});

test("CSV tells NULL from the empty string and quotes what needs it", () => {
  expect(whole(csvText(wholeSheet(sheet)))).toBe(
    'props.x,props.y,columns.note,cohort\n2026-01-01,1,"",north\n' +
      '2026-01-02,9007199254740993,"say ""hi"",\nthen go",north\n,,–,\n',
  );
});

test("control characters of values are dropped from tables and escaped in JSON", () => {
  const nasty = sheetOf(
    {
      rows: 1,
      columns: [{ name: "v", type: "text", values: ["a\u001b[31m\u009bb"] }],
      cohorts: [],
    },
    false,
  );
  expect(whole(tableText(wholeSheet(nasty), colors))).toContain("a[31mb");
  const json = whole(jsonSheetText(wholeSheet(nasty)));
  expect(json).not.toContain("\u009b");
  expect(JSON.parse(json)).toEqual([{ v: "a\u001b[31m\u009bb" }]);
});
