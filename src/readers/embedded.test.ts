import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineScope } from "../rows/relation.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import { SourceError } from "../rows/stream.js";
import type { TraceQuery } from "../sql/trace/trace-query.js";
import type { ReadControl } from "./call.js";
import type { Readers } from "./contract.js";
import { createReaders } from "./readers.js";
import { modelResult, modelRows, modelValues } from "./stored-model.js";
import { readResult } from "../rows/result/read-result.js";

/** SQL of a value, its logical type, its one text form. */
type Golden = readonly [sql: string, type: LogicalType, text: Value];

const VALUES: readonly Golden[] = [
  ["true", "bool", true],
  ["(-128)::tinyint", "int8", -128],
  ["255::utinyint", "uint8", 255],
  ["65535::usmallint", "uint16", 65535],
  ["4294967295::uinteger", "uint32", 4294967295],
  ["9007199254740993", "int64", "9007199254740993"],
  ["9007199254740991", "int64", 9007199254740991],
  ["18446744073709551615::ubigint", "uint64", "18446744073709551615"],
  ["9223372036854775807::hugeint", "int64", "9223372036854775807"],
  ["0.1::float", "float32", 0.1],
  ["'NaN'::double", "float64", "NaN"],
  ["'-Infinity'::double", "float64", "-Infinity"],
  ["1.5::decimal(3,1)", "decimal(3,1)", "1.5"],
  ["(-0.05)::decimal(9,2)", "decimal(9,2)", "-0.05"],
  ["123456789012.345678::decimal(18,6)", "decimal(18,6)", "123456789012.345678"],
  [
    "'-12345678901234567890123456789.012345678'::decimal(38,9)",
    "decimal(38,9)",
    "-12345678901234567890123456789.012345678",
  ],
  ["'99999999999999999999999999999999999999'::decimal(38,0)", "decimal(38,0)", "9".repeat(38)],
  ["''", "text", ""],
  ["'twelve bytes'", "text", "twelve bytes"],
  ["'thirteen byte'", "text", "thirteen byte"],
  ["'grüße 😀 ' || chr(0) || 'after'", "text", "grüße 😀 \0after"],
  ["'\\xFF\\x00'::blob", "bytes", "/wA="],
  ["date '1969-12-31'", "date", "1969-12-31"],
  ["date '9999-12-31'", "date", "9999-12-31"],
  ["date '0044-03-15 (BC)'", "date", "-000043-03-15"],
  ["'infinity'::date", "date", "infinity"],
  ["'-infinity'::date", "date", "-infinity"],
  ["time '24:00:00'", "time", "24:00:00"],
  ["time '01:02:03.000400'", "time", "01:02:03.0004"],
  ["timestamp '1969-12-31 23:59:59.999999'", "timestamp", "1969-12-31T23:59:59.999999"],
  ["timestamp '2013-03-10 02:30:00'", "timestamp", "2013-03-10T02:30:00"],
  ["'infinity'::timestamp", "timestamp", "infinity"],
  ["timestamp_s '2001-02-03 04:05:06'", "timestamp", "2001-02-03T04:05:06"],
  ["timestamp_ns '2001-02-03 04:05:06.123456'", "timestamp", "2001-02-03T04:05:06.123456"],
  ["timestamptz '2013-07-01 00:00:00+02'", "instant", "2013-06-30T22:00:00Z"],
  ["'-infinity'::timestamptz", "instant", "-infinity"],
  ["interval '-3 days'", "interval", "-3 days"],
  ["interval '1 year 2 months 3 days 04:05:06.7'", "interval", "1 year 2 months 3 days 04:05:06.7"],
  ["'0d0b4f2c-0000-4000-8000-00000000ffff'::uuid", "uuid", "0d0b4f2c-0000-4000-8000-00000000ffff"],
  [`'{"a": 1, "a": 2}'::json`, "json", '{"a": 1, "a": 2}'],
  ["[1, null, 3]", "list", "[1,null,3]"],
  [
    "[170141183460469231731687303715884105727::hugeint]",
    "list",
    "[170141183460469231731687303715884105727]",
  ],
  ["{'a': 1, 'b': 'x'}", "struct", '{"a":1,"b":"x"}'],
  ["map {'k': 1}", "struct", '{"k":1}'],
  ["'b'::enum('a', 'b')", "text", "b"],
  ["'0101'::bit", "text", "0101"],
  ["null", "int32", null],
  ["null::decimal(30,2)", "decimal(30,2)", null],
];

const SQL = `SELECT ${VALUES.map(([sql], index) => `${sql} AS c${index}`).join(", ")}`;
const QUERY: TraceQuery = {
  sql: SQL,
  columns: VALUES.map((_, index) => ({ alias: `c${index}`, name: `props.v${index}` })),
  cohortName: "all",
  ordered: true,
  dropNullCohort: false,
  diagnostics: [],
};
const NOTHING: EngineScope = { tables: [], timeZone: "UTC" };
const control: ReadControl = { signal: new AbortController().signal };

let folder: string;
let readers: Readers;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-embedded-"));
  readers = createReaders({ temporaryDirectory: folder });
});

afterAll(async () => {
  await readers.close();
  await rm(folder, { recursive: true });
});

/** The scope of one table `t` over a model's file. */
async function scopeOver(sql: string): Promise<EngineScope> {
  const { path, artifact } = await readers.embedded.model(sql, NOTHING, control);
  return {
    tables: [{ names: [{ table: "t" }], kind: "landed", path, columns: artifact.columns }],
    timeZone: "UTC",
  };
}

async function failure(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceError)) throw new Error(`Not refused: ${String(error)}`);
  return error.diagnostic.code;
}

test("a trace's JSON result keeps every type and value", async () => {
  const { path, artifact } = await readers.embedded.trace(QUERY, NOTHING, control);
  const result = await readResult(path, "json");
  expect(artifact.format).toBe("json");
  expect(result.columns.map(({ type }) => type)).toEqual(VALUES.map(([, type]) => type));
  expect(result.columns.map(({ values }) => values[0])).toEqual(VALUES.map(([, , text]) => text));
  expect(result.cohorts).toEqual([{ name: "all", rows: 1 }]);
});

test("zeros keep their sign in a model's file", async () => {
  const scope = await scopeOver(
    "SELECT CASE WHEN range % 3 = 0 THEN -0.0::double ELSE 0.0::double END AS z FROM range(300)",
  );
  const sql = "SELECT count(*) FILTER (z::varchar = '-0.0') AS n FROM t";
  const { result } = await readers.embedded.rows(sql, 1, scope, control);
  expect(result.columns[0]?.values).toEqual([100]);
});

test("a trace's Arrow result keeps every type and value", async () => {
  const query = { ...QUERY, sql: `FROM (${SQL}), range(10001) SELECT COLUMNS('^c\\d+$')` };
  const { path, artifact } = await readers.embedded.trace(query, NOTHING, control);
  const result = await readResult(path, "arrow");
  expect(artifact).toMatchObject({ format: "arrow", rows: 10_001 });
  expect(result.columns.map(({ type }) => type)).toEqual(VALUES.map(([, type]) => type));
  expect(result.columns.map(({ values }) => values[10_000])).toEqual(
    VALUES.map(([, , text]) => text),
  );
});

test("a model's Parquet file keeps every value that merges read from it", async () => {
  const scope = await scopeOver(SQL);
  const { result } = await readers.embedded.rows("FROM t", 10, scope, control);
  expect(result.columns.map(({ values }) => values[0])).toEqual(VALUES.map(([, , text]) => text));
});

test("a sum beyond 64 bits becomes a decimal, in results and in Parquet", async () => {
  const sql = "SELECT sum(x) AS c0 FROM (VALUES (9223372036854775807), (9223372036854775807)) t(x)";
  const { result } = await readers.embedded.rows(sql, 1, NOTHING, control);
  expect(result.columns[0]).toMatchObject({ type: "decimal", values: ["18446744073709551614"] });
  const { artifact } = await readers.embedded.model(sql, NOTHING, control);
  expect(artifact.columns).toEqual([{ name: "c0", type: "decimal(38,0)" }]);
});

const WIDE = [
  ["170141183460469231731687303715884105727::hugeint", "HUGEINT"],
  ["340282366920938463463374607431768211455::uhugeint", "UHUGEINT"],
  [`'${"9".repeat(60)}'::bignum`, "BIGNUM"],
] as const;

test.for(WIDE)("every digit of %s is there for merges and for pages", async ([wide, whole]) => {
  const sql = `SELECT unnest([${wide}, 5, NULL]) AS big`;
  const model = await readers.embedded.model(sql, NOTHING, control);
  expect(model.artifact.columns).toEqual([{ name: "big", type: "decimal", whole }]);
  expect(model.diagnostics).toEqual([]);
  const digits = /\d+/.exec(wide)?.[0];
  const page = await modelRows(readers.embedded, model, { limit: 9 }, control.signal);
  expect(page.columns[0]).toMatchObject({ type: "decimal", values: [digits, "5", null] });
  const table = await modelResult(readers.embedded, model, undefined, control.signal);
  expect((await readResult(table.path, "json")).columns[0]).toMatchObject({
    type: "decimal",
    values: [digits, "5", null],
  });
  const scope = await scopeOver(sql);
  const merged = "SELECT big AS b, typeof(big) AS t FROM t WHERE big > 6";
  const { result } = await readers.embedded.rows(merged, 9, scope, control);
  expect(result.columns.map(({ values }) => values[0])).toEqual([digits, whole]);
});

test("an interval of a model is one on pages, whose order is not that of its text", async () => {
  const sql = "SELECT unnest([interval '1 day 2 hours', interval '3 hours', NULL]) AS v";
  const { path, artifact } = await readers.embedded.model(sql, NOTHING, control);
  const expected = { type: "interval", values: ["1 day 02:00:00", "03:00:00", null] };
  const model = { artifact, path };
  const page = await modelRows(readers.embedded, model, { limit: 9 }, control.signal);
  expect(page.columns[0]).toMatchObject(expected);
  const table = await modelResult(readers.embedded, model, undefined, control.signal);
  expect((await readResult(table.path, "json")).columns[0]).toMatchObject(expected);
  const known = await modelValues(
    readers.embedded,
    model,
    { column: "v", limit: 9 },
    control.signal,
  );
  expect(new Set(known)).toEqual(new Set(expected.values));
});

test("nanoseconds that a model's rows have are said, with the column's name", async () => {
  const sql =
    "SELECT timestamp_ns '2001-01-01 00:00:00.000000001' AS a, timestamp_ns '2001-01-01' AS b";
  const { diagnostics } = await readers.embedded.model(sql, NOTHING, control);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "Times in `a` were cut to whole microseconds.",
  ]);
});

test("nanoseconds that are lost are said", async () => {
  const query = {
    ...QUERY,
    sql: "SELECT timestamp_ns '2001-01-01 00:00:00.000000001' AS c0",
    columns: QUERY.columns.slice(0, 1),
  };
  const { diagnostics } = await readers.embedded.trace(query, NOTHING, control);
  expect(diagnostics.map(({ code }) => code)).toEqual(["nanoseconds-cut"]);
});

test("tables are addressed by name and by schema, whatever the name", async () => {
  const view = (value: number) =>
    ({ kind: "scan", sql: `SELECT ${value} AS v`, directories: [] }) as const;
  const scope: EngineScope = {
    timeZone: "UTC",
    tables: [
      { names: [{ table: "orders" }, { schema: "orders", table: "model" }], ...view(1) },
      { names: [{ table: "memory" }, { schema: "memory", table: "model" }], ...view(2) },
      { names: [{ table: 'my "sales" 2024' }], ...view(3) },
    ],
  };
  const sql = `SELECT a.v, orders.v, b.v, c.v FROM orders, orders.model a, memory.model b, "my ""sales"" 2024" c`;
  const { result } = await readers.embedded.rows(sql, 1, scope, control);
  expect(result.columns.map(({ values }) => values[0])).toEqual([1, 1, 2, 3]);
});

test("the session's time zone is the scope's", async () => {
  const sql = "SELECT date_trunc('day', timestamptz '2013-07-01 01:00:00Z')::timestamp AS day";
  const { result } = await readers.embedded.rows(
    sql,
    1,
    { ...NOTHING, timeZone: "America/New_York" },
    control,
  );
  expect(result.columns[0]?.values[0]).toBe("2013-06-30T00:00:00");
});

test("nothing but the scope's folders can be read, and nothing written", async () => {
  const scope = await scopeOver("SELECT 1 AS a");
  const refused: readonly (readonly [sql: string, code: string])[] = [
    ["SELECT * FROM read_text('/etc/hostname')", "engine-query-failed"],
    ["COPY (SELECT 1) TO '/tmp/out.csv'", "not-a-query"],
    ["SET memory_limit = '1GB'", "not-a-query"],
    ["ATTACH '/tmp/other.duckdb'", "not-a-query"],
    ["INSTALL httpfs", "not-a-query"],
    ["SELECT 1; SELECT 2", "not-one-statement"],
    [
      "FROM enable_logging(storage = 'file', storage_config = {'path': '/tmp/log'})",
      "function-refused",
    ],
    ["FROM query('SELECT 1')", "function-refused"],
    ["SELEC 1", "engine-query-failed"],
  ];
  const found = [];
  for (const [sql] of refused) {
    found.push([sql, await failure(readers.embedded.rows(sql, 1, scope, control))]);
  }
  expect(found).toEqual(refused);
});

test("a cancelled statement stops, and the next one runs", async () => {
  const abort = new AbortController();
  const slow = "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b";
  const call = failure(readers.embedded.rows(slow, 1, NOTHING, { signal: abort.signal }));
  setTimeout(() => abort.abort(), 100);
  expect(await call).toBe("read-cancelled");
  const { result } = await readers.embedded.rows("SELECT 1 AS one", 1, NOTHING, control);
  expect(result.columns[0]?.values).toEqual([1]);
});

test("rows stop at the limit and say that there are more", async () => {
  const some = await readers.embedded.rows("FROM range(100)", 3, NOTHING, control);
  expect(some).toMatchObject({ more: true, result: { rows: 3, cohorts: [] } });
  expect(some.result.columns[0]?.values).toEqual([0, 1, 2]);
  expect(await readers.embedded.rows("FROM range(3)", 3, NOTHING, control)).toMatchObject({
    more: false,
  });
});

test("a limit of rows is an error, never a cut", async () => {
  expect(
    await failure(readers.embedded.model("FROM range(10)", NOTHING, { ...control, maxRows: 9 })),
  ).toBe("too-many-rows");
  const query = {
    ...QUERY,
    sql: "SELECT range AS c0 FROM range(10)",
    columns: QUERY.columns.slice(0, 1),
  };
  expect(await failure(readers.embedded.trace(query, NOTHING, { ...control, maxRows: 9 }))).toBe(
    "too-many-rows",
  );
});

test("a model without rows keeps its columns, and double names are told apart", async () => {
  const { artifact } = await readers.embedded.model(
    "SELECT 1 AS a, 2 AS A, 'x' AS a WHERE false",
    NOTHING,
    control,
  );
  expect(artifact).toMatchObject({ rows: 0, format: "parquet" });
  expect(artifact.columns).toEqual([
    { name: "a", type: "int32" },
    { name: "A_1", type: "int32" },
    { name: "a_2", type: "text" },
  ]);
});

test("describe tells names and types without running the query", async () => {
  const columns = await readers.embedded.describe(
    "SELECT error('run')::decimal(5,2) AS d, [1] AS l",
    NOTHING,
    {},
  );
  expect(columns).toEqual([
    { name: "d", type: "decimal(5,2)", nativeType: "DECIMAL(5,2)", exact: true },
    { name: "l", type: "list", nativeType: "INTEGER[]", exact: true },
  ]);
});
