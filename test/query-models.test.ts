/** `query --models`: SQL over the project's models, which leaves nothing behind. */
import { DatabaseSync } from "@photostructure/sqlite";
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createColors } from "../src/cli/colors.js";
import { runProgram } from "../src/cli/program.js";
import { openState } from "../src/engine/state/state.js";
import { loadProject } from "../src/project/load-project.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { writeProject } from "./support/project.js";

/** `regions.broken` fails when it is read; what only `gone` reads cannot be described. */
const PROJECT = `
name: shop
sources:
  - { name: shop, type: csv, file: orders.csv }
  - { name: crm, type: sqlite, database: crm.sqlite }
  - { name: gone, type: sqlite, database: gone.sqlite }
models:
  - { name: orders, source: ref(shop) }
  - { name: regions, source: ref(crm), sql: "select name, manager, json(name) as broken from regions" }
  - { name: elsewhere, source: ref(gone), sql: select * from regions }
  - { name: wrong, source: ref(crm), sql: select nam from regions }
  - { name: forecast, args: [node, weather.mjs], table_name: weather }
  - name: orders by region
    models: [ref(orders)]
    sql: select region, sum(amount) as revenue from orders group by region
`;

async function write(): Promise<string> {
  const directory = await writeProject({
    "headwater.yml": PROJECT,
    "orders.csv": "region,amount\nnorth,1.5\nsouth,2\nnorth,3\n",
    "weather.mjs": `console.log("region,rain\\nnorth,3");\n`,
  });
  const database = new DatabaseSync(join(directory, "crm.sqlite"));
  database.exec("create table regions (name text, manager text)");
  database.exec("insert into regions values ('north', 'Ann'), ('south', 'Bo')");
  database.close();
  return directory;
}

async function query(directory: string, ...args: readonly string[]) {
  const texts = { out: "", err: "" };
  const sink = (to: keyof typeof texts) => ({
    write: (part: string) => void (texts[to] += part),
    isTerminal: false,
    columns: 80,
    colors: createColors(false),
  });
  const env = { PATH: process.env["PATH"], XDG_STATE_HOME: join(directory, "state") };
  const terminal = { out: sink("out"), err: sink("err"), directory, env };
  const signal = new AbortController().signal;
  const code = await runProgram(["query", ...args], { terminal, signal }, "0.0.0");
  return { code, ...texts };
}

test("models of several sources are joined; no more of them is asked for than the SQL needs", async () => {
  const directory = await write();
  const sql =
    "select manager, sum(amount) as revenue from orders join regions on name = region group by 1 order by 1";
  expect(await query(directory, "--models", sql, "--format", "csv")).toEqual({
    code: 0,
    out: "manager,revenue\nAnn,4.5\nBo,2\n",
    err: "",
  });
  expect(existsSync(join(directory, "target"))).toBe(false);
  const needsAll = await query(directory, "--models", "select broken from regions");
  expect([needsAll.code, needsAll.err]).toEqual([3, expect.stringContaining("malformed JSON")]);
  const cut = await query(directory, "--models", "select amount from orders", "--limit", "2");
  expect(cut.err).toContain("The first 2 rows");
  await query(directory, "--models", "from orders", "--format", "parquet", "-o", "o.parquet");
  expect((await readFile(join(directory, "o.parquet"))).subarray(0, 4).toString()).toBe("PAR1");
});

test("merges and scripts without a result are run first, and that is said; nothing else is kept", async () => {
  const directory = await write();
  const sql = 'select rain, revenue from weather join "Orders by Region" using (region)';
  const refused = await query(directory, "--models", sql);
  expect([refused.code, refused.out]).toEqual([5, ""]);
  const first = await query(directory, "--models", sql, "--json", "--trust");
  expect([first.code, first.out]).toEqual([0, '[\n  {"rain":3,"revenue":4.5}\n]\n']);
  expect(first.err).toContain("`forecast` has no result yet: it is run first.");
  const again = await query(directory, "--models", sql, "--json");
  expect(again).toEqual({ code: 0, out: first.out, err: "" });

  await writeFile(join(directory, "headwater.yml"), PROJECT.replace("ref(shop) }", "ref(shp) }"));
  expect(await query(directory, "--models", sql, "--json")).toMatchObject({ out: first.out });
  const blocked = await query(directory, "--models", "select amount from orders");
  expect([blocked.code, blocked.err]).toEqual([1, expect.stringContaining("`shp`")]);
  await writeFile(join(directory, "headwater.yml"), PROJECT);

  const more = `select manager from regions join (${sql}) on true order by 1`;
  expect((await query(directory, "--models", more, "--format", "csv")).out).toBe(
    "manager\nAnn\nBo\n",
  );
  const project = await loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES });
  const state = openState(project);
  const objects = (await state.current())?.objects ?? {};
  expect(Object.keys(objects).toSorted()).toEqual(["model:forecast", "model:orders by region"]);
  const kept = Object.values(objects).map(({ artifact }) => `${artifact?.hash}.parquet`);
  expect((await readdir(join(state.directory, "objects"))).toSorted()).toEqual(kept.toSorted());
});

test("what is wrong is told at its place in the SQL, and with near models", async () => {
  const directory = await write();
  const table = await query(directory, "--models", 'select *\nfrom "orders by regoin"');
  expect(table.code).toBe(3);
  expect(table.err).toContain("--models:2:6");
  expect(table.err).toContain('2 | from "orders by regoin"\n  |      ^^^');
  expect(table.err).toContain("Did you mean `orders by region` or `orders`?");
  expect(table.err).not.toContain("pg_");
  const quoted = await query(directory, "--models", "select * from regoins");
  expect(quoted.err).toContain("Did you mean `regions`?");
  const column = await query(directory, "--models", "select amout from orders, regions");
  expect(column.err).toContain("--models:1:8");
  const below = await query(directory, "--models", "select * from wrong", "--json");
  expect(below.code).toBe(3);
  expect(JSON.parse(below.out)).toMatchObject({
    diagnostics: [{ code: "query-name-unknown", at: { file: "headwater.yml" } }],
  });
});

test.each([[["--models", " "]], [["shop", "--models", "select 1"]], [[]], [["shop"]]])(
  "%j is wrong usage",
  async (args) => {
    const { code, err } = await query(await write(), ...args);
    expect([code, err]).toEqual([2, expect.stringContaining("error[wrong-usage]")]);
  },
);
