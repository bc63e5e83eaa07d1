import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { collect } from "../../../test/conformance/collect.js";
import {
  checkStages,
  openSource,
  readColumns,
  temporaryFile,
  toldBy,
} from "../../../test/support/source.js";
import { xlsx, type XlsxCell, type XlsxSheet } from "../../../test/support/xlsx.js";
import { columnLetters } from "./sheet-cells.js";

/**
 * A ZIP archive's directory entry up to the name, and where the size without compression stands in
 * it.
 */
const DIRECTORY_ENTRY_BYTES = 46;
const SIZE_IN_ENTRY = 24;

async function workbook(sheets: readonly XlsxSheet[], fields: Record<string, unknown> = {}) {
  const file = await temporaryFile("shop.xlsx", xlsx(sheets));
  return openSource("excel", { file, ...fields });
}

async function readRows(rows: readonly (readonly XlsxCell[])[], fields = {}) {
  return readColumns(await workbook([{ name: "Sheet1", rows }], fields));
}

test("numbers, dates, times, truth values and texts have their types", async () => {
  const read = await readRows([
    ["n", "x", "day", "at", "clock", "flag", "text"],
    [
      1,
      0.1,
      { serial: 45292, as: "date" },
      { serial: 45292.75, as: "datetime" },
      { serial: 0.5, as: "time" },
      true,
      " spaces stay ",
    ],
    [
      { digits: "9007199254740993" },
      { digits: "1E-3" },
      { serial: 59, as: "date" },
      { serial: 61, as: "date" },
      { serial: 0, as: "time" },
      false,
      '😀 <&> "q"',
    ],
  ]);
  expect(read).toEqual({
    "n int64": [1, "9007199254740993"],
    "x float64": [0.1, 0.001],
    "day date": ["2024-01-01", "1900-02-28"],
    "at timestamp": ["2024-01-01T18:00:00", "1900-03-01T00:00:00"],
    "clock time": ["12:00:00", "00:00:00"],
    "flag bool": [true, false],
    "text text": [" spaces stay ", '😀 <&> "q"'],
  });
});

test("workbooks that count from 1904 have the same dates", async () => {
  const rows: XlsxCell[][] = [["day"], [{ serial: 43830, as: "date" }]];
  const file = await temporaryFile("mac.xlsx", xlsx([{ name: "s", rows }], { date1904: "1" }));
  const source = await openSource("excel", { file });
  expect(await readColumns(source)).toEqual({ "day date": ["2024-01-01"] });
});

test("a formula is its last value; empty cells, empty rows and merged cells are nothing", async () => {
  const sheet: XlsxSheet = {
    name: "s",
    merged: ["A2:A3"],
    rows: [
      ["group", "sum", null, "word"],
      ["a", { formula: "1+1", value: 2 }, null, { formula: "UPPER(A1)", value: "X" }],
      [null, 3, null, ""],
      [],
      ["b", null, null, "y"],
    ],
  };
  expect(await readColumns(await workbook([sheet]))).toEqual({
    "group text": ["a", null, "b"],
    "sum int64": [2, 3, null],
    "word text": ["X", null, "y"],
  });
});

test("errors of formulas are NULL, and that is said", async () => {
  const source = await workbook([
    {
      name: "s",
      rows: [
        ["a", "b"],
        [1, { error: "#DIV/0!" }],
        [2, { error: "#N/A" }],
        [3, 4],
      ],
    },
  ]);
  const { values, warnings } = await collect(source, "SELECT * FROM shop");
  expect(values).toEqual([
    [1, 2, 3],
    [null, null, 4],
  ]);
  expect(warnings.map(({ code, message }) => `${code}: ${message}`)).toEqual([
    "excel-cell-error: 2 cells of the sheet `s` are NULL here, the first of them B2, which holds the error #DIV/0!.",
  ]);
});

test("a formula that no program has calculated is NULL, and that is said", async () => {
  const rows: XlsxCell[][] = [
    ["a", "b"],
    [1, { formula: "A2+1" }],
  ];
  const { values, warnings } = await collect(await workbook([{ name: "s", rows }]), "FROM shop");
  expect(values).toEqual([[1], [null]]);
  expect(warnings.map(({ message }) => message)).toEqual([
    "The cell B2 of the sheet `s` holds a formula that was never calculated and is NULL here.",
  ]);
});

test("a column of several kinds is text, and that is said", async () => {
  const source = await workbook([
    { name: "s", rows: [["a"], [1], ["x"], [{ serial: 45292, as: "date" }], [true], [0.5]] },
  ]);
  const { values, warnings } = await collect(source, "SELECT * FROM shop");
  expect(values).toEqual([["1", "x", "2024-01-01", "true", "0.5"]]);
  expect(warnings.map(({ message }) => message)).toEqual([
    "Column `a` of the sheet `s` is read as text, because it holds numbers and text and dates and truth values.",
  ]);
  const stages = await checkStages(source);
  expect(stages.at(-1)?.diagnostic?.code).toBe("excel-column-mixed");
});

test("every sheet is a table, and `sheet` chooses the source's own", async () => {
  const sheets: XlsxSheet[] = [
    { name: "Orders", rows: [["id"], [1]] },
    { name: "People & places", rows: [["name"], ["Ada"]] },
    { name: "Notes", rows: [] },
  ];
  const first = await workbook(sheets);
  expect(await readColumns(first)).toEqual({ "id int64": [1] });
  expect(await readColumns(first, 'SELECT * FROM orders, "People & places"')).toEqual({
    "id int64": [1],
    "name text": ["Ada"],
  });
  const [schema] = await first.catalog();
  expect(schema?.tables.map(({ name }) => name)).toEqual(["Orders", "People & places"]);
  const second = await workbook(sheets, { sheet: "people & Places" });
  expect(await readColumns(second, "SELECT * FROM data")).toEqual({ "name text": ["Ada"] });
  expect(await toldBy(readColumns(await workbook(sheets, { sheet: "Order" })))).toMatch(
    /^excel-sheet-unknown: .* no sheet `Order`\. \(Did you mean `Orders`\?\)/,
  );
  expect(await toldBy(readColumns(await workbook(sheets, { sheet: "Notes" })))).toMatch(
    /^excel-sheet-empty: The sheet `Notes` of .* has no cells\./,
  );
});

test("the source's own name is its own table, also where another sheet is called so", async () => {
  const sheets: XlsxSheet[] = [
    { name: "Shop", rows: [["a"], [1]] },
    { name: "Chosen", rows: [["b"], [2]] },
  ];
  const source = await workbook(sheets, { sheet: "Chosen" });
  const { values, warnings } = await collect(source, "SELECT b FROM shop");
  expect(values).toEqual([[2]]);
  expect(warnings.map(({ code }) => code)).toEqual(["excel-sheet-hidden"]);
  const first = await workbook(sheets);
  expect(await readColumns(first)).toEqual({ "a int64": [1] });
  expect((await collect(first, "SELECT a FROM shop")).warnings).toEqual([]);
});

test("the doctor tells whether the file is missing or its content is wrong", async () => {
  const missing = await openSource("excel", { file: "/nowhere/shop.xlsx" });
  expect((await checkStages(missing)).at(-1)).toMatchObject({
    stage: "resolve",
    diagnostic: { code: "file-not-found" },
  });
  const broken = await openSource("excel", { file: await temporaryFile("shop.xlsx", "\0") });
  expect((await checkStages(broken)).at(-1)).toMatchObject({
    stage: "query",
    diagnostic: { code: "excel-unreadable" },
  });
});

test("names are made where there are none, and made different", async () => {
  expect(
    await readRows([
      ["a", null, "A"],
      [1, 2, 3],
    ]),
  ).toEqual({
    "a int64": [1],
    "B int64": [2],
    "A_1 int64": [3],
  });
  expect(await readRows([[1, "x"], [2]], { header: false })).toEqual({
    "A int64": [1, 2],
    "B text": ["x", null],
  });
  expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA"]);
});

test("a sheet with a header alone has its columns and no rows", async () => {
  expect(await readRows([["a", "b"]])).toEqual({ "a text": [], "b text": [] });
});

test("sheets of one name in the files of a pattern make one table", async () => {
  const first = await temporaryFile(
    "a.xlsx",
    xlsx([
      {
        name: "s",
        rows: [
          ["a", "b"],
          [1, "x"],
        ],
      },
    ]),
  );
  const other = xlsx([
    {
      name: "s",
      rows: [
        ["b", "a"],
        ["y", 2.5],
      ],
    },
  ]);
  await writeFile(join(dirname(first), "b.xlsx"), other);
  const source = await openSource("excel", { file: join(dirname(first), "*.xlsx") });
  expect(await readColumns(source)).toEqual({ "a float64": [1, 2.5], "b text": ["x", "y"] });
});

test("a new version of the file is seen", async () => {
  const file = await temporaryFile("a.xlsx", xlsx([{ name: "s", rows: [["a"], [1]] }]));
  const source = await openSource("excel", { file });
  expect(await readColumns(source)).toEqual({ "a int64": [1] });
  await writeFile(file, xlsx([{ name: "s", rows: [["a"], [1], ["two"]] }]));
  expect(await readColumns(source)).toEqual({ "a text": ["1", "two"] });
});

test("what is no workbook is told", async () => {
  const cases = [
    ["id,label\n1,one\n", /^file-of-other-kind: .*shop\.xlsx` is a text/],
    ["PK\u0003\u0004 broken", /^excel-unreadable: .*shop\.xlsx`/],
  ] as const;
  for (const [content, told] of cases) {
    const file = await temporaryFile("shop.xlsx", content);
    const source = await openSource("excel", { file });
    expect(await toldBy(readColumns(source))).toMatch(told);
  }
});

test("an archive that is wrong about the size of a sheet is told, and takes no memory for it", async () => {
  for (const size of [0xfffffff0, 100]) {
    const rows = Array.from({ length: 200 }, (_, row) => [row]);
    const file = await temporaryFile("shop.xlsx", xlsx([{ name: "s", rows }]));
    const archive = await readFile(file);
    const name = archive.lastIndexOf("xl/worksheets/sheet1.xml");
    archive.writeUInt32LE(size, name - DIRECTORY_ENTRY_BYTES + SIZE_IN_ENTRY);
    await writeFile(file, archive);
    const source = await openSource("excel", { file });
    expect(await toldBy(readColumns(source))).toMatch(/^excel-unreadable: .*shop\.xlsx`/);
  }
});
