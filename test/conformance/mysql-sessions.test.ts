import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { collect, refusal } from "./collect.js";
import { openOn, type Fields } from "./open-mysql.js";

const missing = mariadbUnavailable();

describe.skipIf(missing)("mysql sessions", () => {
  let server: MariadbServer;
  let source: Source;
  beforeAll(async () => {
    server = await startMariadb();
    await server.query(
      `create database other; create table other.t as select 1 as v; create table shop.hidden as select 1 as v;
       create user reader@'%' identified by 'reader-word'; grant select on other.* to reader@'%';
       create user few@'%' identified by 'reader-word' with max_user_connections 2; grant select on shop.* to few@'%';`,
    );
    source = await openOn(server);
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  /** What the server's list shows of statements of ours that run. */
  async function active(): Promise<(string | null | undefined)[]> {
    const rows = await server.query("show processlist");
    return rows
      .filter(
        ({ Command, User }) => User === "headwater" && /^(Query|Execute)$/.test(Command ?? ""),
      )
      .map(({ Info }) => Info);
  }

  test("a statement finds nothing of the ones before it", async () => {
    const one = await openOn(server, { pool: 1, after_connect: "set @greeting = 'hello'" });
    expect(
      (await collect(one, "select @n := 7 as n, get_lock('headwater', 0) as l")).values,
    ).toEqual([[7], [1]]);
    expect(
      (
        await collect(
          one,
          "select cast(@n as char) as n, cast(@greeting as char) as g, is_used_lock('headwater') as l",
        )
      ).values,
    ).toEqual([[null], ["hello"], [null]]);
    await one.close();
  });

  test("an abort stops the statement on the server", async () => {
    const abort = new AbortController();
    const reading = refusal(collectUntil(source, "select sleep(600)", abort.signal));
    await expect.poll(active).toEqual(["/* headwater/tests */ select sleep(600)"]);
    abort.abort();
    expect((await reading).code).toBe("read-cancelled");
    await expect.poll(active).toEqual([]);
  });

  test("who leaves a long result stops it on the server", async () => {
    const { signal } = new AbortController();
    const stream = await source.stream("select seq from seq_1_to_1000000000", { signal });
    for await (const batch of stream.batches) {
      expect(batch.rows).toBeGreaterThan(0);
      break;
    }
    await expect.poll(active).toEqual([]);
  });

  test("a consumer that holds back holds the server back", async () => {
    async function sent(): Promise<number> {
      const [row] = await server.query("show global status like 'Bytes_sent'");
      return Number(row?.["Value"]);
    }
    const abort = new AbortController();
    const sql = "select seq, repeat('x', 1000) as x from seq_1_to_3000000";
    const stream = await source.stream(sql, { signal: abort.signal });
    await stream.batches[Symbol.asyncIterator]().next();
    const before = await sent();
    let last = before;
    await expect
      .poll(
        async () => {
          const now = await sent();
          const more = now - last;
          last = now;
          return more < 100_000;
        },
        { interval: 300, timeout: 20_000 },
      )
      .toBe(true);
    expect(last - before).toBeLessThan(200e6);
    expect(await active()).toHaveLength(1);
    abort.abort();
    await expect.poll(active).toEqual([]);
  });

  test("the server enforces the time limit", async () => {
    const hurried = await openOn(server, { timeout: 1 });
    const sql = "select count(*) from seq_1_to_1000000000 a where seq % 7 = 3";
    expect(await refusal(collect(hurried, sql))).toMatchObject({
      code: "query-timed-out",
      message: "`shop` stopped the query after 1 s, its time limit.",
    });
    await hurried.close();
  });

  test("no more than `pool` statements run at once", async () => {
    const two = await openOn(server, { pool: 2 });
    const sql = `select (select count(*) from information_schema.processlist where info like '%how many%' and command = 'Execute') as n, sleep(0.05) as s /* how many */`;
    const results = await Promise.all(Array.from({ length: 6 }, () => collect(two, sql)));
    await two.close();
    expect(Math.max(...results.map(({ values }) => Number(values[0]?.[0])))).toBe(2);
  });

  test("a login with fewer connections than the pool makes do with them", async () => {
    const few = await openOn(server, { username: "few", password: "reader-word", pool: 4 });
    const results = await Promise.all(
      Array.from({ length: 8 }, () => collect(few, "select sleep(0.02)")),
    );
    await few.close();
    expect(results.map(({ rows }) => rows)).toEqual(Array.from({ length: 8 }, () => 1));
  });

  test("failures to connect say what is wrong, without the password", async () => {
    const cases: [Fields, string][] = [
      [{ password: "not-the-word" }, "source-login-failed"],
      [{ password: "" }, "source-login-failed"],
      [{ database: "nowhere" }, "source-database-unknown"],
      [{ db_schema: "nowhere" }, "source-database-unknown"],
      [{ port: 1 }, "source-unreachable"],
      [{ host: "nowhere.invalid" }, "source-host-unknown"],
      [{ host: "/nowhere" }, "source-unreachable"],
      [{ username: "reader", password: "reader-word" }, "source-database-forbidden"],
    ];
    for (const [fields, code] of cases) {
      const other = await openOn(server, fields);
      const said = await refusal(collect(other, "select 1"));
      await other.close();
      expect({ fields, code: said.code }).toEqual({ fields, code });
      expect(JSON.stringify(said)).not.toContain("not-the-word");
    }
  });

  test("a server that never speaks is given up after `connect_timeout`", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo; // It listens on TCP.
    const other = await openOn(server, { port, connect_timeout: 1 });
    const said = await refusal(collect(other, "select 1"));
    await other.close();
    silent.close();
    expect(said.code).toBe("source-says-nothing");
  });

  test("a refused login is tried once", async () => {
    const denied = async () =>
      Number((await server.query("show global status like 'Access_denied_errors'"))[0]?.["Value"]);
    const before = await denied();
    const other = await openOn(server, { password: "not-the-word" });
    await refusal(collect(other, "select 1"));
    await other.close();
    expect(await denied()).toBe(before + 1);
  });

  test("rights and databases are the server's", async () => {
    const reader = await openOn(server, {
      username: "reader",
      password: "reader-word",
      db_schema: "other",
    });
    expect((await collect(reader, "select v from t")).rows).toBe(1);
    expect((await refusal(collect(reader, "select v from shop.hidden"))).code).toBe(
      "query-not-permitted",
    );
    expect(await reader.catalog()).toEqual([
      {
        name: "other",
        tables: [
          {
            name: "t",
            kind: "table",
            columns: [{ name: "v", nativeType: "int(1)", type: "int32" }],
          },
        ],
      },
    ]);
    await reader.close();
  });

  test("the catalogue has keys and comments", async () => {
    await server.query(
      "create database kept; create table kept.orders (id int primary key, code varchar(9) unique comment 'As on the bill', line int) comment 'What was sold'; create view kept.codes as select code from kept.orders",
    );
    const source = await openOn(server);
    const kept = (await source.catalog()).find(({ name }) => name === "kept");
    await source.close();
    const code = { name: "code", nativeType: "varchar(9)", type: "text" };
    expect(kept?.tables).toEqual([
      {
        name: "codes",
        kind: "view",
        columns: [{ ...code, comment: expect.stringMatching(/^$|As on/) }],
      },
      {
        name: "orders",
        kind: "table",
        comment: "What was sold",
        columns: [
          { name: "id", nativeType: expect.stringMatching(/^int/), type: "int32", key: "primary" },
          { ...code, key: "unique", comment: "As on the bill" },
          { name: "line", nativeType: expect.stringMatching(/^int/), type: "int32" },
        ],
      },
    ]);
  });

  test("after_connect cannot lift the protection", async () => {
    await server.query(
      "create function shop.wipe_hidden() returns int begin delete from shop.hidden; return 1; end; select 1",
    );
    for (const after_connect of [
      "set session transaction read write",
      "delete from hidden",
      "drop table hidden",
      "start transaction read write",
      "select 1; select 2",
    ]) {
      const other = await openOn(server, { after_connect });
      // By its words it only reads: the engine's own guard is what stands.
      const said = await refusal(collect(other, "select wipe_hidden()"));
      await other.close();
      expect(said.code).toMatch(/^(source-setup-failed|query-would-write)$/);
    }
    expect(await server.query("select v from shop.hidden")).toHaveLength(1);
  });

  test("a Unix socket is a host", async () => {
    const local = await openOn(server, { host: server.socket });
    expect((await collect(local, "select 1")).rows).toBe(1);
    await local.close();
  });

  test("the doctor warns of a login that can write, and stops at the first fault", async () => {
    const stages = [];
    for await (const stage of source.check()) stages.push(stage);
    expect(stages.map(({ stage, ok }) => [stage, ok])).toEqual(
      ["settings", "resolve", "connect", "tls", "login", "privileges", "query"].map((stage) => [
        stage,
        true,
      ]),
    );
    expect(stages.at(-2)?.diagnostic?.code).toBe("source-login-powerful");
    expect(stages.at(-1)?.detail).toMatch(
      /^MariaDB 1\d\.\d.*, time zone \+00:00 \(.*encoding utf8mb4, sql_mode STRICT/,
    );
    const reader = await openOn(server, {
      username: "reader",
      password: "reader-word",
      database: "other",
    });
    for await (const stage of reader.check()) {
      if (stage.stage === "privileges")
        expect(stage).toEqual({ stage: "privileges", ok: true, detail: "read only" });
    }
    await reader.close();
    const wrong = await openOn(server, { password: "not-the-word" });
    const found = [];
    for await (const stage of wrong.check()) found.push(stage);
    expect(found.at(-1)).toMatchObject({
      stage: "login",
      ok: false,
      diagnostic: { code: "source-login-failed" },
    });
  });

  test("the source survives a restart of the server", async () => {
    expect(await Promise.all([1, 2, 3].map(() => collect(source, "select 1")))).toHaveLength(3);
    const reading = refusal(collect(source, "select sleep(600)"));
    await expect.poll(active).toEqual(["/* headwater/tests */ select sleep(600)"]);
    await server.crash();
    expect((await reading).code).toBe("source-connection-lost");
    expect((await refusal(collect(source, "select 1"))).code).toBe("source-unreachable");
    await server.start();
    expect((await collect(source, "select 1")).rows).toBe(1);
  });
});

/** Reads a result until its signal is aborted. */
async function collectUntil(source: Source, sql: string, signal: AbortSignal): Promise<void> {
  const stream = await source.stream(sql, { signal });
  for await (const batch of stream.batches) expect(batch.rows).toBeGreaterThan(0);
}
