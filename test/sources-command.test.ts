/**
 * `headwater sources` and `headwater query` as their user sees them, on real files and a real
 * server.
 */
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { startCli } from "./support/cli.js";
import { runCommand } from "./support/command.js";
import { writeProject } from "./support/project.js";

const missing = postgresUnavailable() !== undefined;
let server: PostgresServer;

beforeAll(async () => {
  if (missing) return;
  server = await startPostgres();
  await server.query(`create table orders as select i as id, 'order ' || i as title from generate_series(1, 120) i;
    create view "late orders" as select * from orders where id > 100;
    create role reader login password 'r3ader-pass';
    grant select on orders, "late orders" to reader`);
});
afterAll(() => (missing ? undefined : server.stop()));

const FILES = {
  "headwater.yml": `
name: shop
sources:
  - { name: lite, type: sqlite, database: shop.sqlite }
  - { name: duck, type: duckdb, database: shop.duckdb }
  - { name: regions, type: csv, file: regions.csv }
  - name: app
    type: postgresql
    host: \${env.DB_HOST:-127.0.0.1}
    port: \${env.DB_PORT}
    database: postgres
    username: \${env.DB_USER}
    password: "{{ env_var('DB_PASSWORD') }}"
  - { name: warehouse, type: snowflake, account: a, username: u, password: pw, database: b, access_url: "http://127.0.0.1:1" }
models:
  - { name: region rows, source: ref(regions) }
  - { name: all orders, source: ref(lite), sql: select * from orders }
`,
  "regions.csv": "region,title\n0,north\n1,south\n",
};

async function shop(): Promise<string> {
  const cwd = await writeProject(FILES);
  const database = new DatabaseSync(join(cwd, "shop.sqlite"));
  database.exec("create table orders (id integer primary key, amount decimal(10,2))");
  database.exec("insert into orders values (1, 1.5), (9007199254740993, null)");
  database.close();
  const duck = await DuckDBInstance.create(join(cwd, "shop.duckdb"));
  const connection = await duck.connect();
  await connection.run("create table items as select 1 as id, 0.10::decimal(4,2) as price");
  connection.closeSync();
  duck.closeSync();
  return cwd;
}

function login(user = "reader", password = "r3ader-pass"): Record<string, string> {
  return { DB_PORT: String(server.port), DB_USER: user, DB_PASSWORD: password };
}

test("list shows each source with its place, its models and what it lacks", async () => {
  const cwd = await shop();
  const { code, stdout, stderr } = await runCommand(["sources"], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toBe(
    [
      "lite       sqlite      headwater.yml:4   all orders",
      "duck       duckdb      headwater.yml:5   no model",
      "regions    csv         headwater.yml:6   region rows",
      "app        postgresql  headwater.yml:7   no model",
      "  not set: `DB_PORT`, `DB_USER`, `DB_PASSWORD`",
      "warehouse  snowflake   headwater.yml:14  no model",
      "",
    ].join("\n"),
  );
  const json = await runCommand(["sources", "list", "regions", "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({
    sources: [{ name: "regions", type: "csv", models: ["region rows"], missingVariables: [] }],
  });
});

const FAULTY = {
  "headwater.yml": `
name: shop
includes: [more.yml]
sources:
  - { name: rows, type: csv, file: rows.csv, delimeter: ";" }
charts:
  - { name: empty, traces: [nothing] }
`,
  "more.yml": `
sources:
  - { name: more rows, type: csv, file: rows.csv, delimeter: ";" }
  - { name: unset rows, type: csv, file: "\${env.ROWS}" }
`,
  "rows.csv": "n\n1\n",
};

test("check says what compile says of a source, and that there is more", async () => {
  const cwd = await writeProject(FAULTY);
  const { code, stdout, stderr } = await runCommand(["sources", "check", "--json"], { cwd });
  expect(code).toBe(3);
  expect(stderr).toBe("The project has 1 error elsewhere; `headwater compile` shows them.\n");
  const { sources } = JSON.parse(stdout) as {
    sources: { ok: boolean; diagnostics: { code: string }[] }[];
  };
  expect(sources.map(({ ok, diagnostics }) => [ok, ...diagnostics.map((one) => one.code)])).toEqual(
    [
      [false, "unknown-key"],
      [true, "unknown-key-ignored"],
      [false, "missing-variable"],
    ],
  );
});

test("a name that is no source may be one whose file cannot be read", async () => {
  const cwd = await writeProject({ ...FAULTY, "more.yml": "sources: [" });
  const { code, stderr } = await runCommand(["sources", "check", "more rows"], { cwd });
  expect(code).toBe(1);
  expect(stderr).toContain("No source is named `more rows`.");
  expect(stderr).toContain("elsewhere; `headwater compile` shows them.");
});

test("check goes through the stages of each source and says where settings come from", async () => {
  const cwd = await shop();
  await writeFile(join(cwd, ".env"), "DB_HOST=127.0.0.1\n");
  const { code, stdout } = await runCommand(["sources", "check", "lite", "duck", "REGIONS"], {
    cwd,
  });
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^lite \(sqlite\)\n {2}✓ settings .*shop\.sqlite\n {6}database +shop\.sqlite +headwater\.yml:4\n {2}✓ connect/,
  );
  expect(stdout).toMatch(/✓ query +SQLite 3\./);
  expect(stdout).toMatch(/duck \(duckdb\)\n[\s\S]*✓ query +1 tables?\n/);
  expect(stdout).toMatch(/✓ query +2 rows\n\n3 sources, all fine\.\n$/);
});

test.skipIf(missing)(
  "a server's doctor warns of a login that can write, and never shows the password",
  async () => {
    const cwd = await shop();
    const reader = await runCommand(["sources", "check", "app"], { cwd, env: login() });
    expect(reader.code).toBe(0);
    for (const stage of ["settings", "resolve", "connect", "tls", "login", "privileges", "query"]) {
      expect(reader.stdout).toContain(`  ✓ ${stage}`);
    }
    expect(reader.stdout).toMatch(/host +127\.0\.0\.1 +DB_HOST from its default/);
    expect(reader.stdout).toMatch(/password +\*\*\* +DB_PASSWORD from the process environment/);
    expect(reader.stdout).not.toContain("r3ader-pass");
    const env = login(server.user, server.password);
    const owner = await runCommand(["sources", "check", "app"], { cwd, env });
    expect(owner.code).toBe(0);
    expect(owner.stdout).toContain("  ! privileges");
    expect(owner.stdout).toContain("warning[source-login-powerful]");
  },
);

test.skipIf(missing)(
  "each failure has its code, and the others are checked all the same",
  async () => {
    const cwd = await shop();
    const env = login("reader", "wr0ng-secret");
    const { code, stdout } = await runCommand(["sources", "check", "--json"], { cwd, env });
    expect(code).toBe(3);
    expect(stdout).not.toContain("wr0ng-secret");
    const { failed, sources } = JSON.parse(stdout) as {
      failed: number;
      sources: {
        name: string;
        ok: boolean;
        stages: { ok: boolean; diagnostic?: { code: string } }[];
        diagnostics: { code: string }[];
      }[];
    };
    expect(failed).toBe(2);
    const told = sources.map(({ name, ok, stages, diagnostics }) => [
      name,
      ok,
      stages.at(-1)?.diagnostic?.code ?? diagnostics[0]?.code,
    ]);
    expect(told).toEqual([
      ["lite", true, undefined],
      ["duck", true, undefined],
      ["regions", true, undefined],
      ["app", false, "source-login-failed"],
      ["warehouse", false, "source-unreachable"],
    ]);
  },
);

test("settings that are missing fail the first stage, and defaults are shown then", async () => {
  const cwd = await shop();
  const { code, stdout } = await runCommand(["sources", "check", "app"], {
    cwd,
    env: { DB_PORT: "1" },
  });
  expect(code).toBe(3);
  expect(stdout).toContain("  ✗ settings");
  expect(stdout).toMatch(/username +\(not set\) +DB_USER is not set/);
  expect(stdout).toMatch(/connect_timeout +10 +default/);
  expect(stdout).toContain("error[missing-variable]: The environment variable `DB_PASSWORD`");
});

test.for([
  ["sources", "check", "app"],
  ["sources", "tables", "app"],
  ["explain", "joined"],
])("Ctrl-C ends %j while a server says nothing", async (args) => {
  const silent = await silentServer();
  const cwd = await writeProject({
    "headwater.yml": `
name: quiet
sources: [{ name: app, type: postgresql, host: 127.0.0.1, port: ${silent.port}, database: d, username: u, sslmode: disable }]
models:
  - { name: orders, source: ref(app), sql: select 1 as id }
  - { name: joined, models: [ref(orders)], sql: select id from orders }
`,
  });
  const child = startCli(args, { cwd });
  const ended = once(child, "exit");
  await silent.reached;
  child.kill("SIGINT");
  expect(await ended).toEqual([130, null]);
  silent.server.close();
});

test("a server that accepts and then says nothing fails within the time of a stage", async () => {
  const cwd = await shop();
  const silent = await silentServer();
  const started = performance.now();
  const { code, stdout } = await runCommand(["sources", "check", "app"], {
    cwd,
    env: { DB_PORT: String(silent.port), DB_USER: "u", DB_PASSWORD: "p4ssw0rd" },
  });
  silent.server.close();
  expect(code).toBe(3);
  expect(stdout).toContain("error[source-says-nothing]");
  expect(performance.now() - started).toBeLessThan(60_000);
}, 70_000);

/** `reached` resolves when somebody has said something to it. */
async function silentServer(): Promise<{
  server: Server;
  port: number;
  reached: Promise<void>;
}> {
  let hear = () => {};
  const reached = new Promise<void>((resolve) => (hear = resolve));
  const silent = createServer((socket) => socket.on("error", () => {}).once("data", hear));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { server: silent, port: address.port, reached };
}

test("tables shows schemas, tables and columns with their types", async () => {
  const cwd = await shop();
  const { stdout } = await runCommand(["sources", "tables", "lite"], { cwd });
  expect(stdout).toBe(
    "main  1 table\n  orders\n    id      INTEGER  int64  primary key\n    amount  decimal(10,2)  float64\n",
  );
  const json = await runCommand(["sources", "tables", "regions", "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({
    source: "regions",
    schemas: [{ name: "main", tables: [{ name: "regions", columns: [{ name: "region" }, {}] }] }],
  });
});

test("of many tables the names are shown, and of those that are asked for the columns", async () => {
  const cwd = await writeProject({
    "headwater.yml": "name: wide\nsources: [{ name: lite, type: sqlite, database: wide.sqlite }]\n",
  });
  const database = new DatabaseSync(join(cwd, "wide.sqlite"));
  for (let i = 1; i <= 201; i++) database.exec(`create table t${i} (a${i} integer)`);
  database.close();
  const all = await runCommand(["sources", "tables", "lite"], { cwd });
  expect(all).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^main {2}201 tables\n {2}t1\n/),
  });
  expect(all.stdout).not.toContain("a1");
  expect(all.stderr).toContain("Columns of 201 tables are left out");
  // The only source need not be named.
  expect(await runCommand(["sources", "tables"], { cwd })).toEqual(all);
  const two = await runCommand(["sources", "tables", "lite", "T7", "main.t8"], { cwd });
  expect(two).toMatchObject({
    code: 0,
    stdout: "main  2 tables\n  t7\n    a7  INTEGER  int64\n  t8\n    a8  INTEGER  int64\n",
    stderr: "",
  });
  const whole = await runCommand(["sources", "tables", "lite", "main"], { cwd });
  expect(whole.stdout).toContain("    a201  INTEGER  int64\n");
  const wrong = await runCommand(["sources", "tables", "lite", "t2o1"], { cwd });
  expect(wrong).toMatchObject({ code: 1, stdout: "" });
  expect(wrong.stderr).toContain("error[unknown-table]: `lite` has no schema and no table `t2o1`.");
  expect(wrong.stderr).toContain("`t201`");
});

test.skipIf(missing)("tables of a server are those that the login may read", async () => {
  const cwd = await shop();
  const { stdout } = await runCommand(["sources", "tables", "app"], { cwd, env: login() });
  expect(stdout).toMatch(/^public {2}2 tables\n {2}late orders {2}view\n {4}id +integer/);
});

test("wrong use is told with near names", async () => {
  const cwd = await shop();
  const cases: [string[], number, string][] = [
    [["sources", "chek"], 2, "Did you mean `check`?"],
    [["sources", "tables"], 2, "needs the name of one source"],
    [["sources", "tables"], 2, "The project has `lite`, `duck`"],
    [["sources", "check", "lit"], 1, "Did you mean `lite`?"],
    [["query", "lite"], 2, "There is no SQL"],
    [["query", "lite", " "], 2, "There is no SQL"],
    [["query", "nowhere", "select 1"], 1, "`duck`, `lite`"],
    [["query", "warehouse", "select 1"], 3, "source-unreachable"],
    [["query", "app", "select 1"], 1, "`DB_PORT` is not set"],
  ];
  for (const [args, code, said] of cases) {
    const result = await runCommand(args, { cwd });
    expect({ args, code: result.code }).toEqual({ args, code });
    expect(result.stderr).toContain(said);
    expect(result.stdout).toBe("");
  }
});

test("query prints rows in every form, exactly", async () => {
  const cwd = await shop();
  const sql = "select id, amount from orders order by id";
  const table = await runCommand(["query", "lite", sql], { cwd });
  expect(table).toMatchObject({ code: 0, stderr: "2 rows.\n" });
  expect(table.stdout.split("\n")[2]).toBe("               1     1.5");
  const json = await runCommand(["query", "lite", sql, "--json"], { cwd });
  expect(json.stdout).toContain('{"id":"9007199254740993","amount":null}');
  const ndjson = await runCommand(["query", "lite", sql, "--format", "ndjson", "--limit", "1"], {
    cwd,
  });
  expect(ndjson.stdout).toBe('{"id":1,"amount":1.5}\n');
  expect(ndjson.stderr).toBe("The first 1 row; `--limit` shows more.\n");
  const csv = await runCommand(["query", "lite", sql, "--format", "csv", "-o", "o.csv"], { cwd });
  expect(csv).toMatchObject({ code: 0, stdout: "", stderr: "2 rows in `o.csv`.\n" });
  const parquet = ["query", "lite", sql, "--format", "parquet", "-o", "o.parquet"];
  expect((await runCommand(parquet, { cwd })).stderr).toBe("2 rows in `o.parquet`.\n");
  const back = `select count(*) as n from regions`;
  expect((await runCommand(["query", "regions", back, "--format", "csv"], { cwd })).stdout).toBe(
    "n\n2\n",
  );
});

test("columns that have one name are all in JSON, and told", async () => {
  const cwd = await shop();
  const sql = "select 1 as a, 2 as b, 3 as a";
  const ndjson = await runCommand(["query", "lite", sql, "--format", "ndjson"], { cwd });
  expect(ndjson.stdout).toBe('{"a":1,"b":2,"a_1":3}\n');
  expect(ndjson.stderr).toContain("warning[column-renamed]: The second column `a` is called `a_1`");
  const csv = await runCommand(["query", "lite", sql, "--format", "csv"], { cwd });
  expect(csv).toMatchObject({ stdout: "a,b,a\n1,2,3\n", stderr: "" });
});

test("a table is short unless a limit says otherwise; other forms are whole", async () => {
  const cwd = await shop();
  const sql = "select range as n from range(60)";
  const table = await runCommand(["query", "duck", sql], { cwd });
  expect(table.stdout.trimEnd().split("\n")).toHaveLength(52);
  expect(table.stderr).toBe("The first 50 rows; `--limit` shows more.\n");
  const more = await runCommand(["query", "duck", sql, "--limit", "60"], { cwd });
  expect(more.stderr).toBe("60 rows.\n");
  const csv = await runCommand(["query", "duck", sql, "--format", "csv"], { cwd });
  expect(csv.stdout.trimEnd().split("\n")).toHaveLength(61);
  expect(csv.stderr).toBe("");
});

test("errors have the engine's words, and nothing is written", async () => {
  const cwd = await shop();
  const unknown = await runCommand(["query", "duck", "select nope from items"], { cwd });
  expect(unknown).toMatchObject({ code: 3, stdout: "" });
  expect(unknown.stderr).toContain('Referenced column "nope" not found');
  const writes = [
    ["lite", "insert into orders values (5, 5)"],
    ["lite", "with x as (select 1) delete from orders"],
    ["lite", "pragma user_version = 5"],
    ["duck", "insert into items values (5, 5)"],
    ["duck", "create table other (a int)"],
    ["duck", "copy items to 'out.csv'"],
  ] as const;
  await Promise.all(
    writes.map(async ([source, write]) => {
      const { code, stdout } = await runCommand(["query", source, write], { cwd });
      expect({ write, code, stdout }).toEqual({ write, code: 3, stdout: "" });
    }),
  );
  const count =
    "select (select count(*) from orders) as n, (select * from pragma_user_version) as v";
  const after = await runCommand(["query", "lite", count, "--format", "csv"], { cwd });
  expect(after.stdout).toBe("n,v\n2,0\n");
  const items = await runCommand(["query", "duck", "from items", "--format", "csv"], { cwd });
  expect(items.stdout).toBe("id,price\n1,0.10\n");
}, 120_000);

test.skipIf(missing)(
  "PostgreSQL refuses writes itself, also of an owner, and shows where an error is",
  async () => {
    const cwd = await shop();
    const env = login(server.user, server.password);
    for (const write of [
      "insert into orders values (500, 'x')",
      "with gone as (delete from orders returning id) select * from gone",
      "select nextval('s')",
    ]) {
      if (write.includes("nextval")) await server.query("create sequence s");
      const result = await runCommand(["query", "app", write], { cwd, env });
      expect({ write, code: result.code, out: result.stdout }).toEqual({ write, code: 3, out: "" });
    }
    const [row] = await server.query("select count(*) as n from orders");
    expect(row?.["n"]).toBe("120");
    const { code, stderr } = await runCommand(["query", "app", "select titel from orders"], {
      cwd,
      env,
    });
    expect(code).toBe(3);
    expect(stderr).toContain('column "titel" does not exist');
    expect(stderr).toContain("line 1: select titel from orders");
  },
);
