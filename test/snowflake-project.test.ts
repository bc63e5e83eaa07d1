/** Whole projects over what stands for Snowflake: fakesnow, where it is installed, and a script. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Manifest } from "../src/contract/manifest.js";
import { readResult } from "../src/rows/result/read-result.js";
import { openState } from "../src/engine/state/state.js";
import type { Project } from "../src/project/project.js";
import { fakesnowUnavailable, startFakesnow, type FakesnowServer } from "./servers/fakesnow.js";
import { startScriptedSnowflake, type ScriptedCells } from "./servers/scripted-snowflake.js";
import { accountAnswer } from "./servers/snowflake-account.js";
import { runCommand } from "./support/command.js";
import { loadFiles } from "./support/load-files.js";
import { writeProject } from "./support/project.js";
import { toRecords } from "./support/records.js";
import { runOnce } from "./support/run-project.js";

function source(url: string): string {
  return `  - { name: db, type: snowflake, account: tests, username: reader, password: a-password-for-tests, access_url: "${url}", database: SHOP, db_schema: PUBLIC }`;
}

/** Conditions of merges, and how many of the rows below fulfil them. */
const CONDITIONS: readonly (readonly [string, number])[] = [
  ["amount >= 10.5", 2],
  ["region = 'south'", 2],
  ["region like 'nor%'", 2],
  ["region is null", 1],
  ["sold < date '2024-01-02'", 3],
  ["moment = timestamp '2024-01-01 10:00:00.000001'", 1],
  ["moment <= timestamp '1969-12-31 23:59:59.999999'", 1],
  ["share >= 0.25::double", 3],
  ["region in ('north', 'west')", 2],
];

describe.skipIf(fakesnowUnavailable())("projects over fakesnow", () => {
  let server: FakesnowServer;
  beforeAll(async () => {
    server = await startFakesnow();
    await server.query(
      "create table sales(region varchar, day integer, amount number(10, 2), moment timestamp_ntz, share float, sold date)",
      `insert into sales values
        ('north', 1, 10.5, '2024-01-01 10:00:00.000001', 0.5, '2024-01-01'),
        ('north', 2, 30.25, '2024-01-02 10:00:00', 0.25, '2024-01-02'),
        ('south', 1, 5, '2024-01-01 11:00:00', 0.1, '2024-01-01'),
        ('south', 1, 5, null, null, null),
        (null, 3, 7, '1969-12-31 23:59:59.999999', 1e300, '0001-01-01')`,
    );
  });
  afterAll(() => server?.stop());

  test("traces group, filter windows and keep the case of names", async () => {
    const project = await loadFiles({
      "headwater.yml": `
name: shop
sources:
${source(server.url)}
models:
  - name: sales
    source: ref(db)
    sql: |
      with s as (select * from sales /* all */) // of them
      select region, day, amount, amount as "Amount" from s; -- the end;
traces:
  - { name: plain, model: ref(sales), props: { type: bar, x: "?{ day }", y: "?{ sum(amount) }" }, order_by: ["?{ day }"] }
  - { name: cohorts, model: ref(sales), cohort_on: "?{ region }", props: { type: bar, x: "?{ day }", y: "?{ sum(amount) // total }" }, order_by: ["?{ day desc }", "?{ region }"] }
  - { name: newest, model: ref(sales), filters: ["?{ row_number() over (partition by region order by day desc, amount) = 1 }"], props: { type: bar, x: "?{ coalesce(region, '-') }", y: '?{ "Amount" }' }, order_by: ["?{ coalesce(region, '-') desc }"] }
`,
    });
    const manifest = await run(project);
    // A sum of decimals is a double on fakesnow, and a decimal on the service.
    expect(await records(project, manifest, "trace:plain")).toEqual([
      { "props.x": 1, "props.y": 20.5, cohort: "plain" },
      { "props.x": 2, "props.y": 30.25, cohort: "plain" },
      { "props.x": 3, "props.y": 7, cohort: "plain" },
    ]);
    expect(await records(project, manifest, "trace:cohorts")).toEqual([
      { "props.x": 3, "props.y": 7, cohort: null },
      { "props.x": 2, "props.y": 30.25, cohort: "north" },
      { "props.x": 1, "props.y": 10.5, cohort: "north" },
      { "props.x": 1, "props.y": 10, cohort: "south" },
    ]);
    expect(await records(project, manifest, "trace:newest")).toEqual([
      { "props.x": "south", "props.y": "5.00", cohort: "newest" },
      { "props.x": "north", "props.y": "30.25", cohort: "newest" },
      { "props.x": "-", "props.y": "7.00", cohort: "newest" },
    ]);
  });

  test("a merge's conditions are said to the source, and yield what they say", async () => {
    const project = await loadFiles({
      "headwater.yml": `
name: shop
sources:
${source(server.url)}
models:
  - { name: sales, source: ref(db), sql: "select * from sales; -- all" }
${CONDITIONS.map(([condition], i) => `  - { name: m${i}, models: [ref(sales)], sql: "select count(*) as n from sales where ${condition}" }`).join("\n")}
traces:
${CONDITIONS.map((_, i) => `  - { name: t${i}, model: ref(m${i}), props: { type: bar, y: "?{ n }" } }`).join("\n")}
`,
    });
    const manifest = await run(project);
    const seen = await Promise.all(
      CONDITIONS.map(async ([condition], i) => {
        const [{ "props.y": rows } = {}] = await records(project, manifest, `trace:t${i}`);
        const [leg] = manifest.objects[`model:m${i}`]?.legs ?? [];
        return [condition, rows, leg?.where === undefined ? "not said" : "said"];
      }),
    );
    expect(seen).toEqual(CONDITIONS.map(([condition, rows]) => [condition, rows, "said"]));
  });

  async function run(project: Project): Promise<Manifest> {
    expect(project.diagnostics).toEqual([]);
    const { manifest } = await runOnce(project, { all: true });
    if (!manifest) throw new Error("The run has no manifest");
    return manifest;
  }
});

test("a model comes through a reader of its own, and no file or secret is left", async () => {
  const rows: ScriptedCells[] = [
    ["north", "40.75"],
    ["south", "10.00"],
  ];
  const server = await startScriptedSnowflake({
    statement: (statement) =>
      statement.sql.includes("from orders")
        ? {
            columns: [
              { name: "REGION", type: "text" },
              { name: "AMOUNT", type: "fixed", precision: 10, scale: 2 },
            ],
            rows: rows.slice(0, 1),
            chunks: [rows.slice(1)],
          }
        : accountAnswer()(statement),
  });
  onTestFinished(() => server.stop());
  const cwd = await writeProject({
    "headwater.yml": `
name: shop
sources:
${source(server.url)}
models:
  - { name: sold, source: ref(db), sql: "select region, sum(amount) as amount from orders group by 1" }
`,
  });
  const shown = await runCommand(["show", "sold", "--format", "csv"], { cwd });
  expect(shown).toMatchObject({ code: 0, stdout: "REGION,AMOUNT\nnorth,40.75\nsouth,10.00\n" });
  const checked = await runCommand(["sources", "check"], { cwd });
  expect(checked.code).toBe(0);
  expect(checked.stdout).toContain("✓ privileges  role `READER`, which only reads");
  expect(checked.stdout).not.toContain("a-password-for-tests");
  expect(existsSync(join(cwd, "snowflake.log"))).toBe(false);
});

test("a run and a query warn of a role that may write, and name the source's place", async () => {
  const grants = { READER: [["INSERT", "TABLE", "SHOP.PUBLIC.ORDERS"]] } as const;
  const server = await startScriptedSnowflake({ statement: accountAnswer({ grants }) });
  onTestFinished(() => server.stop());
  const cwd = await writeProject({
    "headwater.yml": `
name: shop
sources:
${source(server.url)}
models:
  - { name: one, source: ref(db), sql: "select 1 as a" }
traces:
  - { name: t, model: ref(one), props: { type: bar, y: "?{ 1 }" } }
`,
  });
  for (const args of [["run"], ["query", "db", "select 1 as a"]]) {
    const { code, stderr } = await runCommand(args, { cwd });
    expect(code).toBe(0);
    expect(stderr.match(/source-login-can-write/g)).toHaveLength(1);
    expect(stderr).toContain("INSERT on table `SHOP.PUBLIC.ORDERS`");
    expect(stderr).toMatch(/--> headwater\.yml:4:\d+/);
  }
});

async function records(project: Project, manifest: Manifest, id: string) {
  const entry = manifest.objects[id];
  const artifact = entry?.artifact;
  if (!artifact || artifact.format === "parquet") {
    throw new Error(`${id} has no result: ${JSON.stringify(entry)}`);
  }
  return toRecords(await readResult(openState(project).objectPath(artifact), artifact.format));
}
