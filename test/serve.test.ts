import { appendFile, readdir, readFile, rename, rm, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Result } from "../src/contract/result.js";
import type { SiteEvent } from "../src/contract/events.js";
import type { SiteQueries } from "../src/contract/pages/queries.js";
import type { Site } from "../src/contract/pages/home.js";
import { runCli } from "./support/cli.js";
import { writeFiles, writeProject } from "./support/project.js";
import { serve, type Served } from "./support/serve.js";

const CANARY = "canary5ecret";

const yaml = `
name: shop
sources:
  - { name: orders, type: csv, file: orders.csv }
  - { name: unused, type: postgresql, host: db.example, database: shop, username: reader, password: ${CANARY} }
models:
  - { name: all orders, source: ref(orders) }
traces:
  - name: bars
    model: ref(all orders)
    props: { type: bar, x: "?{ region }", y: "?{ sum(amount) }" }
  - name: dots
    model: ref(all orders)
    props: { type: scatter, x: "?{ amount }", y: "?{ amount }" }
tables:
  - { name: rows, model: ref(all orders) }
dashboards:
  - name: main
    rows:
      - items:
          - chart: { name: sums, traces: [ref(bars)], layout: { title: { text: Sums } } }
          - chart: { name: cloud, traces: [ref(dots)] }
          - table: ref(rows)
`;

const shop = { "headwater.yml": yaml, "orders.csv": "region,amount\nnorth,1\nsouth,2\nnorth,3\n" };

const published = ({ type }: SiteEvent) => type === "published";
const faulty = (event: SiteEvent) => event.type === "problems" && event.problems.length > 0;
const mended = (event: SiteEvent) => event.type === "problems" && event.problems.length === 0;

async function valuesOf(served: Served, trace: string, column: string): Promise<unknown> {
  const { data } = (await served.dashboard()).traces[trace] ?? {};
  const result = await served.json<Result>(data?.url ?? "");
  return result.columns.find(({ name }) => name === column)?.values;
}

test("pages are served with results, those of a table of a model among them", async () => {
  const served = await serve(await writeProject(shop));
  await served.event(published);
  const page = await fetch(`${served.url}/d/main`);
  expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
  const { site, dashboard } = {
    site: await served.json<Site>("/data/site.json"),
    dashboard: await served.dashboard(),
  };
  expect(site).toMatchObject({ project: "shop", run: { failed: 0, total: 3 } });
  expect(dashboard.traces["bars"]).toMatchObject({ status: "ok", problems: [] });
  const data = dashboard.tables["rows"]?.model?.data;
  expect(data).toMatchObject({ format: "json", rows: 3 });
  const rows = await served.json<Result>(data?.url ?? "");
  expect(rows.columns.map(({ name, values }) => [name, values])).toEqual([
    ["region", ["north", "south", "north"]],
    ["amount", [1, 2, 3]],
  ]);
  const [summary] = site.dashboards;
  const asked = await served.json<SiteQueries>(summary?.queries ?? "");
  expect(asked.charts["sums"]).toMatchObject([
    {
      of: { kind: "trace", name: "bars", file: "headwater.yml", line: 9 },
      how: "sent",
      source: { name: "orders", type: "csv" },
      sql: expect.stringContaining("sum(amount)"),
    },
  ]);
  expect(asked.tables["rows"]).toMatchObject([{ of: { kind: "model", name: "all orders" } }]);
  expect(summary?.cards.map(({ name, reads }) => [name, reads?.map((one) => one.name)])).toEqual([
    ["sums", ["all orders", "orders"]],
    ["cloud", ["all orders", "orders"]],
    ["rows", ["all orders", "orders"]],
  ]);
  expect(served.stderr()).toBe("");
});

test("results whose folder was deleted are made again at the next edit", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  const { data } = (await served.dashboard()).traces["bars"] ?? {};
  await rm(join(cwd, "target"), { recursive: true });
  expect((await fetch(`${served.url}${data?.url}`)).status).toBe(404);
  served.ran();
  await writeFile(join(cwd, "headwater.yml"), yaml.replace("sum(amount)", "10 * sum(amount)"));
  await served.event(published);
  expect(served.ran().toSorted()).toEqual(["all orders", "bars", "dots"]);
  expect(served.stderr()).toBe("");
  const rows = (await served.dashboard()).tables["rows"]?.model?.data;
  expect((await served.json<Result>(rows?.url ?? "")).rows).toBe(3);
});

test("a damaged result is not served, and made again by the next run", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  const objects = join(cwd, "target", "default", "objects");
  for (const name of await readdir(objects)) await truncate(join(objects, name), 20);
  const { data } = (await served.dashboard()).traces["bars"] ?? {};
  expect((await fetch(`${served.url}${data?.url}`)).status).toBe(404);
  const show = await runCli(["show", "dots", "--format", "csv"], { cwd });
  expect(show.stderr).toContain("The result of `dots` is damaged: it is run again.");
  expect(show.stdout.trim().split("\n")).toHaveLength(4);
  const dist = await runCli(["dist", "-o", "site"], { cwd });
  expect(dist.stderr).toContain("There are no results of `bars`");
  const run = await runCli(["run", "--reuse", "--wait"], { cwd });
  expect([run.code, run.stderr]).toEqual([0, expect.stringContaining("2 built, 1 reused")]);
  expect(await valuesOf(served, "bars", "props.y")).toEqual([4, 2]);
});

test("an edit of a trace runs that trace alone, and pages are told of it", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  expect(served.ran().toSorted()).toEqual(["all orders", "bars", "dots"]);
  await writeFile(join(cwd, "headwater.yml"), yaml.replace("sum(amount)", "10 * sum(amount)"));
  await served.event(published);
  expect(served.ran()).toEqual(["bars"]);
  expect(new Set((await valuesOf(served, "bars", "props.y")) as number[])).toEqual(
    new Set([40, 20]),
  );
});

test("an edit of the layout alone runs nothing, and takes no place among the runs that are kept", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  served.ran();
  const runs = () => readdir(join(cwd, "target/default/runs"));
  const before = await runs();
  await writeFile(join(cwd, "headwater.yml"), yaml.replace("text: Sums", "text: Totals"));
  await served.event(published);
  expect(served.ran()).toEqual([]);
  expect((await served.dashboard()).charts["sums"]?.title).toBe("Totals");
  expect(await runs()).toEqual(before);
});

test("a broken edit keeps the last good page, shows its faults over it, and is cleared when mended", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  const good = await served.dashboard();
  for (const broken of [yaml.replace("type: bar", "tpye: bar"), `${yaml}  - : [`]) {
    await writeFile(join(cwd, "headwater.yml"), broken);
    const event = await served.event(faulty);
    expect(event).toMatchObject({
      problems: [expect.objectContaining({ severity: "error", frame: expect.anything() })],
    });
    expect(await served.dashboard()).toEqual(good);
    await writeFile(join(cwd, "headwater.yml"), yaml);
    await served.event(mended);
    await served.event(published);
  }
});

test("a project whose root file is away for a while is served again when it comes back", async () => {
  // The project around it is another one.
  const inside = Object.entries(shop).map(([name, text]) => [`inside/${name}`, text]);
  const around = await writeProject({ ...Object.fromEntries(inside), "headwater.yml": "name: a" });
  const cwd = join(around, "inside");
  const file = join(cwd, "headwater.yml");
  const served = await serve(cwd);
  await served.event(published);
  await rename(file, `${file}.away`);
  expect(await served.event(faulty)).toMatchObject({ problems: [{ code: "project-not-found" }] });
  await writeFile(file, yaml.replace("text: Sums", "text: Totals"));
  await served.event(mended);
  await served.event(published);
  expect((await served.dashboard()).charts["sums"]?.title).toBe("Totals");
});

test("a query that fails is told over the page and in its trace, and the rest is there", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  await writeFile(join(cwd, "headwater.yml"), yaml.replace("sum(amount)", "sum(amuont)"));
  expect(await served.event(faulty)).toMatchObject({
    problems: [
      { message: expect.stringContaining("amuont"), at: { start: { line: 11 } }, frame: {} },
    ],
  });
  await served.event(published);
  const { traces } = await served.dashboard();
  expect(traces["bars"]).toMatchObject({ status: "stale", data: { rows: 2 } });
  expect(traces["bars"]?.problems[0]?.message).toContain("amuont");
  expect(traces["dots"]).toMatchObject({ status: "ok", problems: [] });
});

test("changed data runs what reads it; a save by rename is seen", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  served.ran();
  await appendFile(join(cwd, "orders.csv"), "south,5\n");
  await served.event(published);
  expect(served.ran().toSorted()).toEqual(["all orders", "bars", "dots"]);
  await writeFiles(cwd, { "swap.yml": yaml.replace("text: Sums", "text: Renamed") });
  await rename(join(cwd, "swap.yml"), join(cwd, "headwater.yml"));
  await served.event(published);
  expect((await served.dashboard()).charts["sums"]?.title).toBe("Renamed");
});

test("data that patterns match is followed: those of DuckDB for files, braces for what scripts read", async () => {
  const cwd = await writeProject({
    "headwater.yml": `
sources: [{ name: parts, type: csv, file: "data/[!x]*.csv" }]
models:
  - { name: all parts, source: ref(parts) }
  - { name: lines, args: [cat, data/a.csv], inputs: "data/{a,b}.txt" }
  - { name: long, args: [echo, ${"x".repeat(300)}] }
traces:
  - { name: bars, model: ref(all parts), props: { type: bar, x: "?{ id }" } }
  - { name: dots, model: ref(lines), props: { type: scatter, x: "?{ id }" } }
dashboards: [{ name: main, rows: [{ items: [{ chart: { name: c, traces: [ref(bars), ref(dots)] } }] }] }]
`,
    "data/a.csv": "id\n1\n",
    "data/a.txt": "",
  });
  const trusted = { HEADWATER_TRUST: "1" };
  const served = await serve(cwd, trusted);
  await served.event(published);
  served.ran();
  await writeFiles(cwd, { "data/x.csv": "other\n", "data/c.txt": "c", "data/b.txt": "b" });
  await served.event(published);
  expect(served.ran().toSorted()).toEqual(["dots", "lines"]);
  await writeFiles(cwd, { "data/b.csv": "id\n2\n" });
  await served.event(published);
  expect(served.ran()).toEqual(["bars"]);
});

test("results that another process publishes reach the pages", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  const first = await served.event(published);
  expect((await runCli(["run"], { cwd })).code).toBe(0);
  const second = await served.event(published);
  expect(second).not.toEqual(first);
});

test("the last good results are there at once after a restart, and nothing runs again", async () => {
  const cwd = await writeProject(shop);
  expect((await runCli(["run"], { cwd })).code).toBe(0);
  const served = await serve(cwd);
  expect((await served.dashboard()).traces["bars"]).toMatchObject({ status: "ok" });
  await served.event(published);
  expect(served.ran()).toEqual([]);
});

test("Ctrl-C ends the server, its readers and its temporary files", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  expect(await served.stop()).toBe(0);
  await expect(fetch(served.url)).rejects.toThrow();
  expect(await readdir(join(cwd, "target", "default", "tmp"))).toEqual([]);
});

test("a secret that is written in the project is in no answer and in no file", async () => {
  const cwd = await writeProject(shop);
  const served = await serve(cwd);
  await served.event(published);
  const line = yaml.split("\n").findIndex((text) => text.includes(CANARY));
  const broken = yaml.split("\n").toSpliced(line + 1, 0, "  - { nmae: x, type: csv, file: y.csv }");
  await writeFile(join(cwd, "headwater.yml"), broken.join("\n"));
  const problems = JSON.stringify(await served.event(faulty));
  expect(problems).toContain("password: •");
  const site = await served.json<Site>("/data/site.json");
  const texts = [problems, JSON.stringify([site, await served.dashboard()]), served.stderr()];
  const target = join(cwd, "target");
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) texts.push(await readFile(join(entry.parentPath, entry.name), "latin1"));
  }
  for (const text of texts) expect(text).not.toContain(CANARY);
});
