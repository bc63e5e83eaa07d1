/** Merges as jobs of runs: what is moved, what is reused, what is told. */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { whySentences } from "../../src/cli/text/why-text.js";
import type { MergeLeg } from "../../src/contract/manifest.js";
import { explainReuse } from "../../src/engine/keys/why.js";
import type { RunOptions } from "../../src/engine/run/run-options.js";
import type { Project } from "../../src/project/project.js";
import { loadFiles } from "../support/load-files.js";
import { type TestRunOptions, runOnce, withRun } from "../support/run-project.js";

const SOURCES = `
name: jobs
sources:
  - {name: app, type: sqlite, database: app.sqlite}
  - {name: crm, type: sqlite, database: crm.sqlite}
models:
  - {name: orders, source: ref(app), sql: select * from orders}
  - {name: customers, source: ref(crm), sql: "select id, name, count(*) over () as n from customers"}
`;
const BIG = "select id, customer from orders where status = 'open'";
const MERGES = `
  - {name: open orders, models: [ref(orders)], sql: "${BIG}"}
  - {name: joined, models: [ref(orders), ref(customers)], sql: "select c.name, o.amount from orders o join customers c on c.id = o.customer where o.amount > 15"}
`;

async function shop(yaml: string, root?: string): Promise<Project> {
  const project = await loadFiles(
    { "headwater.yml": SOURCES + yaml },
    root === undefined ? {} : { root },
  );
  if (root !== undefined) return project;
  const app = new DatabaseSync(join(project.root, "app.sqlite"));
  app.exec(`create table orders(id integer, customer integer, status text, amount integer);
    insert into orders values (1, 1, 'open', 10), (2, 1, 'closed', 20), (3, 2, 'open', 30), (4, 3, 'closed', 40)`);
  app.close();
  const crm = new DatabaseSync(join(project.root, "crm.sqlite"));
  crm.exec(
    "create table customers(id integer, name text, street text); insert into customers values (1, 'Ann', 'a'), (2, 'Bo', 'b')",
  );
  crm.close();
  return project;
}

async function run(project: Project, options: Partial<RunOptions> & TestRunOptions = {}) {
  const { manifest, exitCode } = await runOnce(project, { all: true, ...options });
  const objects = manifest?.objects ?? {};
  const legs = (name: string): Record<string, Partial<MergeLeg>> =>
    Object.fromEntries((objects[`model:${name}`]?.legs ?? []).map((leg) => [leg.model, leg]));
  return { exitCode, objects, legs };
}

test("a leg is no result of its model, and a model that is wanted itself moves once, whole", async () => {
  const project = await shop(`${MERGES}tables: [{name: t, model: ref(orders)}]\n`);
  const first = await run(project, { selection: "open orders" });
  expect(first.exitCode).toBe(0);
  expect(Object.keys(first.objects)).toEqual(["model:open orders"]);
  expect(first.legs("open orders")["model:orders"]).toMatchObject({
    how: "moved",
    columns: ["id", "customer", "status"],
    artifact: { rows: 2 },
  });
  const second = await run(project, { selection: "open orders,t" });
  expect(second.objects["model:orders"]?.artifact?.rows).toBe(4);
  expect(second.legs("open orders")["model:orders"]).toEqual({
    model: "model:orders",
    how: "present",
  });
});

test("a model below several merges moves once, with what any of them needs", async () => {
  const { legs, exitCode } = await run(await shop(MERGES));
  expect(exitCode).toBe(0);
  const leg = legs("joined")["model:orders"];
  expect(leg).toEqual(legs("open orders")["model:orders"]);
  expect(leg).toMatchObject({
    columns: ["id", "customer", "status", "amount"],
    artifact: { rows: 4 },
  });
  expect(leg?.where).toMatch(/ or /);
});

test("a part that was fetched answers again for no more than it holds, when results are reused", async () => {
  const merge = (sql: string) => `\n  - {name: m, models: [ref(orders)], sql: "${sql}"}\n`;
  const project = await shop(merge("select id, amount from orders where status = 'open'"));
  const before = await run(project);
  async function again(sql: string, reuse = true) {
    const { legs } = await run(await shop(merge(sql), project.root), { reuse });
    return legs("m")["model:orders"];
  }
  const narrower = await again("select max(id) as id from orders where status = 'open'");
  expect(narrower).toMatchObject({
    how: "reused",
    artifact: before.legs("m")["model:orders"]?.artifact ?? {},
  });
  expect(
    await again("select min(id) as id from orders where status = 'open'", false),
  ).toMatchObject({ how: "moved" });
  // What is moved is right at once: a part that turns out to be too little would be fetched again.
  const rows = await again("select id from orders where status = 'closed'");
  expect(rows).toMatchObject({ how: "moved", columns: ["id", "status"] });
  expect(rows).not.toHaveProperty("refetched");
  const columns = await again("select id, customer from orders where status = 'closed'");
  expect(columns).toMatchObject({ how: "moved", columns: ["id", "customer", "status"] });
  expect(columns).not.toHaveProperty("refetched");
});

test("a part does not answer for a model whose SQL is another one", async () => {
  const recent = (least: number) => `
  - {name: recent, source: ref(app), sql: select id from orders where id > ${least}}
  - {name: m, models: [ref(recent)], sql: select id from recent}
`;
  const project = await shop(recent(1));
  expect((await run(project)).legs("m")["model:recent"]).toMatchObject({ artifact: { rows: 3 } });
  const { legs } = await run(await shop(recent(3), project.root), { reuse: true });
  expect(legs("m")["model:recent"]).toMatchObject({ how: "moved", artifact: { rows: 1 } });
});

test("a part that join keys have narrowed does not answer again", async () => {
  const merge = (
    sql: string,
  ) => `\n  - {name: m, models: [ref(orders), ref(clients)], sql: "${sql}"}
  - {name: clients, source: ref(crm), sql: "select id, name from customers"}\n`;
  const merges = { keys: { leastRows: 0, rowsPerKey: 1 } };
  const join = "select o.id from orders o join clients c on c.id = o.customer where c.name = 'Bo'";
  const project = await shop(merge(join));
  const before = await run(project, { merges });
  expect(before.legs("m")["model:orders"]).toMatchObject({
    keys: [{ column: "customer", from: "model:clients", values: 1 }],
    artifact: { rows: 1 },
  });
  const all = await shop(merge("select id, customer from orders"), project.root);
  const { legs } = await run(all, { merges, reuse: true });
  expect(legs("m")["model:orders"]).toMatchObject({ how: "moved", artifact: { rows: 4 } });
});

test("a part of a model that is still fresh answers again without being asked to", async () => {
  const merge = (sql: string, freshFor: string) => `
  - {name: lasting, source: ref(app), sql: select id from orders, fresh_for: ${freshFor}}
  - {name: m, models: [ref(lasting)], sql: "${sql}"}
`;
  const project = await shop(merge("select id from lasting", "1h"));
  const before = await run(project);
  const fresh = await run(await shop(merge("select max(id) from lasting", "1h"), project.root));
  expect(fresh.legs("m")["model:lasting"]).toMatchObject({
    how: "reused",
    artifact: before.legs("m")["model:lasting"]?.artifact ?? {},
  });
  const old = await run(await shop(merge("select min(id) from lasting", "0s"), project.root));
  expect(old.legs("m")["model:lasting"]).toMatchObject({ how: "moved" });
});

test("a plan that rests on the type of a column does not trust what its source only guesses", async () => {
  const { objects, legs, exitCode } = await run(
    await shop(
      `\n  - {name: m, models: [ref(customers)], sql: "select name from customers where typeof(n) = 'BIGINT' and id = 1"}\n`,
    ),
  );
  expect(exitCode).toBe(0);
  expect(objects["model:m"]?.artifact?.rows).toBe(1);
  expect(legs("m")["model:customers"]).toMatchObject({
    how: "moved",
    columns: ["id", "name", "n"],
    artifact: { rows: 2 },
  });
});

test("a statement that nothing can be put around is sent as it is", async () => {
  const { objects, legs, exitCode } = await run(
    await shop(`
  - {name: tables, source: ref(app), sql: "pragma table_info(orders)"}
  - {name: m, models: [ref(tables)], sql: "select name from tables where cid = 0"}
`),
  );
  expect(exitCode).toBe(0);
  expect(objects["model:m"]?.artifact?.rows).toBe(1);
  expect(legs("m")["model:tables"]).toMatchObject({
    sql: "pragma table_info(orders)",
    refetched: expect.stringContaining("refused the narrowed query"),
  });
});

test("a failing model below a merge is told at its own SQL", async () => {
  const { objects, exitCode } = await run(
    await shop(`
  - {name: broken, source: ref(app), sql: select nothing from orders}
  - {name: m, models: [ref(broken)], sql: "select 1 from broken"}
`),
    { selection: "m" },
  );
  expect(exitCode).toBe(3);
  expect(objects["model:m"]?.diagnostics).toMatchObject([
    { code: "query-failed", at: { start: { line: 10 } } },
  ]);
});

test("with an engine, the merge is one query of the source", async () => {
  const { objects, exitCode } = await run(
    await shop(`
  - {name: others, source: ref(app), sql: "select id as other from orders where id > 2"}
  - name: m
    models: [ref(orders), ref(others)]
    engine: ref(app)
    sql: "select glob('o*', status) as opened, other from orders join others on other = id order by other"
`),
  );
  expect(exitCode).toBe(0);
  expect(objects["model:m"]).toMatchObject({
    status: "built",
    engine: "app",
    artifact: { rows: 2 },
  });
  expect(objects["model:m"]?.legs).toBeUndefined();
});

test("merges run on the engine of `defaults`, apart from those that name DuckDB", async () => {
  const project = await shop(`
  - {name: there, models: [ref(orders)], sql: "select id from orders where status glob 'o*'"}
  - {name: here, models: [ref(orders)], engine: duckdb, sql: from orders select id}
defaults: {engine: ref(app)}
`);
  const { objects } = await run(project, { selection: "there,here" });
  expect(objects["model:there"]).toMatchObject({ status: "built", engine: "app" });
  expect(objects["model:here"]).toMatchObject({ status: "built", legs: [{ how: "moved" }] });
  expect(objects["model:here"]?.engine).toBeUndefined();
  const why = await withRun(project, {}, async (opened) => {
    const there = project.models.find(({ name }) => name === "there");
    return there && whySentences(await explainReuse(opened, there), undefined);
  });
  expect(why?.last).toMatch(/What is shown was read at \S+ on `app`\.$/);
});

test("models elsewhere are sent to the engine, also when only --source moves them", async () => {
  const project = await shop(`
  - {name: floating, sql: select id from orders}
  - {name: m, models: [ref(floating)], engine: ref(app), sql: select id from floating}
defaults: {source_name: app}
`);
  const here = await run(project, { selection: "m" });
  expect(here.legs("m")).toEqual({});
  expect(here.objects["model:m"]).toMatchObject({ status: "built", artifact: { rows: 4 } });
  const moved = await run(project, { selection: "m", source: "crm" });
  expect(moved.objects["model:m"]?.diagnostics).toMatchObject([{ code: "query-name-unknown" }]);
});

test("an engine is sent no type that it has not", async () => {
  const project = await shop(`
  - {name: priced, models: [ref(orders)], sql: "select id, 1.5::decimal(4,2) as price from orders"}
  - {name: m, models: [ref(orders), ref(priced)], engine: ref(app), sql: select id from priced}
`);
  const { objects } = await run(project, { selection: "m" });
  expect(objects["model:m"]?.diagnostics).toMatchObject([{ code: "merge-model-not-sent" }]);
});

test("what is sent to an engine is part of the merge's key", async () => {
  const project = await shop(`
  - {name: ids, source: ref(crm), sql: select id from customers}
  - {name: m, models: [ref(orders), ref(ids)], engine: ref(app), sql: select ids.id from ids join orders on customer = ids.id}
`);
  const first = await run(project, { selection: "m" });
  expect(first.legs("m")["model:ids"]).toMatchObject({ how: "sent", rows: 2 });
  const again = await run(project, { selection: "m", reuse: true });
  expect(again.objects["model:m"]).toMatchObject({ status: "reused", engine: "app" });
  const other = await shop(
    `
  - {name: ids, source: ref(crm), sql: select id from customers where id = 1}
  - {name: m, models: [ref(orders), ref(ids)], engine: ref(app), sql: select ids.id from ids join orders on customer = ids.id}
`,
    project.root,
  );
  const changed = await run(other, { selection: "m", reuse: true });
  expect(changed.objects["model:m"]).toMatchObject({
    status: "built",
    reason: { why: "changed", parts: ["model.ids"] },
    artifact: { rows: 2 },
  });
});

test("what waits for a failed merge is told with the merge's own failure and its place", async () => {
  const { objects } = await run(
    await shop(`
  - name: broken
    models: [ref(orders)]
    sql: |
      select id
      from orderz
traces: [{name: t, model: ref(broken), props: {type: bar, x: "?{ id }"}}]
dashboards: [{name: d, rows: [{items: [{chart: {name: c, traces: [ref(t)]}}]}]}]
`),
  );
  const [failure] = objects["model:broken"]?.diagnostics ?? [];
  expect(failure).toMatchObject({ code: "engine-query-failed", at: { start: { column: 12 } } });
  expect(objects["trace:t"]?.diagnostics).toMatchObject([
    { code: "dependency-failed", related: [{ message: failure?.message, at: failure?.at }] },
  ]);
});

test("a leg counts the bytes of its values, not of the file that they are packed into", async () => {
  const { legs } = await run(await shop(MERGES), { selection: "joined" });
  // Two whole numbers of eight bytes, and two names.
  const bytes = 2 * 8 + "AnnBo".length;
  expect(legs("joined")["model:customers"]).toMatchObject({ columns: ["id", "name"], bytes });
});

test("columns that differ in case only are told, whether their rows are moved or not", async () => {
  const project = await loadFiles({
    "headwater.yml": `
name: case
sources: [{ name: app, type: sqlite, database: app.sqlite }, { name: file, type: csv, file: fees.csv }]
models:
  - { name: moved, source: ref(app), sql: 'select id, amt as "Amt", amt + 1 as amt from fees' }
  - { name: in place, source: ref(file), sql: 'select id, amt as "Amt", amt + 1 as amt from file' }
  - { name: total of moved, models: [ref(moved)], sql: select sum(amt) as total from moved }
  - { name: rows of moved, models: [ref(moved)], sql: 'select id, "Amt", amt_1 from moved' }
  - { name: total in place, models: [ref(in place)], sql: select sum(amt) as total from "in place" }
`,
    "fees.csv": "id,amt\n1,1\n",
  });
  const app = new DatabaseSync(join(project.root, "app.sqlite"));
  app.exec("create table fees(id integer, amt integer); insert into fees values (1, 1)");
  app.close();
  const { objects, exitCode } = await run(project);
  expect(exitCode).toBe(0);
  for (const [name, model] of [
    ["total of moved", "moved"],
    ["rows of moved", "moved"],
    ["total in place", "in place"],
  ] as const) {
    expect(objects[`model:${name}`]?.diagnostics, name).toMatchObject([
      {
        code: "column-renamed",
        message: `Column \`amt\` of \`${model}\` is called \`amt_1\` here: \`Amt\` comes before it, and names do not depend on their case.`,
        hint: "`amt` means `Amt`. Give one of them another name.",
      },
    ]);
  }
});
