import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { loadSourceType } from "../../src/sources/loaders.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { xlsx } from "../support/xlsx.js";
import { collect } from "./collect.js";
import { behavesLikeConnector, type ConnectorUnderTest } from "./connector.js";
import { DUCKDB_VALUES } from "./duckdb-values.js";

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "headwater-family-"));
  folders.push(folder);
  return folder;
}

/** Runs statements with DuckDB's own API, in a file or in memory. */
async function runDuckDb(file: string, statements: readonly string[]): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}

async function open(type: string, fields: Record<string, unknown>): Promise<Source> {
  const info = SOURCE_TYPES.get(type);
  if (!info) throw new Error(`No source type ${type}`);
  const loaded = await loadSourceType(type);
  const context = { name: "shop", queryTag: "headwater/tests", secrets: [] };
  return loaded.open(info.config.parse(fields), context);
}

/** Makes a connector on a folder with one file; `table` is how its table is called in SQL. */
function subject(
  type: string,
  fields: Record<string, unknown>,
  folder: string,
  table: string,
): ConnectorUnderTest {
  return {
    open: () => open(type, fields),
    sql: {
      numbers: (rows) => `SELECT range + 1 AS n FROM range(${rows})`,
      empty: `SELECT id, label FROM ${table} WHERE false; -- nothing`,
      emptyAndNull: "SELECT '' AS a, NULL::VARCHAR AS b",
      sameNameTwice: "SELECT 1 AS a, 2 AS a",
      unknownColumn: `SELECT nowhere FROM ${table}`,
      syntaxError: "SELECT FROM WHERE",
      refused: [
        `INSERT INTO ${table} VALUES (2, 'two')`,
        `DELETE FROM ${table}`,
        `DROP TABLE ${table}`,
        "CREATE TABLE other AS SELECT 1",
        "SELECT 1; SELECT 2",
        `COPY ${table} TO '${join(folder, "copy.csv")}'`,
        `EXPORT DATABASE '${join(folder, "export")}'`,
        `ATTACH '${join(folder, "other.duckdb")}'`,
        "INSTALL httpfs",
        "SET memory_limit = '8GB'",
        "PRAGMA threads = 4",
        "CALL enable_logging()",
        `FROM enable_logging(storage = 'file', storage_config = {'path': '${join(folder, "log")}'})`,
        "FROM query('SELECT 1')",
        "SELECT * FROM read_text('/etc/hostname')",
        "BEGIN",
        `EXPLAIN ANALYZE DELETE FROM ${table}`,
        "",
        "-- nothing",
      ],
    },
    table: { schema: "main", name: table, columns: ["id", "label"] },
    fingerprint: () => {
      const names = readdirSync(folder).toSorted();
      const hash = createHash("sha256");
      for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
      return Promise.resolve(hash.digest("hex"));
    },
    close: () => Promise.resolve(),
  };
}

behavesLikeConnector("duckdb", async () => {
  const folder = await temporaryFolder();
  const database = join(folder, "shop.duckdb");
  await runDuckDb(database, ["CREATE TABLE items AS SELECT 1::INTEGER AS id, 'one' AS label"]);
  return subject("duckdb", { database }, folder, "items");
});

behavesLikeConnector("parquet", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "items.parquet");
  await runDuckDb(":memory:", [`COPY (SELECT 1::INTEGER AS id, 'one' AS label) TO '${file}'`]);
  return subject("parquet", { file }, folder, "shop");
});

behavesLikeConnector("csv", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "items.csv");
  await writeFile(file, "id,label\n1,one\n");
  return subject("csv", { file }, folder, "shop");
});

behavesLikeConnector("json", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "items.json");
  await writeFile(file, '[{"id": 1, "label": "one"}]');
  return subject("json", { file }, folder, "shop");
});

behavesLikeConnector("excel", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "items.xlsx");
  const rows = [
    ["id", "label"],
    [1, "one"],
  ];
  await writeFile(file, xlsx([{ name: "shop", rows }]));
  return subject("excel", { file }, folder, "shop");
});

const ROW = `SELECT ${DUCKDB_VALUES.map(([sql], index) => `${sql} AS c${index}`).join(", ")}`;

test.each(["duckdb", "parquet"])("nasty values arrive from %s as they are", async (type) => {
  const folder = await temporaryFolder();
  const file = join(folder, "values");
  await (type === "duckdb"
    ? runDuckDb(file, [`CREATE TABLE data AS ${ROW}`])
    : runDuckDb(":memory:", [`COPY (${ROW}) TO '${file}' (FORMAT parquet)`]));
  const source = await open(type, type === "duckdb" ? { database: file } : { file });
  const { columns, values, warnings } = await collect(source, "SELECT * FROM data");
  await source.close();
  expect(values).toEqual(DUCKDB_VALUES.map(([, , value]) => [value]));
  expect(columns.map((column) => column.type)).toEqual(DUCKDB_VALUES.map(([, logical]) => logical));
  expect(warnings).toEqual([]);
});

test("the first rows may be NULL, and a whole column too", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "gaps.parquet");
  await runDuckDb(":memory:", [
    `COPY (SELECT CASE WHEN i > 20000 THEN i END AS n, NULL::VARCHAR AS s FROM range(20010) t(i)) TO '${file}'`,
  ]);
  const source = await open("parquet", { file });
  const { values } = await collect(source, "SELECT n, s FROM shop");
  await source.close();
  expect(values[0]?.slice(20_000, 20_003)).toEqual([null, 20_001, 20_002]);
  expect(values[0]?.filter((value) => value !== null)).toHaveLength(9);
  expect(values[1]?.every((value) => value === null)).toBe(true);
});

test("a Parquet file whose columns differ in case only is told of", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "fees.parquet");
  await runDuckDb(":memory:", [
    `COPY (SELECT 1 AS "Amt", {amt: 2, x: {y: 3}} AS s, 4 AS bmt) TO '${file}'`,
  ]);
  // DuckDB itself writes no such file.
  await writeFile(file, readFileSync(file, "latin1").replaceAll("bmt", "amt"), "latin1");
  const source = await open("parquet", { file });
  const { columns, warnings } = await collect(source, "SELECT * FROM shop");
  await source.close();
  expect(columns.map(({ name }) => name)).toEqual(["Amt", "s", "amt_1"]);
  expect(warnings.map(({ code }) => code)).toEqual(["column-renamed"]);
});
