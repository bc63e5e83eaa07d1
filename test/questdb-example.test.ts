/** The plugin of `examples/questdb`: on a server that a script plays, and on a real one. */
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../src/sources/contract.js";
import { openPlugin } from "../src/sources/conformance.js";
import { collect, refusal } from "./conformance/collect.js";
import { FOREIGN, type ForeignServer } from "./servers/foreign.js";
import { json, startScriptedHttp, type HttpStep } from "./servers/scripted-http.js";
import { checkStages } from "./support/source.js";

const PLUGIN = new URL("../examples/questdb/plugins/questdb/index.js", import.meta.url);

async function open(url: string, fields: Record<string, unknown> = {}): Promise<Source> {
  const { sourceType } = (await import(PLUGIN.href)) as { readonly sourceType: unknown };
  return openPlugin(sourceType, { url, page_rows: 2, ...fields });
}

const column = (name: string, type: string) => ({ name, type });

describe("on a server that a script plays", () => {
  test("parts come one after the other, with their types and all digits", async () => {
    const columns = [
      column("l", "LONG"),
      column("d", "DECIMAL(38,2)"),
      column("w", "DECIMAL(51,1)"),
      column("ns", "TIMESTAMP_NS"),
      column("b", "BOOLEAN"),
      column("a", "ARRAY"),
    ];
    const wide = "12345678901234567890123456789012345678901234567890.5";
    const time = "2024-01-01T00:00:00.123456789Z";
    const rows = [
      `[9223372036854775807,"123456789012345678901234567890123456.78","${wide}","${time}",true,[1.5,2]]`,
      `[-9223372036854775807,null,null,null,false,null]`,
      `[3,"0.01","1.0","2024-01-01T00:00:00.000001000Z",null,[]]`,
    ];
    const answer =
      (part: string[]): HttpStep =>
      (response) =>
        response.end(
          `{"columns":${JSON.stringify(columns)},"dataset":[${part.join(",")}],"count":3}`,
        );
    const server = await startScriptedHttp(answer(rows.slice(0, 2)), answer(rows.slice(2)));
    const source = await open(server.url, { username: "reader", password: "a-word" });
    const read = await collect(source, "select * from t");
    expect(read.columns.map(({ type }) => type)).toEqual([
      "int64",
      "decimal(38,2)",
      "decimal",
      "instant",
      "bool",
      "list",
    ]);
    expect(read.values).toEqual([
      ["9223372036854775807", "-9223372036854775807", 3],
      ["123456789012345678901234567890123456.78", null, "0.01"],
      [wide, null, "1.0"],
      ["2024-01-01T00:00:00.123456Z", null, "2024-01-01T00:00:00.000001Z"],
      [true, false, null],
      ["[1.5,2]", null, "[]"],
    ]);
    expect(read.warnings.map(({ code, message }) => [code, message.includes("ns")])).toEqual([
      ["nanoseconds-cut", true],
    ]);
    const asked = server.requests.map(({ path, headers }) => [
      new URL(path, server.url).searchParams.get("limit"),
      headers.authorization,
    ]);
    const login = `Basic ${Buffer.from("reader:a-word").toString("base64")}`;
    expect(asked).toEqual([
      ["1,2", login],
      ["3,4", login],
    ]);
  });

  const page = (count: number, ...dataset: unknown[][]) =>
    json({ columns: [column("n", "INT")], dataset, count });

  test("rows that change while they are read are no result", async () => {
    const server = await startScriptedHttp(page(3, [1], [2]), page(4, [3], [4]));
    const said = await refusal(collect(await open(server.url), "select n from t"));
    expect([said.code, said.message]).toEqual([
      "source-failed",
      "The rows of `test` changed while they were read.",
    ]);
  });

  test("rows that are fewer than was said are no result", async () => {
    const server = await startScriptedHttp(page(3, [1], [2]), page(3));
    const said = await refusal(collect(await open(server.url), "select n from t"));
    expect(said.message).toContain("other rows");
  });

  test.each([
    [{ query: "select x from t", error: "Invalid column: x", position: 7 }, "query-name-unknown"],
    [{ query: "select from", error: "column expression expected", position: 7 }, "query-failed"],
  ])("what the server says of a query is told with its place", async (answer, code) => {
    const server = await startScriptedHttp(json(answer, 400));
    const said = await refusal(collect(await open(server.url), answer.query));
    expect(said.code).toBe(code);
    expect(said.message).toContain(answer.error);
    expect(said.detail).toBe(`at: ${answer.query.slice(answer.position)}`);
  });

  test("what does not only read is not sent", async () => {
    const server = await startScriptedHttp(json({ ddl: "OK" }));
    const source = await open(server.url);
    for (const sql of ["truncate table t", "drop table t", "with x as (select 1) delete from t"]) {
      expect((await refusal(collect(source, sql))).code).toBe("statement-not-sent");
      expect((await refusal(source.describe(sql))).code).toBe("statement-not-sent");
    }
    expect(server.requests).toHaveLength(0);
  });

  test("an abort ends the call, whatever it is for", async () => {
    const server = await startScriptedHttp(() => {});
    const source = await open(server.url);
    for (const ask of [
      (signal: AbortSignal) => source.describe("select 1", signal),
      (signal: AbortSignal) => source.catalog(signal),
    ]) {
      const abort = new AbortController();
      const before = server.requests.length;
      const said = refusal(ask(abort.signal));
      while (server.requests.length === before) await new Promise((done) => setTimeout(done, 5));
      abort.abort();
      expect((await said).code).toBe("read-cancelled");
      await server.requests.at(-1)?.closed;
    }
  });

  test("a server that is silent beyond the time limit, and a refused login, are told", async () => {
    const silent = await startScriptedHttp(() => {});
    const late = refusal(collect(await open(silent.url, { timeout: 0.2 }), "select 1"));
    expect((await late).code).toBe("query-timed-out");
    const closed = await startScriptedHttp(json({ error: "no" }, 401));
    const login = refusal(collect(await open(closed.url, { username: "u" }), "select 1"));
    expect((await login).code).toBe("source-login-failed");
  });
});

const { QuestDB } = FOREIGN;
describe.skipIf(QuestDB?.unavailable !== undefined)(
  `on a real QuestDB (${QuestDB?.unavailable ?? "it is there"})`,
  () => {
    let server: ForeignServer | undefined;
    let source: Source;
    beforeAll(async () => {
      server = await QuestDB?.start();
      source = await open(`http://127.0.0.1:${String(server?.web)}`, { page_rows: 40_000 });
      await change(
        "create table things (id int)",
        "insert into things values (1), (2)",
        "create table many as (select x as n, x * 0.5 as half from long_sequence(100000))",
      );
    });
    afterAll(async () => {
      await source?.close();
      await server?.stop();
    });

    async function change(...statements: readonly string[]): Promise<unknown[]> {
      const { host, port, username: user, password, database } = server?.fields ?? {};
      const login = { host, port, user, password, database } as { host: string; port: number };
      const client = new Client(login);
      await client.connect();
      let rows: unknown[] = [];
      for (const statement of statements) ({ rows } = await client.query(statement));
      await client.end();
      return rows;
    }

    test("the doctor, the tables and the values are the server's", async () => {
      const stages = await checkStages(source);
      expect(stages.every(({ ok }) => ok)).toBe(true);
      expect(stages.at(-1)?.detail).toMatch(/^QuestDB \d/);
      const tables = (await source.catalog()).flatMap((schema) => schema.tables);
      expect(tables.find(({ name }) => name === "things")?.columns).toEqual([
        { name: "id", nativeType: "integer", type: "int32" },
      ]);
      const { values, warnings } = await collect(
        source,
        `select 9223372036854775807 l, cast('1.50' as decimal(38,2)) d, 'ab' s, cast(null as int) n,
          cast('2024-01-01T00:00:00.123456789Z' as timestamp_ns) ns`,
      );
      expect(values.flat()).toEqual([
        "9223372036854775807",
        "1.50",
        "ab",
        null,
        "2024-01-01T00:00:00.123456Z",
      ]);
      expect(warnings.map(({ code }) => code)).toEqual(["nanoseconds-cut"]);
    });

    test("parts of many rows make the whole, in order", async () => {
      const { values, rows } = await collect(source, "select n, half from many");
      expect(rows).toBe(100_000);
      expect(values[0]?.every((value, at) => value === at + 1)).toBe(true);
      expect((await collect(source, "select id from things where id < 0")).columns).toHaveLength(1);
    });

    test("an abort stops the query on the server, and a refusal is told in its words", async () => {
      const abort = new AbortController();
      const slow = "select count() from many a cross join many b where a.n * b.n = -1";
      const reading = refusal(source.describe(slow, abort.signal));
      const running = async () => {
        const rows = await change("select query from query_activity()");
        return rows.filter((row) => JSON.stringify(row).includes("cross join"));
      };
      while ((await running()).length === 0) await new Promise((done) => setTimeout(done, 20));
      abort.abort();
      expect((await reading).code).toBe("read-cancelled");
      while ((await running()).length > 0) await new Promise((done) => setTimeout(done, 20));
      const said = await refusal(collect(source, "select nowhere from things"));
      expect(said.code).toBe("query-name-unknown");
      expect(said.message).toMatch(/nowhere/);
    });
  },
);
