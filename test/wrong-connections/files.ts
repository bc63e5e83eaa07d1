/** Files that are not what a source takes them for. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateRawSync, gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { writeFiles } from "../support/project.js";
import { xlsx } from "../support/xlsx.js";
import { duckDb08File, duckDb2File } from "./recorded-files.js";

const OLE = Buffer.from("d0cf11e0a1b11ae1", "hex");

const TEXTS = {
  "data/orders.csv": "id,amount\n1,2.50\n2,3.00\n",
  "data/ragged.csv": "id,amount\n1,2.50\n2,3.00,7\n",
  "data/empty.csv": "",
  "data/parts/a.csv": "id,amount\n1,2\n",
  "data/parts/b.csv": "id,sum\n1,2\n",
  "data/page.csv": "<!DOCTYPE html>\n<html><body>Sign in to go on</body></html>\n",
  "data/pointer.csv":
    "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n",
  "data/records.json": '[{"id": 1}, {"id": 2}]',
  "data/broken.json": '{"id": 1}\n{"id": 2\n',
  "data/numbers.json": "[1, 2, 3]",
  "data/document.json": '{"result": {"rows": [{"id": 1}]}}',
  "data/notes.txt": "These are notes and no database.\n".repeat(20),
} as const;

/** Writes them into the folder of a project. */
export async function writeWrongFiles(folder: string): Promise<void> {
  await writeFiles(folder, TEXTS);
  await mkdir(join(folder, "data/empty folder"));
  const at = (name: string) => join(folder, "data", name);
  const database = new DatabaseSync(at("shop.sqlite"));
  database.exec("create table orders (id integer primary key, note text)");
  database.exec("insert into orders select value, 'x' from (select 1 as value)");
  for (let i = 2; i < 400; i++)
    database.exec(`insert into orders values (${i}, '${"n".repeat(90)}')`);
  database.close();
  const empty = new DatabaseSync(at("empty.sqlite"));
  empty.exec("create table t (a); drop table t");
  empty.close();
  const duck = await DuckDBInstance.create(at("shop.duckdb"));
  const connection = await duck.connect();
  await connection.run("create table orders as select 1 as id");
  await connection.run(`copy orders to '${at("orders.parquet")}' (format parquet)`);
  connection.closeSync();
  duck.closeSync();
  const none = await DuckDBInstance.create(at("empty.duckdb"));
  (await none.connect()).closeSync();
  none.closeSync();
  const [sqlite, parquet] = await Promise.all([
    readFile(at("shop.sqlite")),
    readFile(at("orders.parquet")),
  ]);
  const workbook = xlsx([
    { name: "Orders", rows: [["id"], [1]] },
    { name: "Notes", rows: [] },
  ]);
  const binaries: Readonly<Record<string, Uint8Array>> = {
    "two.duckdb": duckDb2File(),
    "old.duckdb": duckDb08File(),
    "cut.sqlite": sqlite.subarray(0, 6000),
    "secret.sqlite": Buffer.from(Array.from({ length: 8192 }, (_, i) => (i * 167 + 13) % 251)),
    "cut.parquet": parquet.subarray(0, parquet.length - 20),
    "orders.xlsx": workbook,
    "old.xls": Buffer.concat([OLE, Buffer.alloc(4096)]),
    "utf16.csv": Buffer.from("\uFEFFid,amount\n1,2\n", "utf16le"),
    "latin.csv": Buffer.from("id,name\n1,Fr\xe9d\xe9ric\n", "latin1"),
    "orders.json.gz": gzipSync('[{"id": 1}]'),
    "noise.csv": deflateRawSync(Buffer.from("noise ".repeat(1000))),
    "utf16.json": Buffer.from('\uFEFF[{"id": 1}]', "utf16le"),
  };
  for (const [name, bytes] of Object.entries(binaries)) await writeFile(at(name), bytes);
}
