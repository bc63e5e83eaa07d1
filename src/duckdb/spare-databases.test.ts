import { utimes } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { temporaryFolder } from "../../test/support/project.js";
import type { DuckDbConnection } from "./connection.js";
import { DuckDbDatabase } from "./database.js";
import { SpareDatabases } from "./spare-databases.js";
import { streamQuery } from "./stream-query.js";

const opened = vi.spyOn(DuckDbDatabase, "open");
const signal = new AbortController().signal;
let spares: SpareDatabases;

beforeEach(() => {
  spares = new SpareDatabases();
  opened.mockClear();
});

afterEach(() => spares.close());

/** A connection that sees one view. */
function connect(name: string, directories: readonly string[] = []): Promise<DuckDbConnection> {
  const prepare = (connection: DuckDbConnection) =>
    connection.run(`create view ${name} as select '${name}' as a from range(5000)`);
  return spares.connect({ directories, prepare });
}

/** Reads a query to its end, or so many batches of it. */
async function read(connection: DuckDbConnection, sql: string, most = Infinity): Promise<number> {
  const { batches } = await streamQuery(connection, sql, { signal, of: "engine" });
  let [rows, count] = [0, 0];
  for await (const batch of batches) {
    rows += batch.rows;
    if (++count >= most) break;
  }
  return rows;
}

test("the next query is served by the same instance, and sees its own tables alone", async () => {
  expect(await read(await connect("one"), "from one")).toBe(5000);
  expect(await read(await connect("two"), "from two")).toBe(5000);
  await expect(read(await connect("three"), "from one")).rejects.toThrow("one");
  expect(opened).toHaveBeenCalledTimes(1);
});

test("the lock holds for the next query too", async () => {
  await read(await connect("one"), "from one");
  const connection = await connect("two");
  expect(opened).toHaveBeenCalledTimes(1);
  const forbidden = [
    "select * from read_csv('/etc/passwd')",
    "copy (select 1) to '/tmp/headwater-never.csv'",
    "attach '/tmp/headwater-never.duckdb'",
    "set enable_external_access = true",
    "set global threads = 1",
  ];
  for (const sql of forbidden) {
    await expect(connection.run(sql), sql).rejects.toThrow(/Permission|locked/);
  }
  connection.close();
});

test.each(["interrupted", "left early"])(
  "an instance whose query was %s serves no other",
  async (how) => {
    const connection = await connect("one");
    if (how === "interrupted") {
      connection.interrupt();
      await expect(read(connection, "from one")).rejects.toThrow();
    } else await read(connection, "from one, range(10)", 1);
    expect(await read(await connect("one"), "from one")).toBe(5000);
    expect(opened).toHaveBeenCalledTimes(2);
  },
);

test("queries at once and of other folders have instances of their own", async () => {
  const connections = await Promise.all([connect("one"), connect("one"), connect("one", ["/tmp"])]);
  expect(opened).toHaveBeenCalledTimes(3);
  for (const connection of connections) connection.close();
  (await connect("two", ["/tmp"])).close();
  expect(opened).toHaveBeenCalledTimes(3);
  (await connect("two", ["/var/tmp"])).close();
  expect(opened).toHaveBeenCalledTimes(4);
});

test("no more than four are kept", async () => {
  const zones = ["UTC", "Asia/Tokyo", "Europe/Berlin", "America/Lima", "Africa/Cairo"];
  const inZone = async (timeZone: string) => (await spares.connect({ timeZone })).close();
  for (const zone of zones) await inZone(zone);
  for (const zone of zones.slice(1)) await inZone(zone);
  expect(opened).toHaveBeenCalledTimes(zones.length);
  await inZone("UTC");
  expect(opened).toHaveBeenCalledTimes(zones.length + 1);
});

test.each(["csv", "parquet", "json"])(
  "a %s file that looks as before is read anew",
  async (kind) => {
    const folder = await temporaryFolder();
    const file = join(folder, `rows.${kind}`);
    const writer = await (await DuckDBInstance.create()).connect();
    const time = new Date("2024-01-01T00:00:00Z");
    const seen: unknown[] = [];
    for (const text of ["before", "behind"]) {
      await writer.run(
        `copy (select '${text}' as a from range(200000)) to '${file}' (format ${kind})`,
      );
      await utimes(file, time, time);
      const prepare = (connection: DuckDbConnection) =>
        connection.run(`create view rows as from read_${kind}('${file}')`);
      const connection = await spares.connect({ directories: [folder], prepare });
      seen.push(await connection.text("select distinct a from rows"));
      connection.close();
    }
    expect(seen).toEqual(["before", "behind"]);
    expect(opened).toHaveBeenCalledTimes(1);
  },
);

test("what nobody needs soon is closed", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  (await connect("one")).close();
  vi.runAllTimers();
  vi.useRealTimers();
  (await connect("two")).close();
  expect(opened).toHaveBeenCalledTimes(2);
});
