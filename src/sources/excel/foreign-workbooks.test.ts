/** Workbooks as other programs than Excel write them. */
import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { collect } from "../../../test/conformance/collect.js";
import { EXCEL_VALUES } from "../../../test/conformance/excel-values.js";
import { openSource, readColumns, temporaryFile, toldBy } from "../../../test/support/source.js";
import {
  xlsx,
  zipOf,
  type XlsxCell,
  type XlsxOptions,
  type XlsxSheet,
} from "../../../test/support/xlsx.js";

async function read(rows: readonly (readonly XlsxCell[])[], options: XlsxOptions = {}) {
  return readFileOf(xlsx([{ name: "s", rows }], options));
}

async function readFileOf(bytes: Uint8Array) {
  const source = await openSource("excel", { file: await temporaryFile("shop.xlsx", bytes) });
  const { columns, values, warnings } = await collect(source, "SELECT * FROM shop");
  return {
    columns: Object.fromEntries(
      columns.map(({ name, type }, index) => [`${name} ${type}`, values[index] ?? []]),
    ),
    warnings: warnings.map(({ code, message }) => `${code}: ${message}`),
  };
}

/** A workbook of one sheet, whose parts are written out. */
function handmade(sheetData: string, parts: Readonly<Record<string, string>> = {}): Buffer {
  return zipOf(
    new Map(
      Object.entries({
        "_rels/.rels": `<Relationships><Relationship Id="R" Type="x/officeDocument" Target="book/main.xml"/></Relationships>`,
        "book/main.xml": `<w:workbook xmlns:w="x" xmlns:rel="y"><w:sheets><w:sheet name="a &amp; &#98;" rel:id="R1"/></w:sheets></w:workbook>`,
        "book/_rels/main.xml.rels": `<Relationships><Relationship Id="R1" Type="x/worksheet" Target="../sheets/One.xml"/><Relationship Id="R2" Type="x/sharedStrings" Target="/Book/texts.xml"/></Relationships>`,
        "Sheets\\one.xml": `<?xml version="1.0"?><x:worksheet xmlns:x="x"><x:sheetData>${sheetData}</x:sheetData></x:worksheet>`,
        ...parts,
      }),
    ),
  );
}

test("days are counted from 1904 in every spelling of the truth", async () => {
  const rows: XlsxCell[][] = [["day"], [{ serial: 43889, as: "date" }]];
  for (const date1904 of ["true", "1", " true "]) {
    const { columns } = await read(rows, { date1904 });
    expect(columns).toEqual({ "day date": ["2024-02-29"] });
  }
  const { columns } = await read(rows, { date1904: "false" });
  expect(columns).toEqual({ "day date": ["2020-02-28"] });
});

test("times are rounded to the millisecond, so that none falls into the hour before", async () => {
  const first = 45361;
  const minutes = Array.from({ length: 1440 }, (_, minute) => minute);
  const rows = minutes.map((minute): XlsxCell[] => [
    { serial: first + minute / 1440, as: "datetime" },
  ]);
  const { columns } = await read([["t"], ...rows]);
  expect(columns["t timestamp"]).toEqual(
    minutes.map((minute) => new Date(Date.UTC(2024, 2, 10, 0, minute)).toISOString().slice(0, 19)),
  );
  const last = await read([["t"], [{ serial: 45657.99998842593, as: "datetime" }]]);
  expect(last.columns).toEqual({ "t timestamp": ["2024-12-31T23:59:59"] });
});

test("the last moment of a day stays a time, and a day that never was a number", async () => {
  // polars writes 23:59:59.999999 so.
  const late = await read([["t"], [{ serial: 0.999999999988426, as: "time" }]]);
  expect(late.columns).toEqual({ "t time": ["23:59:59.999"] });
  const never = await read([["d"], [{ serial: 60, as: "date" }]]);
  expect(never.columns).toEqual({ "d int64": [60] });
});

test("a number is what its format says", async () => {
  for (const [format, serial, type, value] of EXCEL_VALUES) {
    const { columns } = await read([["a"], [{ serial, as: 0 }]], { formats: [format] });
    expect(columns).toEqual({ [`a ${type}`]: [value] });
  }
});

test("durations run on beyond a day and below zero", async () => {
  const formats = ["[h]:mm:ss", "[mm]:ss.0", "[>1][h]:mm;General"];
  const { columns, warnings } = await read(
    [
      ["a", "b", "c"],
      [
        { serial: 1.25, as: 0 },
        { serial: 0.0005, as: 1 },
        { serial: 4.177083333333333, as: 2 },
      ],
      [{ serial: -0.125, as: 0 }, null, { serial: 0, as: 2 }],
    ],
    { formats },
  );
  expect(columns).toEqual({
    "a interval": ["30:00:00", "-03:00:00"],
    "b interval": ["00:00:43.2", null],
    "c interval": ["100:15:00", "00:00:00"],
  });
  expect(warnings).toEqual([]);
});

test("a time of day is one in both calendars, and a day of 1904 is one", async () => {
  const rows: XlsxCell[][] = [
    ["t", "d"],
    [
      { serial: 0.4375, as: 0 },
      { serial: 0.5, as: 1 },
    ],
  ];
  const formats = ["hh:mm", "yyyy-mm-dd hh:mm"];
  expect((await read(rows, { date1904: "1", formats })).columns).toEqual({
    "t time": ["10:30:00"],
    "d timestamp": ["1904-01-01T12:00:00"],
  });
});

test("a format is that of a date when Excel calls it so", async () => {
  const dates = [
    'yyyy"年"m"月"d"日"',
    "[$-F800]dddd, mmmm dd, yyyy",
    "ggge\\年",
    "[$-411]aaaa",
    "mmm-yy",
    "dd/mm/yyyy;@",
    "[$-1010409]mmmm",
    "h:mm AM/PM",
    "mm:ss.0",
    "e",
  ];
  const numbers = [
    '#,##0.00 "days"',
    "0.00E+00",
    "[Red]0;[Blue]-0",
    'General" d"',
    "0.0\\d",
    "_(* #,##0.00_);_(* (#,##0.00)",
    '[$€-407] #,##0.00_d;"y"',
  ];
  const formats = [...dates, ...numbers];
  const { columns } = await read(
    [
      formats.map((_, at) => `f${at}`),
      formats.map((_, at): XlsxCell => ({ serial: 45361.5, as: at })),
    ],
    { formats },
  );
  const types = Object.keys(columns).map((column) => column.split(" ")[1]);
  expect(types).toEqual([...dates.map(() => "timestamp"), ...numbers.map(() => "float64")]);
});

test("a number that Excel shows as no date stays a number", async () => {
  const { columns, warnings } = await read([
    ["d"],
    [{ serial: -1, as: "date" }],
    [{ serial: 2_958_466, as: "date" }],
  ]);
  expect(columns).toEqual({ "d int64": [-1, 2_958_466] });
  expect(warnings).toEqual([]);
});

test("dates in letters are those that they name", async () => {
  const iso = (text: string): XlsxCell => ({ xml: `<c t="d"><v>${text}</v></c>` });
  const { columns } = await read([
    ["d", "t", "ts"],
    [iso("2024-02-29"), iso("10:30:00"), iso("2024-02-29T01:02:03.4560000")],
  ]);
  expect(columns).toEqual({
    "d date": ["2024-02-29"],
    "t time": ["10:30:00"],
    "ts timestamp": ["2024-02-29T01:02:03.456"],
  });
});

test("a formula with an empty value was never calculated, unless the value is said to be a text", async () => {
  const { columns, warnings } = await read([
    ["a", "b"],
    [{ xml: "<c><f>1+1</f><v /></c>" }, { xml: `<c t="str"><f>""</f><v></v></c>` }],
    [{ xml: `<c t="e"><f>1/0</f></c>` }, "x"],
  ]);
  expect(columns).toEqual({ "a text": [null, null], "b text": [null, "x"] });
  expect(warnings).toEqual([
    "excel-cell-error: 2 cells of the sheet `s` are NULL here, the first of them A2, which holds a formula that was never calculated.",
  ]);
});

test("values of formulas are doubtful where the workbook asks for them to be calculated", async () => {
  const rows: XlsxCell[][] = [["a"], [{ formula: "1+1", value: 0 }], [{ formula: "A2", value: 0 }]];
  const told = await read(rows, { calculation: 'calcId="124519" fullCalcOnLoad="1"' });
  expect(told.columns).toEqual({ "a int64": [0, 0] });
  expect(told.warnings).toEqual([
    "excel-formula-doubtful: 2 values of formulas on the sheet `s`, the first of them in A2, may never have been calculated: the program that wrote the workbook asks Excel to do it when it opens it.",
  ]);
  expect((await read(rows, { calculation: 'calcId="191029"' })).warnings).toEqual([]);
});

test("a column without a name takes no other's", async () => {
  const rows: XlsxCell[][] = [
    [null, "a"],
    [0, 10],
    [1, 20],
  ];
  expect((await read(rows)).columns).toEqual({ "A_1 int64": [0, 1], "a int64": [10, 20] });
});

test("parts are found wherever they lie, and elements whatever their prefix and attributes", async () => {
  const cells =
    `<x:row><x:c t="s"><x:v>0</x:v></x:c><x:c t="s"><x:v>1</x:v></x:c></x:row>` +
    `<x:row r="4"><x:c r="B4" t="e" cm="1"><x:f/><x:v xml:space="preserve">#N/A</x:v></x:c><x:c t="inlineStr"><x:is><x:t>z</x:t></x:is></x:c></x:row>`;
  const texts = `<sst><si><r><t>first</t></r><r><t xml:space="preserve"> one</t></r><rPh><t>ichi</t></rPh></si><si><t>&#128512;_x000D_\r\n_x005F_x0041_</t></si></sst>`;
  expect(await readFileOf(handmade(cells, { "book/texts.xml": texts }))).toEqual({
    columns: { "first one text": [null], "😀\r\n_x0041_ text": [null], "C text": ["z"] },
    warnings: [
      "excel-cell-error: The cell B4 of the sheet `a & b` holds the error #N/A and is NULL here.",
    ],
  });
});

test("what cannot be is told: places, nesting, a text that is missing", async () => {
  for (const [cells, said] of [
    [`<row r="9999999"/>`, "it has a row `9999999`."],
    [`<row><c r="ZZZ1"><v>1</v></c></row>`, "it has a cell `ZZZ1`."],
    [`<row><c t="s"><v>7</v></c></row>`, "the text of its cell A1 is missing."],
    [`<a>`.repeat(300) + `</a>`.repeat(300), "its XML is nested too deeply."],
  ] as const) {
    expect(await toldBy(readFileOf(handmade(cells)))).toContain(`an Excel workbook: ${said}`);
  }
});

test("archives of other programs are called what they are", async () => {
  const ods = { "_rels/x": "", mimetype: "x", "content.xml": "<x/>" };
  expect(await toldBy(readFileOf(zipOf(new Map(Object.entries(ods)))))).toContain(
    "it is an OpenDocument file (`.ods`).",
  );
  const parts = {
    "_rels/.rels": `<Relationships><Relationship Id="R" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>`,
  };
  expect(await toldBy(readFileOf(zipOf(new Map(Object.entries(parts)))))).toContain(
    "it is a binary workbook (`.xlsb`).",
  );
});

test("reading a workbook ends when nobody waits for it any more", async () => {
  const sheet: XlsxSheet = {
    name: "s",
    rows: Array.from({ length: 20_000 }, (_, row) => [row, `text ${row}`]),
  };
  const file = await temporaryFile("shop.xlsx", xlsx([sheet]));
  const source = await openSource("excel", { file });
  const abort = new AbortController();
  const read = source.stream("SELECT * FROM shop", { signal: abort.signal });
  setImmediate(() => abort.abort());
  expect(await toldBy(read)).toMatch(/^read-cancelled/);
  // What was broken off is not taken for the table.
  await writeFile(file, xlsx([{ name: "s", rows: [["a"], [1]] }]));
  expect(await readColumns(source)).toEqual({ "a int64": [1] });
});
