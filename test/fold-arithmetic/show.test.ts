/** What stands around aggregates, as `show` prints it for a choice: that of the query with a WHERE. */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { runCommand } from "../support/command.js";
import { writeProject } from "../support/project.js";

const ROWS = [
  ["EU", "a", "3", "4", "10.50"],
  ["EU", "a", "8", "9", "1.25"],
  ["EU", "b", "1", "0", "0.10"],
  ["US", "a", "5", "7", "99.99"],
  ["US", "c", "2", "null", "7.77"],
  ["US", "c", "9", "6", "null"],
];
const CREATE = "create table sales (region varchar(9), item varchar(9), a int, b int, x ";
const INSERT = `insert into sales values ${ROWS.map(
  ([region, item, ...numbers]) => `('${region}', '${item}', ${numbers.join(", ")})`,
).join(", ")}`;

const FIGURES = `
      share: "?{ sum(a) * 1.0 / nullif(sum(b), 0) }"
      percent: "?{ 100.0 * sum(case when a > 3 then 1 else 0 end) / count(*) }"
      total: "?{ coalesce(sum(x), 0) }"`;
const MEAN = `
      mean: "?{ round(avg(x), 2) }"`;

/** The same trace following an input, and over the rows of one region and of none. */
function projectOf(source: string, figures: string, select = "select * from sales"): string {
  const trace = (name: string, model: string, rest: string): string => `
  - name: ${name}
    model: ref(${model})${rest}
    order_by: ["?{ sum(a) > 5 desc }", "?{ item }"]
    filters: ["?{ sum(a) * 2 > 2 }"]
    props: { type: bar, x: "?{ item }" }
    columns:${figures}
  - name: ${name} whole
    model: ref(${model})${rest}
    props: { type: indicator, value: "?{ sum(a) + count(*) }" }
    columns:${figures}`;
  return `
name: arithmetic
sources:
  - ${source}
models:
  - { name: rows, source: ref(shop), sql: "${select}" }
  - { name: eu, source: ref(shop), sql: "${select} where region = 'EU'" }
  - { name: none, source: ref(shop), sql: "${select} where region = 'none'" }
inputs:
  - { name: region }
traces:${trace("chosen", "rows", "\n    inputs: [ref(region)]")}${trace("of eu", "eu", "")}${trace("of none", "none", "")}
`;
}

/** `whole` is the trace that has one row. */
async function expectSame(
  folder: string,
  choices: readonly (readonly [region: "EU" | "none", whole: "" | " whole"])[] = [["EU", ""]],
): Promise<void> {
  const shown = async (...args: string[]): Promise<unknown> => {
    const result = await runCommand(["show", "--format", "json", ...args], { cwd: folder });
    expect({ args, code: result.code, stderr: result.code === 0 ? "" : result.stderr }).toEqual({
      args,
      code: 0,
      stderr: "",
    });
    const rows = JSON.parse(result.stdout) as Record<string, unknown>[];
    return rows.map((row) => ({ ...row, cohort: undefined }));
  };
  for (const [region, whole] of choices) {
    const expected = await shown(`of ${region.toLowerCase()}${whole}`);
    expect(expected).not.toEqual([]);
    expect(await shown(`chosen${whole}`, "--input", `region=${region}`)).toEqual(expected);
  }
}

test("DuckDB over a CSV", async () => {
  const source = "{ name: shop, type: csv, file: sales.csv }";
  const select = "select region, item, a, b, cast(x as decimal(10, 2)) as x from shop";
  const lines = [["region", "item", "a", "b", "x"], ...ROWS].map((row) =>
    row.map((cell) => (cell === "null" ? "" : cell)).join(","),
  );
  const folder = await writeProject({
    "headwater.yml": projectOf(source, FIGURES + MEAN, select),
    "sales.csv": `${lines.join("\n")}\n`,
  });
  await expectSame(folder, [
    ["EU", ""],
    ["none", " whole"],
  ]);
});

test("SQLite", async () => {
  const source = "{ name: shop, type: sqlite, database: shop.db }";
  const mean = MEAN.replace("avg(x)", "avg(a)");
  const folder = await writeProject({ "headwater.yml": projectOf(source, FIGURES + mean) });
  const database = new DatabaseSync(join(folder, "shop.db"));
  database.exec(`${CREATE} real); ${INSERT}`);
  database.close();
  await expectSame(folder);
});

const withoutPostgres = postgresUnavailable();
describe.skipIf(withoutPostgres)("postgresql", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await server.query(`${CREATE} numeric(10, 2)); ${INSERT}`);
  });
  afterAll(() => server?.stop());

  function source(): string {
    const { host, port, user, password, database } = server;
    return `{ name: shop, type: postgresql, host: ${host}, port: ${port}, username: ${user}, password: ${password}, database: ${database} }`;
  }

  test("PostgreSQL", async () => {
    await expectSame(await writeProject({ "headwater.yml": projectOf(source(), FIGURES + MEAN) }));
  });

  test("a choice for which the database would refuse the query says why", async () => {
    const figures = `
      share: "?{ sum(a) / (sum(b) - 13) }"`;
    const folder = await writeProject({ "headwater.yml": projectOf(source(), figures) });
    const run = await runCommand(["show", "chosen", "--input", "region=EU"], { cwd: folder });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain("choice-refused");
    expect(run.stderr).toContain("Division by zero.");
    const plain = await runCommand(["show", "of eu"], { cwd: folder });
    expect(plain.stderr).toContain("division by zero");
  });
});

const withoutMariadb = mariadbUnavailable();
describe.skipIf(withoutMariadb)("mysql", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
    await server.query(`use shop; ${CREATE} decimal(10, 2)); ${INSERT}`);
  });
  afterAll(() => server?.stop());

  test("MariaDB", async () => {
    const { host, port, user, password, database } = server;
    const source = `{ name: shop, type: mysql, host: ${host}, port: ${port}, username: ${user}, password: ${password}, database: ${database} }`;
    await expectSame(await writeProject({ "headwater.yml": projectOf(source, FIGURES + MEAN) }));
  });
});

test("what would hang on the last digits of doubles is refused when the types are known", async () => {
  const folder = await writeProject({
    "headwater.yml": projectOf(
      "{ name: shop, type: csv, file: sales.csv }",
      MEAN,
      "select * from shop",
    ),
    "sales.csv": "region,item,a,b,x\nEU,a,1,2,0.5\nUS,b,9,9,0.25\n",
  });
  const { code, stderr } = await runCommand(["run"], { cwd: folder });
  expect(code).not.toBe(0);
  expect(stderr).toContain("input-inexact");
  expect(stderr).toContain(
    "`columns.mean` cannot follow the input `region` exactly: `round` would depend",
  );
  expect(stderr).toContain("cast(amount as decimal(18, 2))");
});
