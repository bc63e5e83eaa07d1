/** One run over all servers that this machine can have: what each must do, and that none is changed. */
import { createConnection } from "mysql2/promise";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { loadSourceType } from "../../src/sources/loaders.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { collect, refusal } from "../conformance/collect.js";
import { checkStages } from "../support/source.js";
import { FOREIGN, type ForeignServer } from "./foreign.js";

/** Rows of one read, more than a slow reader's socket and the server's buffers hold. */
const MANY = 200_000;

/** What no engine may carry out, nor be asked to describe. */
const CHANGING = [
  "truncate table things",
  "drop table things",
  "rename table things to others",
  "alter table things rename to others",
  "delete from things",
  "update things set id = 9",
  "insert into things values (9)",
  "with x as (select 1 as a) delete from things",
  "explain analyze delete from things",
  "select 1; drop table things",
  "create table others as (select * from things)",
];

const NUMBERS: Readonly<Record<string, (rows: number) => string>> = {
  postgresql: (rows) => `select n from generate_series(1, ${rows}) as g(n)`,
  mysql: (rows) => `select a.id + 2 * b.id as n from things a, things b limit ${rows}`,
  QuestDB: (rows) => `select x as n from long_sequence(${rows})`,
  "MariaDB 11.4": (rows) => `select seq as n from seq_1_to_${rows}`,
};

async function change({ type, fields }: ForeignServer, sql: readonly string[]): Promise<void> {
  const { host, port, username: user, password, database } = fields;
  const login = { host, port, user, password, database } as { host: string; port: number };
  if (type === "mysql") {
    const connection = await createConnection(login);
    for (const statement of sql) await connection.query(statement);
    await connection.end();
    return;
  }
  const client = await connected(() => new Client(login));
  for (const statement of sql) await client.query(statement);
  await client.end();
}

/** A server that takes one connection at a time may not yet have let go of the last one. */
async function connected(open: () => Client): Promise<Client> {
  for (let attempt = 0; ; attempt++) {
    const client = open();
    client.on("error", () => {});
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

for (const [name, startable] of Object.entries(FOREIGN)) {
  const { unavailable } = startable;
  describe.skipIf(unavailable !== undefined)(`${name} (${unavailable ?? "it is there"})`, () => {
    let server: ForeignServer;
    let source: Source;
    beforeAll(async () => {
      server = await startable.start();
      const home = server.type === "mysql" ? ["create database if not exists hw"] : [];
      await change(server, home);
      const database = server.type === "mysql" && name !== "go-mysql-server" ? "hw" : undefined;
      server = { ...server, fields: { ...server.fields, ...(database && { database }) } };
      await change(server, ["create table things (id int)", "insert into things values (1), (2)"]);
      const config = SOURCE_TYPES.get(server.type)?.config.parse(server.fields) ?? {};
      const type = await loadSourceType(server.type);
      source = await type.open(config, { name: "shop", queryTag: "headwater/x", secrets: [] });
    });
    afterAll(async () => {
      await source?.close();
      await server?.stop();
    });

    const numbers = (rows: number) =>
      (NUMBERS[name] ?? NUMBERS[server.type])?.(rows) ?? "select 1 as n";

    test("the doctor finds nothing that keeps queries from running", async () => {
      const stages = await checkStages(source);
      expect(stages.filter(({ ok }) => !ok)).toEqual([]);
      expect(stages.at(-1)).toMatchObject({ stage: "query" });
      expect(stages.at(-1)?.detail).toMatch(/^(?:PostgreSQL|QuestDB|MySQL|MariaDB) \d/);
    });

    test("its tables are listed with their columns", async () => {
      const tables = (await source.catalog()).flatMap((schema) => schema.tables);
      expect(tables.find((table) => table.name === "things")).toMatchObject({
        kind: "table",
        columns: [{ name: "id", type: "int32" }],
      });
    });

    test("an empty result keeps its columns", async () => {
      const { columns, rows } = await collect(source, "select id from things where id < 0");
      expect(columns.map((column) => `${column.name} ${column.type}`)).toEqual(["id int32"]);
      expect(rows).toBe(0);
    });

    test("several statements at once, and many rows, are counted right", async () => {
      const wanted = server.type === "mysql" && !NUMBERS[name] ? 4 : MANY;
      const reads = [1, 2, 3].map(() => collect(source, numbers(wanted)));
      const counts = (await Promise.all(reads)).map(({ rows }) => rows);
      expect(counts).toEqual([wanted, wanted, wanted]);
    });

    test("a name that is not there is told in the server's words", async () => {
      const said = await refusal(collect(source, "select nowhere from things"));
      expect(["query-name-unknown", "query-failed"]).toContain(said.code);
      expect(said.message).toMatch(/nowhere/);
    });

    test.runIf(name === "QuestDB")("nanoseconds that the server cuts are told", async () => {
      await change(server, [
        "create table ticks (at timestamp_ns, seen timestamp)",
        "insert into ticks values ('2024-01-01T00:00:00.123456789Z'::timestamp_ns, '2024-01-01T00:00:00.123456Z')",
      ]);
      const { values, warnings } = await collect(source, "select at, seen from ticks");
      const time = "2024-01-01T00:00:00.123456";
      expect(values).toEqual([[time], [time]]);
      expect(warnings.map(({ code, message }) => `${code} ${message}`)).toEqual([
        expect.stringMatching(/^nanoseconds-cut Times in `at` are stored in nanoseconds/),
      ]);
    });

    test("what changes data is not sent, and the data stays as it is", async () => {
      for (const statement of CHANGING) {
        const codes = [
          (await refusal(collect(source, statement))).code,
          (await refusal(source.describe(statement))).code,
        ];
        expect([statement, ...codes]).toEqual([
          statement,
          "statement-not-sent",
          "statement-not-sent",
        ]);
      }
      expect((await collect(source, "select id from things order by id")).values).toEqual([[1, 2]]);
    });
  });
}
