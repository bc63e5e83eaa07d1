import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { columnFromArray, int64, tableFromColumns, tableToIPC, utf8 } from "@uwdata/flechette";
import { afterAll, expect, test } from "vitest";
import { DECIMALS, INT96 } from "../../../test/support/parquet-files.js";
import type { DeclaredColumn, ScriptModel } from "../../project/objects.js";
import { JobFailure } from "../job-failure.js";
import { createReaders } from "../../readers/readers.js";
import { readOutput } from "./read-output.js";

const folder = mkdtempSync(join(tmpdir(), "output-"));
const readers = createReaders({ temporaryDirectory: join(folder, "tmp") });
afterAll(() => readers.close());

const { signal } = new AbortController();
const nowhere = {
  file: "headwater.yml",
  start: { line: 1, column: 1 },
  end: { line: 1, column: 1 },
};
let outputs = 0;

function model(more: Partial<ScriptModel>): ScriptModel {
  return {
    id: "model:m",
    kind: "model",
    type: "script",
    inputs: [],
    name: "m",
    tags: [],
    at: nowhere,
    problems: [],
    locate: () => nowhere,
    columns: [],
    args: [],
    directory: folder,
    tableName: "model",
    timeout: 1000,
    allowEmpty: false,
    compat: false,
    ...more,
  };
}

/** Types as `name type`, and rows, of what is read from an output. */
async function read(text: string | Buffer, more: Partial<ScriptModel> = {}) {
  const path = join(folder, "outputs", String(outputs++));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  const draft = await readOutput({
    model: model(more),
    path,
    bytes: statSync(path).size,
    embedded: readers.embedded,
    timeZone: "UTC",
    control: { signal },
  });
  const { columns } = draft.artifact;
  const landed = { kind: "landed", path: draft.path, columns } as const;
  const { result } = await readers.embedded.rows(
    "from t",
    100,
    { tables: [{ names: [{ table: "t" }], ...landed }], timeZone: "UTC" },
    { signal },
  );
  return {
    path: draft.path,
    diagnostics: draft.diagnostics,
    types: columns.map(({ name, type }) => `${name} ${type}`),
    rows: Array.from({ length: result.rows }, (_, row) =>
      result.columns.map(({ values }) => values[row]),
    ),
  };
}

async function failureOf(text: string | Buffer, more: Partial<ScriptModel> = {}): Promise<string> {
  const error: unknown = await read(text, more).catch((error: unknown) => error);
  if (!(error instanceof JobFailure)) throw error;
  return error.message;
}

test.each([
  ["integers", ["1", "-20", "9007199254740993"], "int64", [1, -20, "9007199254740993"]],
  [
    "integers beyond 64 bits",
    ["9223372036854775808", "1"],
    "decimal(38,0)",
    ["9223372036854775808", "1"],
  ],
  ["a leading zero", ["007", "12"], "text", ["007", "12"]],
  ["a plus sign", ["+1", "2"], "text", ["+1", "2"]],
  ["decimals and integers", ["1.50", "2"], "float64", [1.5, 2]],
  [
    "shortest forms of doubles",
    ["0.30000000000000004", "1e-7"],
    "float64",
    [0.30000000000000004, 1e-7],
  ],
  [
    "more digits than a double holds",
    ["12345678901234567.25", "1.5"],
    "decimal(38,2)",
    ["12345678901234567.25", "1.50"],
  ],
  ["more than a double can reach", ["1e999", "1"], "text", ["1e999", "1"]],
  ["truth values", ["true", "False"], "bool", [true, false]],
  ["dates", ["2024-02-29", "1969-12-31"], "date", ["2024-02-29", "1969-12-31"]],
  ["a date that is none", ["2023-02-29", "2024-01-01"], "text", ["2023-02-29", "2024-01-01"]],
  [
    "timestamps",
    ["2024-01-02T03:04:05.678901", "2024-01-02 03:04"],
    "timestamp",
    ["2024-01-02T03:04:05.678901", "2024-01-02T03:04:00"],
  ],
  [
    "instants",
    ["2024-01-02T03:04:05Z", "2024-01-02T03:04:05+02:00"],
    "instant",
    ["2024-01-02T03:04:05Z", "2024-01-02T01:04:05Z"],
  ],
  ["nanoseconds", ["2024-01-02T03:04:05.123456789"], "text", ["2024-01-02T03:04:05.123456789"]],
  ["mixed values", ["1", "x"], "text", ["1", "x"]],
])("a column of %s is exact", async (_what, values, type, expected) => {
  const { types, rows } = await read(["v", ...values].join("\n"));
  expect(types).toEqual([`v ${type}`]);
  expect(rows.flat()).toEqual(expected);
});

test("an empty field is NULL, a quoted one the empty text, and what is named so NULL too", async () => {
  const { rows } = await read('a,b\n,""\nNA,x\n', { nullValues: ["NA"] });
  expect(rows).toEqual([
    [null, ""],
    [null, "x"],
  ]);
});

test("in compat mode quoted empty values are NULL and dates stay text", async () => {
  const text = 'day,at,n,flag\n2024-01-31,2024-01-31 10:00,1.5,True\n"",NA,"",False\n';
  const { types, rows, diagnostics } = await read(text, { compat: true });
  expect(types).toEqual(["day text", "at text", "n float64", "flag bool"]);
  expect(rows).toEqual([
    ["2024-01-31", "2024-01-31 10:00", 1.5, true],
    [null, null, null, false],
  ]);
  expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
    [
      "compat-words-null",
      "1 value such as `NA` or `null` is NULL, as in Visivo 1.0, because the project runs in compat mode.",
    ],
  ]);
  const kept = await read(text, { compat: true, nullValues: [] });
  expect([kept.rows[1]?.[1], kept.diagnostics]).toEqual(["NA", []]);
});

test("a byte order mark, Windows line ends, line breaks in quotes and other delimiters are read", async () => {
  const { types, rows } = await read('\uFEFFa;b\r\n1;"x\r\n""y"""\r\n');
  expect(types).toEqual(["a int64", "b text"]);
  expect(rows).toEqual([[1, 'x\r\n"y"']]);
  expect((await read("a\tb\n1\t2\n")).rows).toEqual([[1, 2]]);
  expect((await read("1|2\n", { header: false, delimiter: "|" })).types).toEqual([
    "column0 int64",
    "column1 int64",
  ]);
});

test("columns of the same name and without one are kept apart", async () => {
  const { types, diagnostics } = await read("id,ID,,id\n1,2,3,4\n");
  expect(types).toEqual(["id int64", "ID_1 int64", "column2 int64", "id_2 int64"]);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "Column `ID` is called `ID_1` here: `id` comes before it, and names do not depend on their case.",
    "The second column `id` is called `id_2` here.",
  ]);
});

test("a header alone is no rows of text columns", async () => {
  expect(await read("a,b\n")).toMatchObject({ types: ["a text", "b text"], rows: [] });
});

test.each([
  ["a\n1,2\n", "line 2"],
  ["a,b\n1,2\n3\n", "line 3 has another number of values than the first one: 1, not 2"],
  ['a,b\n1,"x\ny"\n2,3\n4\n', "line 5"],
  ["a,b\n\n1,2\n3\n", "line 4"],
  ["\na,b\n1,2\n", "first line is empty"],
  ["a,b\r\n1,2\n3,4\r\n", "some lines end with `\\r\\n` and others with `\\n`"],
  ["a,b\n1,x\0y\n", "NUL"],
  ['a,b\n1,"x"y"\n', "line 2"],
  ['a,"b\n1,2\n', "quote"],
])("rows that do not fit are an error with their line: %j", async (text, reason) => {
  const message = await failureOf(text);
  expect(message).toContain(reason);
  expect(message).not.toContain(folder);
});

test("JSON records keep the types that JSON has, in the order of their first appearance", async () => {
  const records = [
    { a: 1, b: "007", c: null, d: { x: [1] }, e: true, f: "2024-01-02" },
    { a: 2.5, b: "8", g: "late", f: "2024-01-03" },
  ];
  const expected = {
    types: ["a float64", "b text", "c text", "d json", "e bool", "f date", "g text"],
    rows: [
      [1, "007", null, '{"x":[1]}', true, "2024-01-02", null],
      [2.5, "8", null, null, null, "2024-01-03", "late"],
    ],
  };
  expect(await read(JSON.stringify(records))).toMatchObject(expected);
  expect(await read(records.map((record) => JSON.stringify(record)).join("\n"))).toMatchObject(
    expected,
  );
  expect(await read(JSON.stringify(records[0], undefined, 2))).toMatchObject({
    rows: { length: 1 },
  });
});

test("JSON values of several kinds in one column are text, large integers stay whole", async () => {
  const { types, rows } = await read(
    '{"a":1,"b":12345678901234567890123}\n{"a":"x"}\n{"a":{"k":1}}',
  );
  expect(types).toEqual(["a text", "b decimal(38,0)"]);
  expect(rows).toEqual([
    ["1", "12345678901234567890123"],
    ["x", null],
    ['{"k":1}', null],
  ]);
});

test.each([
  ['[{"a":1},', "breaks off"],
  ['{"a":1}\n{"a":\n', "Malformed JSON"],
  ["[1, 2]", "record 1 is a number; objects with fields are expected"],
  ['{"a":1}\n[{"a":2}]', "objects with fields are expected"],
  ['{"a":1,"A":2}', "differ by case only"],
  ['{"":1}', "without a name"],
  ["a\0b\0", "NUL bytes"],
  ["[]", "neither columns nor rows"],
  ["{}", "neither columns nor rows"],
  ['{"a":1}\n{"a":2}\n{"a":x}', "in record 3: unexpected character"],
  ['[{"a":1},null]', "record 2 is null"],
  ['[{"a":1,"a":2}]', "a record has a field twice"],
])("JSON that is not records is an error: %j", async (text, reason) => {
  expect(await failureOf(text)).toContain(reason);
});

test("no records are a result when that is allowed, with the declared columns", async () => {
  const columns: DeclaredColumn[] = [{ name: "a", type: "int64" }];
  expect(await read("[]", { allowEmpty: true, columns })).toMatchObject({
    types: ["a int64"],
    rows: [],
  });
});

test.each<[string, DeclaredColumn["type"], unknown[]]>([
  ["007", "text", ["007"]],
  ["007", "int64", [7]],
  ["+3.0", "int8", [3]],
  ["255", "uint8", [255]],
  ["2.5", "decimal(10,2)", ["2.50"]],
  ["2.500", "decimal(10,2)", ["2.50"]],
  ["123456789012345678901234567890.12", "decimal", ["123456789012345678901234567890.12"]],
  ["1e3", "float64", [1000]],
  ["2024-01-02", "date", ["2024-01-02"]],
  ["2024-01-02 00:00:00", "date", ["2024-01-02"]],
  ["2024-01-02 03:04", "timestamp", ["2024-01-02T03:04:00"]],
  ["03:04:05", "time", ["03:04:05"]],
  ["yes", "bool", [true]],
  ["AP8=", "bytes", ["AP8="]],
  ['"{""a"": [1]}"', "json", ['{"a": [1]}']],
  ["", "int64", [null]],
])("%j declared as %s is read exactly", async (value, type, expected) => {
  const columns: DeclaredColumn[] = [{ name: "V", type }];
  const { types, rows } = await read(`v,w\n${value},x\n`, { columns });
  expect(types[0]).toBe(`v ${type === "decimal" ? "decimal(38,2)" : type}`);
  expect(rows[0]?.[0]).toEqual(expected[0]);
});

test.each<[string, DeclaredColumn["type"]]>([
  ["x", "int64"],
  ["1.5", "int64"],
  ["300", "uint8"],
  ["2.555", "decimal(10,2)"],
  ["123.4", "decimal(3,1)"],
  ["1e3", "decimal"],
  ["2024-02-30", "date"],
  ["2024-01-02 03:04:05", "date"],
  ["2024-01-02 03:04:05.1234567", "timestamp"],
  ["maybe", "bool"],
  ["!", "bytes"],
  ["{", "json"],
])("%j is no %s, which is told with its column, row and value", async (value, type) => {
  const columns: DeclaredColumn[] = [{ name: "v", type }];
  const message = await failureOf(`w,v\n,\ny,${value}\nz,\n`, { columns });
  expect(message).toContain(`declares \`v\` as \`${type}\`, but in row 2 it is \`${value}\``);
});

test("a decimal that no type holds is told, instead of rounded", async () => {
  const columns: DeclaredColumn[] = [{ name: "v", type: "decimal" }];
  expect(await failureOf(`v\n${"9".repeat(30)}\n0.${"1".repeat(20)}\n`, { columns })).toContain(
    "38 digits",
  );
});

test("without a header the declared columns give the names", async () => {
  const columns: DeclaredColumn[] = [
    { name: "id", type: "text" },
    { name: "n", type: "int32" },
  ];
  expect(await read("007,1\n", { header: false, columns })).toMatchObject({
    types: ["id text", "n int32"],
    rows: [["007", 1]],
  });
  expect(await failureOf("1,2,3\n", { header: false, columns })).toContain("declares a column");
});

test("a declared column that is not there is told with near names", async () => {
  const columns: DeclaredColumn[] = [{ name: "amuont", type: "int64" }];
  const error: unknown = await read("amount\n1\n", { columns }).catch((error: unknown) => error);
  expect(error).toMatchObject({
    diagnostics: [{ code: "declared-column-missing", hint: "Did you mean `amount`?" }],
  });
});

test("Parquet is recognised by its mark, keeps its types, and takes declared ones", async () => {
  const { path } = await read('a,b,d\n1,x,2024-01-02\n2,"{""k"":1}",2024-01-03\n');
  const file = readFileSync(path);
  expect(await read(file)).toMatchObject({
    types: ["a int64", "b text", "d date"],
    rows: [
      [1, "x", "2024-01-02"],
      [2, '{"k":1}', "2024-01-03"],
    ],
  });
  const columns: DeclaredColumn[] = [
    { name: "a", type: "decimal(5,1)" },
    { name: "d", type: "text" },
  ];
  expect(await read(file, { columns })).toMatchObject({
    types: ["a decimal(5,1)", "b text", "d text"],
    rows: { 0: ["1.0", "x", "2024-01-02"] },
  });
  expect(await failureOf(file, { columns: [{ name: "b", type: "json" }] })).toContain(
    "in row 1 it is `x`",
  );
  expect(await failureOf("PAR1 and no more")).toContain("damaged or breaks off");
  expect(await failureOf("PAR1 and no more")).not.toContain(folder);
});

test("Arrow is recognised by its mark, in both of its formats, and takes declared types", async () => {
  const table = tableFromColumns({
    id: columnFromArray(["007", "8"], utf8()),
    n: columnFromArray([1n, 2n], int64()),
  });
  for (const format of ["stream", "file"] as const) {
    const bytes = Buffer.from(tableToIPC(table, { format }) ?? []);
    expect(await read(bytes)).toMatchObject({
      types: ["id text", "n int64"],
      rows: [
        ["007", 1],
        ["8", 2],
      ],
    });
    const columns: DeclaredColumn[] = [{ name: "id", type: "int32" }];
    expect(await read(bytes, { columns })).toMatchObject({
      types: ["id int32", "n int64"],
      rows: { 0: [7, 1] },
    });
    expect(await failureOf(bytes.subarray(0, -100))).toContain("as Arrow: it is damaged");
  }
});

test("an option is not ignored because the output turns out to be something else", async () => {
  for (const more of [{ delimiter: ";" }, { header: false }, { nullValues: ["NA"] }]) {
    expect(await failureOf("PAR1 and more", more)).toContain("it seems to be Parquet, for which");
  }
  expect(await failureOf('{"a":1}', { header: true })).toContain("`header` has no meaning");
  const braces = await read('{"a":1};x\n1;2\n', { delimiter: ";", format: "csv" });
  expect(braces.types).toEqual(['{"a":1} int64', "x int64"]);
});

test("text that is not UTF-8 is told with its line", async () => {
  const bad = Buffer.from([0xe9, 0x74]);
  const cases: [Buffer, string][] = [
    [Buffer.concat([bad, Buffer.from(",b\n1,2\n")]), "line 1 is not valid UTF-8"],
    [Buffer.concat([Buffer.from("a,b\n1,x\n2,"), bad]), "line 3 is not valid UTF-8"],
    [Buffer.concat([Buffer.from('[{"a":"'), bad, Buffer.from('"}]')]), "line 1"],
    [Buffer.from("\uFEFFa,b\n1,2\n", "utf16le"), "it is UTF-16"],
    [
      Buffer.concat([Buffer.from("a\n" + "é\n".repeat(500_000)), bad, Buffer.from("\n")]),
      "line 500002 is not valid UTF-8",
    ],
  ];
  for (const [bytes, reason] of cases) {
    expect(await failureOf(bytes, {})).toContain(reason);
  }
});

test("texts that stand for NULL do so in JSON, too", async () => {
  expect(await read('[{"a":1},{"a":"NA"},{"a":"NA"}]', { nullValues: ["NA"] })).toMatchObject({
    types: ["a int64"],
    rows: [[1], [null], [null]],
  });
});

test("one object that holds its records in a field is one row, with a warning", async () => {
  const { diagnostics, rows } = await read('{"count": 2, "results": [{"a": 1}, {"a": 2}]}');
  expect(rows).toHaveLength(1);
  expect(diagnostics).toMatchObject([
    { code: "script-records-wrapped", message: expect.stringContaining("`results`") },
  ]);
  expect((await read('{"a": 1, "tags": ["x"]}')).diagnostics).toEqual([]);
});

test("a blank output is none", async () => {
  for (const text of ["\n", "  \n\n", "\uFEFF"]) {
    expect(await failureOf(text)).toContain("neither columns nor rows");
    expect((await read(text, { allowEmpty: true })).rows).toEqual([]);
  }
});

test("a record of more than the usual size fits", async () => {
  const long = "y".repeat(17_000_000);
  const { rows } = await read(`{"a":1}\n{"b":"${long}"}\n`);
  expect(rows[1]?.[1]).toHaveLength(17_000_000);
});

test("a long value fits", async () => {
  const long = "y".repeat(3_000_000);
  expect((await read(`a,b\n1,${long}\n`)).rows).toEqual([[1, long]]);
});

test("a Parquet file whose decimals have more than 38 digits is refused by the column's name", async () => {
  expect(await failureOf(Buffer.from(DECIMALS, "base64"))).toContain(
    "cannot be read as Parquet: the column `p39` is a decimal of 39 digits; print it as text, or with 38 digits at most.",
  );
});

test("times of a Parquet file whose nanoseconds are cut are told", async () => {
  const { diagnostics } = await read(Buffer.from(INT96, "base64"));
  expect(diagnostics.map(({ code }) => code)).toEqual(["nanoseconds-cut"]);
});

test("blank lines at the end are no rows, and in compat mode none anywhere", async () => {
  expect((await read("a\n1\n\n2\n\n\n")).rows).toEqual([[1], [null], [2]]);
  expect((await read("a\r\n1\r\n\r\n")).rows).toEqual([[1]]);
  const compat = await read('a\n1\n\n""\nNA\n2\n\n', { compat: true });
  expect(compat.rows).toEqual([[1], [null], [null], [2]]);
  expect(compat.diagnostics.map(({ code }) => code)).toEqual(["compat-words-null"]);
});

test("a line break between quotes of the header is none of the lines' ends", async () => {
  const { types, rows } = await read('"unit\r\nprice",b\n1,x\n2,"y\r\nz"\n');
  expect(types).toEqual(["unit\r\nprice int64", "b text"]);
  expect(rows).toEqual([
    [1, "x"],
    [2, "y\r\nz"],
  ]);
  expect(await failureOf('"unit\nprice",b\r\n1,x\r\n2,y\r\n')).toContain(
    "its first line has a line break between quotes that is not `\\r\\n`, its end.",
  );
});
