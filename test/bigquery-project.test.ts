/** A project on BigQuery, by the command line: what it costs is said before it is billed. */
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Manifest } from "../src/contract/manifest.js";
import {
  looked,
  refusal,
  rowsOf,
  startScriptedBigquery,
  type BigquerySteps,
} from "./servers/scripted-bigquery.js";
import { json, type HttpStep } from "./servers/scripted-http.js";
import { runCommand } from "./support/command.js";
import { temporaryFolder, writeFiles, writeProject } from "./support/project.js";

const FIELDS = [
  { name: "c0", type: "DATE" },
  { name: "c1", type: "NUMERIC" },
];
const CELLS = { fields: FIELDS, rows: [["2024-01-01", "1.5"]] };

/** Queries that name `clicks` read 3 GB, others 1.2 GB. */
const BYTES: HttpStep = (response, request) => {
  const bytes = request.body.includes("clicks") ? "3000000000" : "1200000000";
  looked(CELLS, { bytes })(response, request);
};

async function project(
  limits: { readonly source?: string; readonly project?: string } = {},
  steps: BigquerySteps = {},
) {
  const server = await startScriptedBigquery({
    dryRun: [BYTES],
    results: [rowsOf(CELLS)],
    ...steps,
  });
  const root = await writeProject({
    "headwater.yml": `
name: Shop
defaults:
  limits: { bytes_billed: ${limits.project ?? "1TB"} }
sources:
  - name: warehouse
    type: bigquery
    project: demo
    database: shop
    api_endpoint: ${server.url}
    limits: { bytes_billed: ${limits.source ?? "1TB"} }
models:
  - { name: orders, source: ref(warehouse), sql: "select day, amount from orders" }
  - { name: clicks, source: ref(warehouse), sql: "select day, amount from clicks" }
traces:
  - name: sales
    model: ref(orders)
    props: { type: scatter, x: "?{ day }", y: "?{ sum(amount) }" }
    order_by: [ "?{ day }" ]
  - name: the same
    model: ref(orders)
    props: { type: scatter, x: "?{ day }", y: "?{ sum(amount) }" }
    order_by: [ "?{ day }" ]
tables:
  - { name: all clicks, model: ref(clicks) }
charts:
  - { name: chart, traces: [ ref(sales), ref(the same) ] }
dashboards:
  - { name: page, rows: [ { items: [ { chart: ref(chart) }, { table: ref(all clicks) } ] } ] }
`,
  });
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const run = (...args: string[]) => runCommand([...args, "--project-dir", root], { env });
  return { server, run, root };
}

test("a run says what its queries will be billed for before it runs them", async () => {
  const { server, run } = await project();
  const { code, stdout, stderr } = await run("run");
  expect(`${stdout}${stderr}`).toContain(
    "warehouse: 3 queries will be billed for at most 5.4 GB, most of it for clicks (3 GB).",
  );
  expect(code).toBe(0);
  const kinds = server.calls.map(({ kind }) => kind);
  // Nothing runs before the last one has been looked at, and none is looked at twice.
  expect(kinds.lastIndexOf("dryRun")).toBeLessThan(kinds.indexOf("insert"));
  expect(server.of("dryRun")).toHaveLength(2);
  expect(server.of("insert")).toHaveLength(3);
  const [trace] = server.of("insert").flatMap(({ body }) => {
    const sql = JSON.parse(body).configuration.query.query as string;
    return sql.includes("group by") ? [sql] : [];
  });
  expect(trace).toBe(
    "with hw_base as (\nselect day, amount from orders\n)\nselect\n  day as c0,\n  sum(amount) as c1\nfrom hw_base\ngroup by 1\norder by day",
  );
  const shown = await run("show", "trace:sales", "--format", "json");
  expect(JSON.parse(shown.stdout)).toMatchObject([
    { "props.x": "2024-01-01", "props.y": "1.500000000" },
  ]);
});

test("of queries that cost nothing none is the dearest", async () => {
  const { run } = await project({}, { dryRun: [looked(CELLS, { bytes: "0" })] });
  const { code, stdout, stderr } = await run("run");
  expect(`${stdout}${stderr}`).toContain(
    "warehouse: 3 queries will be billed for at most 0 bytes.\n",
  );
  expect(code).toBe(0);
});

const BILL: HttpStep = json({
  status: { state: "DONE" },
  statistics: { query: { totalBytesBilled: "10485760" } },
});

test("a run says what its queries were billed for, and the manifest keeps it", async () => {
  const { server, run, root } = await project({}, { job: [BILL] });
  const { stdout, stderr } = await run("run");
  expect(server.of("insert")).toHaveLength(3);
  expect(`${stdout}${stderr}`).toMatch(/3 jobs: 3 built in [\d.]+ s, billed for 31\.5 MB\n/);
  const files = await readdir(join(root, "target"), { recursive: true });
  const manifest = files.find((file) => file.endsWith("manifest.json")) ?? "";
  const text = await readFile(join(root, "target", manifest), "utf8");
  // Of a JSON file of ours.
  const { objects } = JSON.parse(text) as Manifest;
  const bills = Object.values(objects).map(({ bytesBilled }) => bytesBilled);
  expect(bills).toEqual([10_485_760, 10_485_760, 10_485_760]);
  const again = await run("run", "--reuse");
  expect(`${again.stdout}${again.stderr}`).not.toContain("billed");
});

test("a service that does not say what it has billed is no failure", async () => {
  const { run } = await project({}, { job: [refusal(403, "accessDenied", "not yours")] });
  const { code, stdout, stderr } = await run("run");
  expect(code).toBe(0);
  expect(`${stdout}${stderr}`).not.toContain("billed for 0");
});

test("results that are kept cost nothing", async () => {
  const { run } = await project({ project: "5.5GB" });
  expect((await run("run")).code).toBe(0);
  const again = await run("run", "--reuse");
  expect(again.code).toBe(0);
  expect(`${again.stdout}${again.stderr}`).not.toContain("billed");
});

test.each([
  [
    { project: "5GB" },
    /run-bytes-exceeded\]: .*billed for 5\.4 GB, more than the 5 GB of `limits\.bytes_billed` in `defaults`/,
  ],
  [{ source: "3500MB" }, /more than the 3\.5 GB of `limits\.bytes_billed` in `warehouse`/],
])("above the ceiling of a run none of its queries runs: %o", async (limits, words) => {
  const { server, run } = await project(limits);
  const { code, stdout, stderr } = await run("run");
  expect(`${stdout}${stderr}`).toMatch(words);
  expect(code).toBe(3);
  expect(server.of("insert")).toEqual([]);
});

test("explain and the doctor say what a query would be billed for, and run none", async () => {
  const { server, run } = await project();
  expect((await run("explain", "clicks")).stdout).toContain("-- cost: billed for at most 3 GB");
  const { steps } = JSON.parse((await run("explain", "sales", "--json")).stdout);
  expect(steps[0].cost).toEqual({ bytes: 1_200_000_000 });
  expect(server.of("insert")).toEqual([]);
  const { stdout, code } = await run("sources", "check");
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    "cost the models select at most 4.2 GB: clicks 3 GB, orders 1.2 GB",
  );
  expect(code).toBe(0);
});

test("explain shows the SQL where the service does not say the cost", async () => {
  const denied = refusal(403, "accessDenied", "Access Denied: bigquery.jobs.create");
  const { run } = await project({}, { dryRun: [denied] });
  const { stdout, code } = await run("explain", "clicks");
  expect(stdout).toContain("select day, amount from clicks");
  expect(stdout).toContain("-- cost: not known: `warehouse` does not permit the query");
  expect(code).toBe(0);
});

test("a merge that is kept costs nothing, and no limit stands in its way", async () => {
  const fields = [{ name: "amount", type: "NUMERIC" }];
  const server = await startScriptedBigquery({
    dryRun: [
      (response, request) => {
        const bytes = request.body.includes("clicks") ? "3000000000" : "1200000000";
        looked({ fields }, { bytes })(response, request);
      },
    ],
    results: [rowsOf({ fields, rows: [["1.5"]] })],
  });
  const project = (limit: string) => ({
    "headwater.yml": `
name: Shop
defaults: { limits: { bytes_billed: ${limit} } }
sources:
  - { name: warehouse, type: bigquery, project: demo, api_endpoint: "${server.url}" }
models:
  - { name: orders, source: ref(warehouse), sql: select amount from orders }
  - { name: clicks, source: ref(warehouse), sql: select amount from clicks }
  - { name: revenue, models: [ref(orders)], sql: select sum(amount) as revenue from orders }
`,
  });
  const root = await writeProject(project("1TB"));
  const run = (...args: string[]) => runCommand([...args, "--project-dir", root]);
  const first = await run("run", "revenue");
  expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining("at most 1.2 GB") });
  const again = await run("run", "revenue", "--reuse");
  expect(again).toMatchObject({ code: 0, stderr: expect.not.stringContaining("billed") });
  // Three gigabytes for the clicks, none for the merge.
  await writeFiles(root, project("3GB"));
  const both = await run("run", "revenue, clicks", "--reuse");
  expect(both).toMatchObject({ code: 0, stderr: expect.stringContaining("at most 3 GB.") });
});

test("a merge asks for what it needs, with the keys of the other side where they are few", async () => {
  const fields = [
    { name: "customer_id", type: "INTEGER" },
    { name: "total", type: "NUMERIC" },
    { name: "at", type: "TIMESTAMP" },
  ];
  const narrowed = { fields: fields.slice(0, 2), rows: [["7", "2.5"]] };
  for (const { customers, keys } of [
    { customers: 100, keys: true },
    { customers: 5_001, keys: false },
  ]) {
    const server = await startScriptedBigquery({
      dryRun: [looked({ fields })],
      results: [rowsOf(narrowed)],
    });
    const ids = Array.from({ length: customers }, (_, id) => id);
    const root = await writeProject({
      "customers.csv": `id,region\n${ids.map((id) => `${id},north`).join("\n")}\n`,
      "headwater.yml": `
name: Shop
sources:
  - { name: warehouse, type: bigquery, project: demo, api_endpoint: "${server.url}" }
  - { name: crm, type: csv, file: customers.csv }
models:
  - { name: orders, source: ref(warehouse), sql: "select customer_id, total, at from orders" }
  - { name: customers, source: ref(crm) }
  - name: revenue
    models: [ref(orders), ref(customers)]
    sql: |
      select c.region, sum(o.total) as revenue from orders o join customers c on c.id = o.customer_id
      where o.total > 1.25 group by 1
`,
    });
    const { code, stdout } = await runCommand(["run", "--project-dir", root]);
    expect({ code, stdout }).toMatchObject({ code: 0 });
    const [sql = ""] = server
      .of("insert")
      .map(({ body }) => JSON.parse(body).configuration.query.query as string);
    expect(sql).toContain(
      "select `customer_id` as `customer_id`, `total` as `total`\nfrom (\nselect customer_id, total, at from orders\n) as hw_leg\nwhere `total` > numeric '1.250000000'",
    );
    expect(sql.includes("and `customer_id` in (")).toBe(keys);
    const shown = await runCommand(["show", "revenue", "--format", "csv", "--project-dir", root]);
    expect(shown.stdout).toContain("north,2.5");
  }
});

test("what costs nothing does not wait until a service has said what it would cost", async () => {
  let folder = "";
  let isThere = false;
  const untilThere = async () => {
    for (let tries = 0; tries < 200 && !isThere; tries += 1) {
      const files = await readdir(join(folder, "target"), { recursive: true }).catch(() => []);
      isThere = files.some((file) => file.endsWith(".parquet"));
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  /** Holds its answer back until the other source has a result. */
  const late: HttpStep = (response, request) => {
    void untilThere().then(() => looked(CELLS)(response, request));
  };
  const { run, root } = await project({}, { dryRun: [late] });
  folder = root;
  const file = join(root, "headwater.yml");
  const text = await readFile(file, "utf8");
  await writeFile(join(root, "regions.csv"), "region\nnorth\n");
  await writeFile(
    file,
    text
      .replace("sources:", "sources:\n  - { name: regions, type: csv, file: regions.csv }")
      .replace("models:", "models:\n  - { name: all regions, source: ref(regions) }"),
  );
  const { code, stderr } = await run("run", "all regions,clicks");
  expect(stderr).toContain("warehouse: 1 query will be billed");
  expect([code, isThere]).toEqual([0, true]);
});
