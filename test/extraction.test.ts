/**
 * Rows of the extraction benchmark, fewer of them: every value that lands beside the one that it
 * was made from.
 */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Readers } from "../src/readers/contract.js";
import { createReaders } from "../src/readers/readers.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { mariadbUnavailable, startMariadb } from "./servers/mariadb.js";
import { postgresUnavailable, startPostgres } from "./servers/postgres.js";
import { keptHosts } from "./support/kept-hosts.js";

/** Not a whole number of batches, nor of DuckDB's vectors. */
const ROWS = 40_001;

interface BenchData {
  generate(folder: string, rows: number): Promise<{ database: string; csv: string }>;
  fillPostgres(server: unknown, csv: string): Promise<void>;
  fillMariadb(server: unknown, csv: string): Promise<void>;
  fillSqlite(database: string, csv: string): Promise<void>;
  differences(database: string, parquet: string): Promise<Record<string, number>>;
}

let folder: string;
let readers: Readers;
let data: BenchData;
let made: Awaited<ReturnType<BenchData["generate"]>>;

beforeAll(async () => {
  // The benchmark runs without a build step, so that it has no types.
  const module: unknown = await import(join(import.meta.dirname, "../bench/extract/data.js"));
  data = module as BenchData;
  folder = await mkdtemp(join(tmpdir(), "headwater-extraction-"));
  readers = createReaders({ temporaryDirectory: join(folder, "tmp"), hosts: keptHosts });
  made = await data.generate(folder, ROWS);
});

afterAll(async () => {
  await readers.close();
  await rm(folder, { recursive: true });
});

async function landed(type: string, fields: Record<string, unknown>) {
  const config: unknown = SOURCE_TYPES.get(type)?.config.parse(fields);
  const source = readers.source({
    key: type,
    type,
    // Made by the type's own schema.
    config: config as Record<string, unknown>,
    context: { name: "shop", queryTag: "headwater/tests", secrets: [] },
  });
  const { signal } = new AbortController();
  const draft = await source.model("select * from orders", { signal });
  expect(draft.diagnostics).toEqual([]);
  return data.differences(made.database, draft.path);
}

const SAME = { missing: 0, added: 0, rows: ROWS };

test("every value of a DuckDB table lands as it is", async () => {
  expect(await landed("duckdb", { database: made.database })).toEqual(SAME);
});

test("every value of a SQLite table lands as it is", async () => {
  const database = join(folder, "orders.sqlite");
  await data.fillSqlite(database, made.csv);
  expect(await landed("sqlite", { database })).toEqual(SAME);
});

describe.skipIf(postgresUnavailable())("PostgreSQL", () => {
  test("every value of a table lands as it is", async () => {
    const server = await startPostgres();
    try {
      await data.fillPostgres(server, made.csv);
      const { host, port, user: username, password, database } = server;
      const login = { host, port, username, password, database, sslmode: "disable" };
      expect(await landed("postgresql", login)).toEqual(SAME);
    } finally {
      await server.stop();
    }
  });
});

describe.skipIf(mariadbUnavailable())("MariaDB", () => {
  test("every value of a table lands as it is", async () => {
    const server = await startMariadb();
    try {
      await data.fillMariadb(server, made.csv);
      const { host, port, user: username, password, database } = server;
      const login = { host, port, username, password, database };
      expect(await landed("mysql", login)).toEqual(SAME);
    } finally {
      await server.stop();
    }
  });
});

test("a value that differs is found", async () => {
  const other = await data.generate(await mkdtemp(join(folder, "other-")), 10);
  const source = readers.source({
    key: "other",
    type: "duckdb",
    config: { database: other.database },
    context: { name: "other", queryTag: "headwater/tests", secrets: [] },
  });
  const { signal } = new AbortController();
  const sql =
    "select * replace (case when customer = 7919 then quantity + 1 else quantity end as quantity) from orders";
  const { path } = await source.model(sql, { signal });
  expect(await data.differences(other.database, path)).toEqual({ missing: 1, added: 1, rows: 10 });
});
