import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Value } from "../../contract/result.js";
import { columnValues } from "../../rows/column-values.js";
import type { CheckStage, Source } from "../contract.js";
import { SourceError } from "../../rows/stream.js";
import { csv } from "./config.js";
import { csvSource } from "./index.js";

let folder: string;
let files = 0;
const open: Source[] = [];
const signal = new AbortController().signal;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-csv-"));
});

afterAll(async () => {
  await Promise.all(open.map((source) => source.close()));
  await rm(folder, { recursive: true });
});

async function write(content: string | Uint8Array, name = `file${files++}.csv`): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, content);
  return file;
}

async function sourceOf(file: string, config: Record<string, unknown> = {}): Promise<Source> {
  const source = await csvSource.open(csv.config.parse({ file, ...config }), {
    name: "orders",
    queryTag: "headwater/test",
    secrets: [],
  });
  open.push(source);
  return source;
}

/** Types by column, and rows. */
async function read(
  source: Source,
  sql = "SELECT * FROM orders",
): Promise<{ types: Record<string, string>; rows: Value[][] }> {
  const stream = await source.stream(sql, { signal });
  const rows: Value[][] = [];
  for await (const batch of stream.batches) {
    const columns = batch.columns.map((column) => columnValues(column, batch.rows));
    for (let row = 0; row < batch.rows; row++)
      rows.push(columns.map((values) => values[row] ?? null));
  }
  return { types: Object.fromEntries(stream.columns.map(({ name, type }) => [name, type])), rows };
}

async function readText(content: string | Uint8Array, config: Record<string, unknown> = {}) {
  return read(await sourceOf(await write(content), config));
}

async function failure(call: Promise<unknown>): Promise<{ code: string; message: string }> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`Not refused: ${String(error)}`);
  return error.diagnostic;
}

test("a column whose name came before, in any case, gets another one, and that is told", async () => {
  const source = await sourceOf(await write("id,Amt,amt\n1,1,100\n"));
  const stream = await source.stream("SELECT * FROM orders", { signal });
  expect(stream.columns.map(({ name }) => name)).toEqual(["id", "Amt", "amt_1"]);
  expect(stream.warnings.map(({ code }) => code)).toEqual(["column-renamed"]);
});

test("a column has a type only if every value is written as that type is", async () => {
  const { types, rows } = await readText(
    "zip,count,price,day,at,zone,clock,paid,big,odd\n" +
      "007,1,1.50,2013-01-31,2013-01-31 05:00:00,2013-01-31T05:00:00Z,05:00:00,true,9223372036854775808,1\n" +
      "94107,-2,2,2013-02-28,2013-02-28T23:59:59.5,2013-01-31 05:00:00+02:00,23:59:59,FALSE,1,1e400\n",
  );
  expect(types).toEqual({
    zip: "text",
    count: "int64",
    price: "float64",
    day: "date",
    at: "timestamp",
    zone: "instant",
    clock: "time",
    paid: "bool",
    big: "decimal(38,0)",
    odd: "text",
  });
  expect(rows[0]).toEqual([
    "007",
    1,
    1.5,
    "2013-01-31",
    "2013-01-31T05:00:00",
    "2013-01-31T05:00:00Z",
    "05:00:00",
    true,
    "9223372036854775808",
    "1",
  ]);
});

test("digits that a double has room for are counted from the first that is not 0", async () => {
  const { types, rows } = await readText(
    "small,smaller,long\n0.12865424156188965,-0.006959736347198486,0.123456789012345678\n9.5,10,1\n",
  );
  expect(types).toEqual({ small: "float64", smaller: "float64", long: "text" });
  expect(rows[0]).toEqual([0.12865424156188965, -0.006959736347198486, "0.123456789012345678"]);
});

test("a column whose whole numbers would be others as doubles is text", async () => {
  const { types, rows } = await readText(
    "exact,other,printed\n9007199254740992,9007199254740993,0.10000000000000001\n0.5,0.5,9007199254740994\n",
  );
  expect(types).toEqual({ exact: "float64", other: "text", printed: "float64" });
  expect(rows[0]).toEqual([9007199254740992, "9007199254740993", 0.1]);
});

test("text that comes late makes the whole column text", async () => {
  const lines = Array.from({ length: 60_000 }, (_, index) => String(index));
  const { types, rows } = await readText(`n\n${lines.join("\n")}\nn/a\n`);
  expect(types).toEqual({ n: "text" });
  expect(rows).toHaveLength(60_001);
  expect(rows.at(-1)).toEqual(["n/a"]);
});

test("ambiguous dates, impossible dates, NA and NaN are text", async () => {
  const { types } = await readText("a,b,c,d\n01/02/2013,2013-02-30,NA,NaN\n");
  expect(types).toEqual({ a: "text", b: "text", c: "text", d: "text" });
});

test("null_values and empty values are NULL, quoted empty text is text", async () => {
  const { types, rows } = await readText('n,s\n1,""\nNA,\n,"NA"\n', { null_values: ["NA"] });
  expect(types).toEqual({ n: "int64", s: "text" });
  expect(rows).toEqual([
    [1, ""],
    [null, null],
    [null, "NA"],
  ]);
});

test("empty values in quotes are NULL where the column is not text", async () => {
  expect(await readText('"n","m"\n"1","2"\n"","3"\n')).toEqual({
    types: { n: "int64", m: "int64" },
    rows: [
      [1, 2],
      [null, 3],
    ],
  });
});

test("the delimiter is found in the first line, outside quotes", async () => {
  for (const delimiter of [",", ";", "\t", "|"]) {
    const { rows } = await readText(`a${delimiter}"b, c; d|e"\n1${delimiter}"x${delimiter}y"\n`);
    expect(rows).toEqual([[1, `x${delimiter}y`]]);
  }
});

test("quotes, line ends, byte order marks and duplicate names are read as they are", async () => {
  const { types, rows } = await readText('\uFEFFid,a,A,,order\r\n1,"x ""y""\r\nz",2,3,4\r\n');
  expect(Object.keys(types)).toEqual(["id", "a", "A_1", "column4", "order"]);
  expect(rows).toEqual([[1, 'x "y"\r\nz', 2, 3, 4]]);
});

test("first lines are never skipped, also those that look like comments", async () => {
  const { types, rows } = await readText("# made by hand\n# twice\n");
  expect(types).toEqual({ "# made by hand": "text" });
  expect(rows).toEqual([["# twice"]]);
});

test("a file without a header has numbered columns", async () => {
  expect(await readText("1,x\n2,y\n", { header: false })).toEqual({
    types: { column0: "int64", column1: "text" },
    rows: [
      [1, "x"],
      [2, "y"],
    ],
  });
});

test("a header alone is a table without rows", async () => {
  expect(await readText("a,b\n")).toEqual({ types: { a: "text", b: "text" }, rows: [] });
});

test("other encodings and gzip are read", async () => {
  expect(
    (await readText(Buffer.from("name\nGrüße\n", "latin1"), { encoding: "latin-1" })).rows,
  ).toEqual([["Grüße"]]);
  expect(
    (await readText(Buffer.from("\uFEFFname\nGrüße\n", "utf16le"), { encoding: "utf-16" })).rows,
  ).toEqual([["Grüße"]]);
  const zipped = await write(gzipSync("a,b\n1,2\n"), "zipped.csv.gz");
  expect((await read(await sourceOf(zipped))).rows).toEqual([[1, 2]]);
});

test("what is packed with gzip is read to its end, or not at all", async () => {
  const rows = Array.from({ length: 5000 }, (_, row) => `${row},${row * 7919}\n`).join("");
  const whole = gzipSync(`a,b\n${rows}`);
  const damaged = Buffer.from(whole);
  damaged[whole.length - 6] = (damaged[whole.length - 6] ?? 0) ^ 0xff;
  const parts = Buffer.concat([gzipSync("a,b\n1,2\n"), gzipSync("3,4\n")]);
  expect((await read(await sourceOf(await write(parts, "parts.csv.gz")))).rows).toEqual([
    [1, 2],
    [3, 4],
  ]);
  const faults: readonly (readonly [string, Buffer, string])[] = [
    [
      "cut.csv.gz",
      whole.subarray(0, -20),
      "its end is missing: it is packed with gzip and breaks off.",
    ],
    ["half.csv.gz", whole.subarray(0, whole.length / 2), "its end is missing"],
    [
      "damaged.csv.gz",
      damaged,
      "it is packed with gzip, and damaged, or other bytes follow its end.",
    ],
    ["followed.csv.gz", Buffer.concat([whole, Buffer.from("more")]), "other bytes follow its end."],
    ["packed.csv", gzipSync("a,b\n1,2\n"), "it is packed with gzip, which its name does not say."],
    ["plain.csv.gz", Buffer.from("a,b\n1,2\n"), "it is not packed with gzip, as its name says."],
  ];
  for (const [name, bytes, reason] of faults) {
    const source = await sourceOf(await write(bytes, name));
    await expect(read(source), name).rejects.toThrow(reason);
    await expect(read(source), name).rejects.toMatchObject({
      diagnostic: { code: "file-not-readable" },
    });
  }
});

test("encodings that DuckDB lacks are read too, zipped or not", async () => {
  const euro = Buffer.from([...Buffer.from("name;price\n"), 0x80, ...Buffer.from("uro;1\n")]);
  const { rows } = await readText(euro, { encoding: "windows-1252" });
  expect(rows).toEqual([["€uro", 1]]);
  const zipped = await write(gzipSync(euro), "ansi.csv.gz");
  const source = await sourceOf(zipped, { encoding: "windows-1252" });
  expect((await read(source)).rows).toEqual([["€uro", 1]]);
  const relation = await source.relation?.("SELECT name FROM orders");
  expect(relation?.directories).toHaveLength(2);
  const kanji = Buffer.from([0x93, 0xfa, 0x96, 0x7b]);
  const japanese = Buffer.concat([Buffer.from("land\n"), kanji, Buffer.from("\n")]);
  expect((await readText(japanese, { encoding: "shift_jis" })).rows).toEqual([["日本"]]);
});

test("bytes that the encoding does not have are told", async () => {
  const control = Buffer.from([...Buffer.from("name\n"), 0x80, 10]);
  const strict = await failure(readText(control, { encoding: "latin-1" }));
  expect(strict.code).toBe("csv-encoding-wrong");
  const broken = Buffer.from([...Buffer.from("name\n"), 0x93, 10]);
  const japanese = await failure(readText(broken, { encoding: "shift_jis" }));
  expect(japanese.message).toMatch(/file\d+\.csv.* is not shift_jis text/);
});

test("declared types win, and an unknown column among them is told with near names", async () => {
  const file = await write("zip,n\n94107,1\n");
  expect((await read(await sourceOf(file, { columns: { zip: "VARCHAR" } }))).types).toEqual({
    zip: "text",
    n: "int64",
  });
  const wrong = await sourceOf(file, { columns: { zib: "VARCHAR" } });
  expect(await failure(read(wrong))).toMatchObject({
    code: "csv-malformed",
    hint: "Did you mean `zip`?",
  });
});

test("rows with too few or too many values, open quotes and wrong encodings are errors", async () => {
  const broken = [
    "a,b\n1,2\n3\n",
    "a,b\n1,2,3\n",
    'a,b\n1,"x\n2,y\n',
    Buffer.from([97, 10, 0xff, 10]),
  ];
  for (const content of broken) {
    const { code, message } = await failure(readText(content));
    expect(code).toBe("csv-malformed");
    expect(message).toContain("file");
  }
});

test("a missing and an empty file are told as such", async () => {
  expect(await failure(read(await sourceOf(join(folder, "nope.csv"))))).toMatchObject({
    code: "file-not-found",
  });
  expect(await failure(read(await sourceOf(join(folder, "nope*.csv"))))).toMatchObject({
    code: "files-not-found",
  });
  expect(await failure(readText(""))).toMatchObject({ code: "csv-malformed" });
});

test("files of a pattern are one table, and must have the same columns", async () => {
  await write("a,b\n1,x\n", "part1.csv");
  await write("a,b\n2,y\n", "part2.csv");
  const source = await sourceOf(join(folder, "part*.csv"));
  expect((await read(source, "SELECT * FROM data ORDER BY a")).rows).toEqual([
    [1, "x"],
    [2, "y"],
  ]);
  await write("b,a\nz,3\n", "part3.csv");
  expect(await failure(read(source))).toMatchObject({ code: "csv-malformed" });
});

test("a changed file is read anew", async () => {
  const file = await write("a\n1\n");
  const source = await sourceOf(file);
  expect((await read(source)).types).toEqual({ a: "int64" });
  await writeFile(file, "a\nx\ny\n");
  expect(await read(source)).toEqual({ types: { a: "text" }, rows: [["x"], ["y"]] });
});

test("catalog, describe and check tell what there is", async () => {
  const source = await sourceOf(await write("a,b\n1,x\n2,y\n"));
  expect(await source.catalog()).toEqual([
    {
      name: "main",
      tables: [
        {
          name: "orders",
          kind: "table",
          columns: [
            { name: "a", nativeType: "BIGINT", type: "int64" },
            { name: "b", nativeType: "VARCHAR", type: "text" },
          ],
        },
      ],
    },
  ]);
  expect(await source.describe("SELECT count(*) AS n FROM orders")).toEqual([
    { name: "n", type: "int64", nativeType: "BIGINT", exact: true },
  ]);
  const stages: CheckStage[] = [];
  for await (const stage of source.check()) stages.push(stage);
  expect(
    stages.map(({ stage, ok, detail }) => [stage, ok, stage === "query" ? detail : ""]),
  ).toEqual([
    ["settings", true, ""],
    ["resolve", true, ""],
    ["query", true, "2 rows"],
  ]);
});

test("the relation keeps a trailing comment harmless", async () => {
  const source = await sourceOf(await write("a\n1\n"));
  const relation = await source.relation?.("SELECT a FROM data -- all");
  expect(relation?.directories).toContain(folder);
  expect(relation?.sql).toMatch(
    /^WITH "orders" AS \([\s\S]*\), "data" AS \([\s\S]*SELECT a FROM data -- all\n\)$/,
  );
});

test("a file of many columns has their types, and takes no longer for each than a narrow one", async () => {
  const columns = Array.from({ length: 1000 }, (_, index) => index);
  const value = (index: number) => ["7", "1.5", "x", "2024-02-29", ""][index % 5] ?? "";
  const lines = [columns.map((index) => `c${index}`), columns.map(value)];
  const { types } = await readText(lines.map((line) => line.join(",")).join("\n"));
  expect(Object.entries(types).slice(995)).toEqual([
    ["c995", "int64"],
    ["c996", "float64"],
    ["c997", "text"],
    ["c998", "date"],
    ["c999", "text"],
  ]);
});

test("DuckDB's reader makes the values of their types itself, except where a text is empty", async () => {
  const source = await sourceOf(await write('n,day,gap\n1,2024-02-29,2\n,2024-03-01,""\n'));
  const relation = await source.relation?.("SELECT * FROM orders");
  expect(relation?.sql).toContain("'n': 'BIGINT', 'day': 'DATE', 'gap': 'VARCHAR'");
  expect(relation?.sql.match(/CAST\(/g)).toHaveLength(
    relation?.sql.match(/read_csv\(/g)?.length ?? 0,
  );
  expect((await read(source)).rows).toEqual([
    [1, "2024-02-29", 2],
    [null, "2024-03-01", null],
  ]);
});
