import { HOSTILE } from "../support/hostile-statements.js";
import { chmod } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import { postgresql, type PostgresqlConfig } from "../../src/sources/postgresql/config.js";
import { postgresqlSource } from "../../src/sources/postgresql/index.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { temporaryFile } from "../support/source.js";
import { collect, refusal } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { POSTGRESQL_VALUES } from "./postgresql-values.js";

const missing = postgresUnavailable();

type Fields = Partial<Record<keyof PostgresqlConfig, unknown>>;

async function openOn(server: PostgresServer, fields: Fields = {}): Promise<Source> {
  const { host, port, user: username, password, database } = server;
  const config = postgresql.config.parse({ host, port, username, password, database, ...fields });
  return postgresqlSource.open(config, {
    name: "shop",
    queryTag: "headwater/tests",
    secrets: [password],
  });
}

behavesLikeConnector(
  "postgresql",
  async () => {
    const server = await startPostgres();
    await server.query(
      `create table items(id integer primary key, label text); insert into items values (1, 'one');
       create sequence counter`,
    );
    return {
      open: () => openOn(server),
      sql: {
        numbers: (rows) => `select n::int from generate_series(1, ${rows}) as s(n)`,
        empty: "select id, label from items where false; -- nothing",
        emptyAndNull: "select '' as a, null::text as b",
        sameNameTwice: "select 1 as a, 2 as a",
        unknownColumn: "select nowhere from items",
        syntaxError: "select from where",
        refused: HOSTILE.postgresql,
      },
      table: { schema: "public", name: "items", columns: ["id", "label"] },
      fingerprint: async () =>
        JSON.stringify([
          await server.query("select * from items"),
          await server.query("select last_value, is_called from counter"),
          await server.query("select relname from pg_class order by oid"),
        ]),
      close: () => server.stop(),
    };
  },
  missing,
);

describe.skipIf(missing)("postgresql", () => {
  let server: PostgresServer;
  let source: Source;
  beforeAll(async () => {
    server = await startPostgres();
    await server.query(
      `create schema "Sales"; create table "Sales".t as select 1 as v; create table hidden as select 1 as v;
       create role reader login password 'reader-word'; grant usage on schema "Sales" to reader; grant select on "Sales".t to reader;
       create role few login password 'reader-word' connection limit 2;
       create type mood as enum ('sad', 'happy'); create type pair as (a int, b text); create domain price as numeric(8,2)`,
    );
    await server.query("create database ascii encoding 'SQL_ASCII' template template0");
    source = await openOn(server);
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  /** Sessions of ours that run something. */
  async function active(): Promise<number> {
    const rows = await server.query(
      `select count(*) as n from pg_stat_activity where application_name = 'headwater/tests' and state = 'active'`,
    );
    return Number(rows[0]?.n);
  }

  test("values keep their type and every digit", async () => {
    const list = POSTGRESQL_VALUES.map(({ sql }, index) => `${sql} as c${index}`).join(", ");
    const { columns, values, warnings } = await collect(source, `select ${list}`);
    const seen = POSTGRESQL_VALUES.map(({ sql }, index) => ({
      sql,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(POSTGRESQL_VALUES.map(({ sql, type, value }) => ({ sql, type, value })));
    expect(warnings).toEqual([]);
  });

  test("texts and digits are those that the database itself writes", async () => {
    const plain = POSTGRESQL_VALUES.filter(
      ({ type, sql }) =>
        /^(u?int|decimal|text|json|uuid|interval)/.test(type) && !/char\(/.test(sql),
    );
    const sql = `select ${plain.map(({ sql }, index) => `(${sql})::text as c${index}`).join(", ")}`;
    const [own] = await server.query(`set intervalstyle = 'postgres'; ${sql}`);
    const written = plain.map(({ value }) => (value === null ? null : String(value)));
    expect(written).toEqual(plain.map((_, index) => own?.[`c${index}`]));
  });

  test("a description is exact, and runs nothing", async () => {
    const before = server.statements().length;
    expect(await source.describe("select 1::numeric(8,2) as p, 'x'::varchar(3) as v")).toEqual([
      { name: "p", type: "decimal(8,2)", nativeType: "numeric(8,2)", exact: true },
      { name: "v", type: "text", nativeType: "varchar(3)", exact: true },
    ]);
    expect(server.statements()).toHaveLength(before);
  });

  test("the server sees exactly the user's statement, byte for byte", async () => {
    const before = server.statements().length;
    const sql = "select 1 as one, '😀 $1 \\ `${x}` null' as t -- why; not\n ; ";
    expect((await collect(source, sql)).rows).toBe(1);
    expect(server.statements().slice(before)).toEqual([sql.trimEnd()]);
  });

  test("a value that its type cannot hold restarts the column as text", async () => {
    const sql = `select n, case n when 2 then 'NaN' else 1.5 end::numeric(10,2) as d,
      case n when 3 then '294276-12-31' else '2024-01-01' end::timestamp as t from generate_series(1, 3) n`;
    const { columns, values, contradictions } = await collect(source, sql);
    expect(columns.map(({ type }) => type)).toEqual(["int32", "decimal", "text"]);
    expect(values.slice(1)).toEqual([
      ["1.50", "NaN", "1.50"],
      ["2024-01-01 00:00:00", "2024-01-01 00:00:00", "294276-12-31 00:00:00"],
    ]);
    expect(contradictions.map(({ message }) => message)).toEqual([
      "`d` (numeric(10,2)) holds NaN.",
      "`t` (timestamp) holds a time after the year 294246.",
    ]);
  });

  test("types of one's own are text, and only unknown ones are warned of", async () => {
    const sql =
      "select 'sad'::mood as m, array['happy']::mood[] as l, 1.5::price as d, row(1,'x')::pair as p";
    const { columns, values, warnings } = await collect(source, sql);
    expect(columns.map(({ type }) => type)).toEqual(["text", "list", "decimal(8,2)", "text"]);
    expect(values.map(([value]) => value)).toEqual(["sad", '["happy"]', "1.50", "(1,x)"]);
    expect(warnings.map(({ message }) => message)).toEqual([
      "Column `p` is read as text, because its type `pair` is not known here.",
    ]);
  });

  test("text that is not UTF-8 is repaired and reported", async () => {
    const ascii = await openOn(server, { database: "ascii" });
    const sql = String.raw`select n, case n when 2 then E'a\xffb' else 'fine' end as t from generate_series(1, 2) n`;
    const { values, warnings } = await collect(ascii, sql);
    await ascii.close();
    expect(values[1]).toEqual(["fine", "a\uFFFDb"]);
    expect(warnings.map(({ code }) => code)).toEqual(["text-repaired"]);
  });

  test("an error in the middle of the rows ends the stream, and the session goes on", async () => {
    const sql = "select 1 / (90000 - n) from generate_series(1, 100000) n";
    expect(await refusal(collect(source, sql))).toMatchObject({
      code: "query-failed",
      message: "`shop` refused the query: division by zero.",
    });
    expect((await collect(source, "select 1")).rows).toBe(1);
  });

  test("an unknown name is shown in its line", async () => {
    const said = await refusal(collect(source, "select 1,\n\t'é', foo from pg_class"));
    expect(said.message).toContain('column "foo" does not exist');
    expect(said.detail).toBe("line 2: \t'é', foo from pg_class\n        \t     ^");
  });

  test("an abort stops the statement on the server", async () => {
    const abort = new AbortController();
    const stream = await source.stream("select pg_sleep(600)", { signal: abort.signal });
    const reading = stream.batches[Symbol.asyncIterator]().next();
    await expect.poll(active).toBe(1);
    abort.abort();
    expect((await refusal(reading)).code).toBe("read-cancelled");
    await expect.poll(active).toBe(0);
  });

  test("who leaves a long result stops it on the server", async () => {
    const { signal } = new AbortController();
    const stream = await source.stream("select generate_series(1, 1e9::bigint)", { signal });
    for await (const batch of stream.batches) {
      expect(batch.rows).toBeGreaterThan(0);
      break;
    }
    await expect.poll(active).toBe(0);
  });

  test("a consumer that holds back holds the server back", async () => {
    const abort = new AbortController();
    // What files before this one have left may be there still.
    const before = process.memoryUsage().arrayBuffers;
    const sql = "select generate_series(1, 2000000), repeat('x', 1000)";
    const stream = await source.stream(sql, { signal: abort.signal });
    await stream.batches[Symbol.asyncIterator]().next();
    await expect
      .poll(() =>
        server.query(
          `select wait_event from pg_stat_activity where application_name = 'headwater/tests' and state = 'active'`,
        ),
      )
      .toEqual([{ wait_event: "ClientWrite" }]);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200e6);
    abort.abort();
    await expect.poll(active).toBe(0);
  });

  test("the server enforces the time limit", async () => {
    const hurried = await openOn(server, { timeout: 1 });
    expect(await refusal(collect(hurried, "select pg_sleep(600)"))).toMatchObject({
      code: "query-timed-out",
      message: "`shop` stopped the query after 1 s, its time limit.",
    });
    await hurried.close();
  });

  test("no more than `pool` statements run at once", async () => {
    const two = await openOn(server, { pool: 2 });
    const sql = `select count(*)::int as n from pg_stat_activity, pg_sleep(0.05)
      where application_name = 'headwater/tests' and datname = 'postgres' and state = 'active'`;
    const results = await Promise.all(Array.from({ length: 6 }, () => collect(two, sql)));
    await two.close();
    expect(Math.max(...results.map(({ values }) => Number(values[0]?.[0])))).toBe(2);
  });

  test("a login with fewer connections than the pool makes do with them", async () => {
    const few = await openOn(server, { username: "few", password: "reader-word", pool: 4 });
    const results = await Promise.all(
      Array.from({ length: 8 }, () => collect(few, "select pg_sleep(0.02)")),
    );
    await few.close();
    expect(results.map(({ rows }) => rows)).toEqual(Array.from({ length: 8 }, () => 1));
  });

  test("failures to connect say what is wrong, without the password", async () => {
    const cases: [Fields, string][] = [
      [{ password: "not-the-word" }, "source-login-failed"],
      [{ password: "" }, "source-login-failed"],
      [{ database: "nowhere" }, "source-database-unknown"],
      [{ port: 1 }, "source-unreachable"],
      [{ host: "nowhere.invalid" }, "source-host-unknown"],
      [{ host: "/nowhere" }, "source-unreachable"],
      [{ sslmode: "require" }, "source-tls-missing"],
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

  test("another kind of server is named, also where it only waits", async () => {
    const ssh = createServer((socket) => socket.write("SSH-2.0-OpenSSH_9.2\r\n"));
    await new Promise<void>((resolve) => ssh.listen(0, "127.0.0.1", resolve));
    const { port } = ssh.address() as AddressInfo; // It listens on TCP.
    const other = await openOn(server, { port, connect_timeout: 1 });
    const said = await refusal(collect(other, "select 1"));
    await other.close();
    ssh.close();
    expect(said).toMatchObject({
      code: "source-other-server",
      message: expect.stringContaining("answers an SSH server, not PostgreSQL"),
    });
  });

  test("a login that may not connect is told so in the server's words", async () => {
    await server.query("create role nobody login password 'reader-word' connection limit 0");
    const other = await openOn(server, { username: "nobody", password: "reader-word" });
    expect(await refusal(collect(other, "select 1"))).toMatchObject({
      code: "source-refused",
      message: expect.stringContaining("too many connections"),
    });
    await other.close();
  });

  test("a refused login is tried once", async () => {
    const { length } = server.log().match(/password authentication failed/g) ?? [];
    const other = await openOn(server, { password: "not-the-word" });
    await refusal(collect(other, "select 1"));
    await other.close();
    expect(server.log().match(/password authentication failed/g)).toHaveLength((length ?? 0) + 1);
  });

  test("rights, schemas and roles are the server's", async () => {
    const reader = await openOn(server, {
      username: "reader",
      password: "reader-word",
      db_schema: "Sales, public",
    });
    expect((await collect(reader, "select v from t")).rows).toBe(1);
    expect((await refusal(collect(reader, "select v from hidden"))).code).toBe(
      "query-not-permitted",
    );
    expect(await reader.catalog()).toEqual([
      {
        name: "Sales",
        tables: [
          {
            name: "t",
            kind: "table",
            columns: [{ name: "v", nativeType: "integer", type: "int32" }],
          },
        ],
      },
    ]);
    await reader.close();
    const inRole = await openOn(server, { after_connect: "set role reader" });
    expect((await collect(inRole, "select current_user::text")).values).toEqual([["reader"]]);
    await inRole.close();
  });

  test("a password for this machine's name counts for its socket, as with psql", async () => {
    const passfile = await temporaryFile(
      "pgpass",
      `localhost:*:*:${server.user}:${server.password}\n`,
    );
    await chmod(passfile, 0o600);
    const fields = { host: server.socketDirectory, password: undefined };
    const source = await openOn(server, { ...fields, passfile });
    expect((await collect(source, "select 1 as a")).values).toEqual([[1]]);
    await source.close();
    const without = await openOn(server, fields);
    expect((await refusal(collect(without, "select 1"))).code).toBe("source-login-failed");
    await without.close();
  });

  test("the catalogue has keys and comments", async () => {
    await server.query(`
      create schema kept;
      create table kept.orders (id int, line int, code text unique, "at" date, primary key (id, line), unique ("at", code));
      comment on table kept.orders is 'What was sold';
      comment on column kept.orders.code is 'As on the "bill"';
      create view kept.codes as select code from kept.orders`);
    const source = await openOn(server);
    const kept = (await source.catalog()).find(({ name }) => name === "kept");
    await source.close();
    expect(kept?.tables).toEqual([
      {
        name: "codes",
        kind: "view",
        columns: [{ name: "code", nativeType: "text", type: "text" }],
      },
      {
        name: "orders",
        kind: "table",
        comment: "What was sold",
        columns: [
          { name: "id", nativeType: "integer", type: "int32", key: "primary" },
          { name: "line", nativeType: "integer", type: "int32", key: "primary" },
          {
            name: "code",
            nativeType: "text",
            type: "text",
            key: "unique",
            comment: 'As on the "bill"',
          },
          { name: "at", nativeType: "date", type: "date" },
        ],
      },
    ]);
  });

  test("after_connect cannot lift the protection", async () => {
    await server.query(
      "create function wipe_hidden() returns setof integer language sql as 'delete from hidden returning v'",
    );
    for (const after_connect of [
      "commit",
      "set transaction read write",
      "delete from hidden",
      "select 1; select 2",
    ]) {
      const other = await openOn(server, { after_connect });
      // By its words it only reads: the engine's own guard is what stands.
      const said = await refusal(collect(other, "select * from wipe_hidden()"));
      await other.close();
      expect(said.code).toMatch(/^(source-setup-failed|query-would-write)$/);
    }
    expect(await server.query("select v from hidden")).toHaveLength(1);
  });

  test("what a read-only transaction lets through is rolled back", async () => {
    await collect(source, "select lo_create(4242)").catch(() => undefined);
    expect(await server.query("select oid from pg_largeobject_metadata")).toEqual([]);
  });

  test("a Unix socket is a host", async () => {
    const local = await openOn(server, { host: server.socketDirectory });
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
    expect(stages.find(({ stage }) => stage === "privileges")?.diagnostic?.code).toBe(
      "source-login-powerful",
    );
    const wrong = await openOn(server, { password: "not-the-word" });
    const found = [];
    for await (const stage of wrong.check()) found.push(stage);
    expect(found.at(-1)).toMatchObject({
      stage: "login",
      ok: false,
      diagnostic: { code: "source-login-failed" },
    });
  });

  test("the sources survive a restart of the server", async () => {
    const results = await Promise.all([1, 2, 3].map(() => collect(source, "select 1")));
    expect(results).toHaveLength(3);
    const { signal } = new AbortController();
    const stream = await source.stream("select pg_sleep(600)", { signal });
    const reading = refusal(stream.batches[Symbol.asyncIterator]().next());
    await server.crash();
    expect((await reading).code).toBe("source-connection-lost");
    expect((await refusal(collect(source, "select 1"))).code).toBe("source-unreachable");
    await server.start();
    expect((await collect(source, "select 1")).rows).toBe(1);
  });
});
