import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { openSource, readColumns, temporaryFile, toldBy } from "../../../test/support/source.js";

async function readText(content: string | Uint8Array, fields: Record<string, unknown> = {}) {
  const file = await temporaryFile("items.json", content);
  return readColumns(await openSource("json", { file, ...fields }));
}

test("no digit of a number is lost, however long, at any depth", async () => {
  const read = await readText(`[
    {"id": 9007199254740993, "big": 18446744073709551616, "price": 0.1234567890123456789012345,
     "rate": 1.5, "nested": {"of \\"1.2345678901234567890\\"": 12345678901234567890.5}, "huge": 1e400},
    {"id": -1, "big": 1, "price": 12.5, "rate": 1e-3, "nested": [1, 1.10, null], "huge": 2}
  ]`);
  expect(read).toEqual({
    "id int64": ["9007199254740993", -1],
    "big decimal(38,0)": ["18446744073709551616", "1"],
    "price decimal(38,25)": ["0.1234567890123456789012345", "12.5000000000000000000000000"],
    "rate float64": [1.5, 0.001],
    "nested json": ['{"of \\"1.2345678901234567890\\"":12345678901234567890.5}', "[1,1.1,null]"],
    "huge text": ["1e400", "2"],
  });
});

test("strings stay text, except dates and times; values of several kinds are text", async () => {
  const read = await readText(
    `{"zip": "007", "day": "2013-01-31", "at": "2013-01-31T05:00:00", "zone": "2013-01-31T05:00:00+02:00", "mixed": "a", "flag": true, "empty": "", "digits": "1.2345678901234567890", "nul": "a\\u0000😀"}
     {"zip": "94107", "day": "2013-02-28", "at": "2013-02-28 23:59:59.5", "zone": "2013-01-31T05:00:00Z", "mixed": 1.50, "flag": false, "empty": null, "digits": "x", "nul": "\\"q\\""}`,
  );
  expect(read).toEqual({
    "zip text": ["007", "94107"],
    "day date": ["2013-01-31", "2013-02-28"],
    "at timestamp": ["2013-01-31T05:00:00", "2013-02-28T23:59:59.5"],
    "zone instant": ["2013-01-31T03:00:00Z", "2013-01-31T05:00:00Z"],
    "mixed text": ["a", "1.5"],
    "flag bool": [true, false],
    "empty text": ["", null],
    "digits text": ["1.2345678901234567890", "x"],
    "nul text": ["a\0😀", '"q"'],
  });
});

test("a field that a record lacks is NULL, wherever it first appears", async () => {
  const lines = Array.from({ length: 30_000 }, (_, n) => `{"n": ${n}}`);
  const read = await readText(`${lines.join("\n")}\n{"late": "x"}\n`);
  expect(read["n int64"]?.slice(-2)).toEqual([29_999, null]);
  expect(read["late text"]?.slice(-2)).toEqual([null, "x"]);
});

test("records that are packed with gzip are read to the end of the file, or not at all", async () => {
  const lines = Array.from({ length: 5000 }, (_, row) => JSON.stringify({ a: row * 7919 })).join(
    "\n",
  );
  const cut = await temporaryFile("cut.ndjson.gz", gzipSync(`${lines}\n`).subarray(0, -20));
  await expect(openSource("json", { file: cut }).then(readColumns)).rejects.toThrow(
    "its end is missing",
  );
  const plain = await temporaryFile("plain.json.gz", '[{"a": 1}]');
  await expect(openSource("json", { file: plain }).then(readColumns)).rejects.toThrow(
    "it is not packed with gzip",
  );
});

test("a byte order mark, one record, several lines to a record and gzip are read", async () => {
  expect(await readText('\uFEFF{"a": 1}')).toEqual({ "a int64": [1] });
  expect(await readText('\uFEFF[{"a": 1}]')).toEqual({ "a int64": [1] });
  expect(await readText('{\n  "a": 1\n}\n{\n  "a": 2\n}')).toEqual({ "a int64": [1, 2] });
  const file = await temporaryFile("items.json.gz", gzipSync('[{"a": 1}]'));
  expect(await readColumns(await openSource("json", { file }))).toEqual({ "a int64": [1] });
});

test("`records` says where the list lies in a document", async () => {
  const text = '{"meta": 1, "data": {"items": [{"a": 0.12345678901234567890}, {"a": 2}]}}';
  expect(await readText(text, { records: "data.items" })).toEqual({
    "a decimal(38,20)": ["0.12345678901234567890", "2.00000000000000000000"],
  });
  expect(await toldBy(readText(text, { records: "data.rows" }))).toMatch(
    /^json-malformed: .* there is no list at `data\.rows`\./,
  );
});

test("a file without records has the columns that are declared", async () => {
  const columns = { id: "INTEGER", name: "VARCHAR" };
  const nothing = { "id int32": [], "name text": [] };
  expect(await readText("", { columns })).toEqual(nothing);
  expect(await readText("[]", { columns })).toEqual(nothing);
  expect(await toldBy(readText("[]"))).toMatch(/no records that tell its columns.*`columns`/);
});

test("declared types win, and an unknown column among them is told with near names", async () => {
  expect(await readText('[{"zip": 94107}]', { columns: { zip: "VARCHAR" } })).toEqual({
    "zip text": ["94107"],
  });
  expect(await toldBy(readText('[{"zip": 1}]', { columns: { zib: "VARCHAR" } }))).toMatch(
    /no record has a field `zib`.*Did you mean `zip`\?/,
  );
});

test("the files of a pattern make one table", async () => {
  const first = await temporaryFile("a.json", '[{"a": 1}]');
  await writeFile(join(dirname(first), "b.json"), '[{"a": 2.5, "b": "x"}]');
  const source = await openSource("json", { file: join(dirname(first), "*.json") });
  expect(await readColumns(source)).toEqual({ "a float64": [1, 2.5], "b text": [null, "x"] });
});

test.each([
  ['[{"a": 1}, {"a": }]', /json-malformed: .*items\.json` cannot be read as records: .*unexpected/],
  ['[{"a": 1}, 2]', /1 of its entries are no records/],
  ['[{"a": 1, "a": 2}]', /1 of its records have the field `a` twice/],
  ['[{"a": 1, "A": 2}]', /`a` and `A` differ by case only/],
  ['[{"": 1}]', /a field without a name/],
])("what is no table is an error: %s", async (content, said) => {
  expect(await toldBy(readText(content))).toMatch(said);
});

test("merges scan it in place, with the same types", async () => {
  const file = await temporaryFile("items.json", '[{"a": 0.1234567890123456789}]');
  const source = await openSource("json", { file });
  const relation = await source.relation?.("SELECT a FROM shop");
  expect(relation?.directories).toEqual([dirname(file)]);
  const other = await openSource("json", { file });
  expect(await readColumns(other, relation?.sql)).toEqual({
    "a decimal(38,19)": ["0.1234567890123456789"],
  });
});

test("records of many keys have their types, and take no longer for each than narrow ones", async () => {
  const keys = Array.from({ length: 1000 }, (_, index): [string, unknown] => [
    `k${index}`,
    [7, 1.5, "x", "2024-02-29", null][index % 5],
  ]);
  const read = await readText(JSON.stringify([Object.fromEntries(keys)]));
  expect(Object.keys(read).slice(995)).toEqual([
    "k995 int64",
    "k996 float64",
    "k997 text",
    "k998 date",
    "k999 text",
  ]);
});

test("a record that is none is told by its number", async () => {
  expect(await toldBy(readText('{"a":1}\nnot json\n{"a":3}\n'))).toMatch(
    / in record 2: invalid literal/,
  );
  expect(await toldBy(readText("not json\n"))).toMatch(/ in record 1: invalid literal/);
  expect(await toldBy(readText('[{"a":1},\n{"a":2},\n{"a":}]'))).toMatch(/ in record 3: /);
});

test("a field whose name holds a zero character is told", async () => {
  expect(await toldBy(readText('[{"a\\u0000b": 1}]'))).toMatch(
    /^json-malformed: .* the name of a field holds a zero character\./,
  );
});

test("DuckDB's reader makes the values of their types itself, without an expression for each field", async () => {
  const file = await temporaryFile(
    "items.json",
    '[{"a": 1, "b": 1.5, "c": true, "d": "2024-02-29", "e": "2024-02-29T10:00:00Z", "f": "10:00:00", "g": [1], "h": "x"}]',
  );
  const source = await openSource("json", { file });
  const relation = await source.relation?.("SELECT * FROM shop");
  expect(relation?.sql).toContain("'e': 'TIMESTAMPTZ'");
  expect(relation?.sql).not.toContain("CAST(");
});

test("times in records inside a document, and numbers beside long ones, are the same", async () => {
  const item = `{"day": "2024-02-29", "at": "2024-02-29T10:00:00+02", "n": 7, "long": 0.12345678901234567890, "text": "1.5"}`;
  const read = {
    "day date": ["2024-02-29"],
    "at instant": ["2024-02-29T08:00:00Z"],
    "n int64": [7],
    "long decimal(38,20)": ["0.12345678901234567890"],
    "text text": ["1.5"],
  };
  expect(await readText(`[${item}]`)).toEqual(read);
  expect(await readText(`{"a": {"b": [${item}]}}`, { records: "a.b" })).toEqual(read);
});
