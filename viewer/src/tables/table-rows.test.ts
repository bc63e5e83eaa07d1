import { expect, test } from "vitest";
import type { SiteTableColumn } from "../../../src/contract/pages/dashboard.js";
import type { Result } from "../../../src/contract/result.js";
import { loadedFrom } from "../data/column.js";
import { createFormatter } from "../format/value.js";
import { groupLines } from "./table-groups.js";
import { finish } from "./steps.js";
import { tableColumns } from "./table-columns.js";
import {
  createTableRows,
  PLAIN_VIEW,
  type Sorting,
  type TableRows,
  type TableView,
} from "./table-rows.js";

const DATA: Result = {
  rows: 6,
  columns: [
    { name: "city", type: "text", values: ["Oslo", "Rome", "Oslo", "Bern", "Rome", null] },
    { name: "sales", type: "int32", values: [5, 12, 7, null, 3, 9] },
    {
      name: "day",
      type: "date",
      values: ["2023-12-31", "2024-01-01", "2024-05-01", "2024-05-02", "2025-01-01", null],
    },
  ],
  cohorts: [{ name: "all", rows: 6 }],
};

function table(): TableRows {
  const formatter = createFormatter({ timeZone: "UTC" });
  const columns = tableColumns(
    loadedFrom(DATA),
    [{ key: "city" }, { key: "sales", aggregation: "sum" }, { key: "day", format: "%d %b" }],
    formatter,
  );
  return createTableRows(columns, 0, 6);
}

function findRows(
  rows: TableRows,
  view: Pick<TableView, "search" | "filters">,
  sorting?: Sorting,
): Uint32Array {
  return finish(rows.find(view, sorting));
}

function filtered(key: string, filter: string): number[] {
  return [...findRows(table(), { search: "", filters: new Map([[key, filter]]) })];
}

test.each<[string, string, number[]]>([
  ["sales", "> 5", [1, 2, 5]],
  ["sales", ">=5", [0, 1, 2, 5]],
  ["sales", "< 5", [4]],
  ["sales", "= 12", [1]],
  ["sales", "!= 12", [0, 2, 4, 5]],
  ["sales", "3..7", [0, 2, 4]],
  ["sales", "1", [1]],
  ["city", "os", [0, 2]],
  ["city", "= rome", [1, 4]],
  ["day", "2024-01-01 .. 2024-05", [1, 2, 3]],
  ["day", "> 2024", [4]],
  ["day", "may", [2, 3]],
  ["sales", "  ", [0, 1, 2, 3, 4, 5]],
])("the filter of %s `%s` keeps the rows %j", (key, filter, expected) => {
  expect(filtered(key, filter)).toEqual(expected);
});

test("a search, filters and an order go together", () => {
  const view = { ...PLAIN_VIEW, search: "o", filters: new Map([["sales", "> 3"]]) };
  expect([...findRows(table(), view, { key: "sales", descending: true })]).toEqual([1, 2, 0]);
});

test("groups come in the order of their first rows, and open ones show what is in them", () => {
  const { columns } = table();
  const [city, sales] = columns;
  if (!city || !sales) throw new Error("No columns.");
  const lines = groupLines([0, 1, 2, 3, 4, 5], { by: [city], open: new Set(['"Oslo"']) });
  expect(lines.map((line) => (line.kind === "group" ? [line.text, line.rows] : line.row))).toEqual([
    ["Oslo", [0, 2]],
    0,
    2,
    ["Rome", [1, 4]],
    ["Bern", [3]],
    ["(null)", [5]],
  ]);
});

test("groups are ordered by the aggregation of the sorted column, those without a value last", () => {
  const { columns } = table();
  const [city, sales] = columns;
  if (!city || !sales) throw new Error("No columns.");
  for (const descending of [true, false]) {
    const sorting = { column: sales, descending };
    const lines = groupLines([0, 1, 2, 3, 4, 5], { by: [city], sorting, open: new Set() });
    const texts = lines.map((line) => (line.kind === "group" ? line.text : ""));
    expect(texts).toEqual(
      descending ? ["Rome", "Oslo", "(null)", "Bern"] : ["(null)", "Oslo", "Rome", "Bern"],
    );
  }
});

test("groups in groups are told apart by the ones above them", () => {
  const { columns } = table();
  const [city, sales] = columns;
  if (!city || !sales) throw new Error("No columns.");
  const open = new Set(['"Rome"', '"Rome"\n3']);
  const lines = groupLines([1, 4], { by: [city, sales], open });
  expect(lines.map((line) => (line.kind === "group" ? [line.depth, line.id] : line.row))).toEqual([
    [0, '"Rome"'],
    [1, '"Rome"\n12'],
    [1, '"Rome"\n3'],
    4,
  ]);
});

test("a column is sorted by its type, with all of its digits", () => {
  const columns = [
    { name: "at", type: "timestamp", values: ["2024-01-01T10:00:00.5", "2024-01-01T10:00:00.25"] },
    { name: "n", type: "int64", values: ["9007199254740993", "9007199254740992"] },
  ] as const;
  const result = loadedFrom({ rows: 2, columns, cohorts: [] });
  const formatter = createFormatter({ timeZone: "UTC" });
  const rows = createTableRows(tableColumns(result, undefined, formatter), 0, 2);
  for (const key of ["at", "n"]) {
    expect([...findRows(rows, PLAIN_VIEW, { key, descending: false })]).toEqual([1, 0]);
    expect([...findRows(rows, PLAIN_VIEW, { key, descending: true })]).toEqual([0, 1]);
  }
  const filters = new Map([["n", "= 9007199254740993"]]);
  expect([...findRows(rows, { search: "", filters })]).toEqual([0]);
});

test("a search finds what is shown and what is stored", () => {
  const columns = [
    { name: "at", type: "instant", values: ["2024-01-01T10:00:00Z"] },
    { name: "n", type: "int32", values: [-1234567] },
  ] as const;
  const result = loadedFrom({ rows: 1, columns, cohorts: [] });
  const formatter = createFormatter({ timeZone: "Asia/Tokyo" });
  const rows = createTableRows(tableColumns(result, undefined, formatter), 0, 1);
  for (const search of ["19:00", "T10:00:00Z", "−1,234,567", "-1234567"]) {
    expect([...findRows(rows, { search, filters: new Map() })], search).toEqual([0]);
  }
});

test.each([
  ["id", 1234567, "1234567"],
  ["customer_id", -1234, "−1234"],
  ["orderId", 1234567, "1234567"],
  ["made", 2013, "2013"],
  ["paid", 1234567, "1,234,567"],
  ["flights", 4043, "4,043"],
])("the integer of the column `%s`, %d, reads %s", (name, value, text) => {
  const columns = [{ name, type: "int32", values: [value] }] as const;
  const result = loadedFrom({ rows: 1, columns, cohorts: [] });
  const formatter = createFormatter({ timeZone: "UTC" });
  expect(tableColumns(result, undefined, formatter)[0]?.text(0)).toBe(text);
  const formatted = tableColumns(result, [{ key: name, format: ",d" }], formatter);
  expect(formatted[0]?.text(0)).toBe(
    Math.abs(value)
      .toLocaleString("en-US")
      .replace(/^/, value < 0 ? "−" : ""),
  );
});

test("NULL and the empty text have names where texts stand, and texts that read so are quoted", () => {
  const result = loadedFrom({
    rows: 4,
    columns: [
      { name: "kind", type: "text", values: [null, "", "(null)", "(empty)"] },
      { name: "size", type: "int32", values: [null, 1, 2, 3] },
    ],
    cohorts: [{ name: "all", rows: 4 }],
  });
  const formatter = createFormatter({ timeZone: "UTC" });
  const [kind, size, missing] = tableColumns(
    result,
    [{ key: "kind" }, { key: "size" }, { key: "gone" }],
    formatter,
  );
  expect([0, 1, 2, 3].map((row) => kind?.text(row))).toEqual([
    "(null)",
    "(empty)",
    '"(null)"',
    '"(empty)"',
  ]);
  expect([size?.text(0), missing?.text(0)]).toEqual(["–", "–"]);
});

test("many rows are sorted as a plain sort does it, equal ones in the order in which they came", () => {
  const count = 5_000;
  const value = (row: number) => (row % 13 === 0 ? null : String((row * 7_919) % 1_009));
  const values = Array.from({ length: count }, (_, row) => value(row));
  const columns = [{ name: "word", type: "text", values }] as const;
  const formatter = createFormatter({ timeZone: "UTC" });
  const result = loadedFrom({ rows: count, columns, cohorts: [] });
  const rows = createTableRows(tableColumns(result, undefined, formatter), 100, count);
  const places = Array.from({ length: count - 100 }, (_, place) => 100 + place);
  for (const descending of [false, true]) {
    const plain = places.toSorted((a, b) => {
      const [first, second] = [value(a), value(b)];
      if (first === null || second === null)
        return Number(first === null) - Number(second === null) || a - b;
      return (descending ? -1 : 1) * (Number(first) - Number(second)) || a - b;
    });
    expect([...findRows(rows, PLAIN_VIEW, { key: "word", descending })]).toEqual(plain);
  }
});

test("a search never joins the texts of two cells or rows", () => {
  const columns = [
    { name: "a", type: "text", values: ["İstanbul", "ab", "a"] },
    { name: "b", type: "text", values: ["x", "c", "b"] },
  ] as const;
  const formatter = createFormatter({ timeZone: "UTC" });
  const result = loadedFrom({ rows: 3, columns, cohorts: [] });
  const rows = createTableRows(tableColumns(result, undefined, formatter), 0, 3);
  const search = (text: string) => [...findRows(rows, { search: text, filters: new Map() })];
  expect(search("ab")).toEqual([1]);
  expect(search("bc")).toEqual([]);
  expect(search("B")).toEqual([0, 1, 2]);
});

test("years have no marks between thousands, what is measured or added up has", () => {
  const years = { name: "n", type: "int32", values: [1398, 2024] } as const;
  const loaded = loadedFrom({ rows: 2, columns: [years], cohorts: [{ name: "all", rows: 2 }] });
  const formatter = createFormatter({ timeZone: "UTC" });
  const written = (definition: SiteTableColumn) =>
    tableColumns(loaded, [definition], formatter)[0]?.text(0);
  expect(written({ key: "n" })).toBe("1398");
  expect(written({ key: "n", show: "bar" })).toBe("1,398");
  expect(written({ key: "n", total: "sum" })).toBe("1,398");
  expect(written({ key: "n", total: "max" })).toBe("1398");
});
