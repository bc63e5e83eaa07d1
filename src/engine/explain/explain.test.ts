import { expect, test } from "vitest";
import { loadFiles } from "../../../test/support/load-files.js";
import { explainObject } from "./explain.js";

const PROJECT = `
name: explained
sources:
  - {name: db, type: sqlite, database: a.sqlite}
  - {name: other, type: postgresql, host: localhost, database: x, username: u}
  - {name: file, type: csv, file: a.csv}
defaults: {source_name: db}
models:
  - {name: orders, sql: select 1 as x}
  - {name: rows, source: ref(file)}
  - {name: script, args: [node, s.js]}
  - name: on db
    models: [ref(orders), ref(rows), ref(script)]
    engine: ref(db)
    sql: select * from orders
  - {name: joined, models: [ref(orders), ref(rows), ref(script)], sql: select * from orders}
traces:
  - {name: t, model: ref(orders), props: {type: bar, x: "?{ x }"}}
  - {name: j, model: ref(joined), props: {type: bar, x: "?{ sum(x) }"}}
  - {name: k, model: ref(joined), props: {type: bar, x: "?{ max(x) }"}}
charts:
  - {name: c, traces: [ref(t), ref(j), ref(k)]}
tables:
  - {name: all rows, model: ref(orders)}
`;

async function explain(name: string, source?: string) {
  const project = await loadFiles({ "headwater.yml": PROJECT });
  const { traces, models, charts, tables } = project;
  const object = [...traces, ...models, ...charts, ...tables].find((one) => one.name === name);
  if (!object) throw new Error(`There is no ${name}`);
  const chosen = project.sources.find((one) => one.name === source);
  return explainObject({ project, chosen }, object);
}

test("a trace is one query to its model's source, in its dialect", async () => {
  const { steps } = await explain("t");
  expect(steps).toMatchObject([
    { id: "trace:t", how: "sent", source: { name: "db", type: "sqlite" }, dialect: "sqlite" },
  ]);
  expect(steps[0]?.sql).toContain("select 1 as x");
});

test("another default source gets the query when one is chosen", async () => {
  const { steps } = await explain("t", "other");
  expect(steps[0]).toMatchObject({ source: { name: "other" }, dialect: "postgresql" });
});

test("a trace on a merge shows what moves, what is scanned in place and what is run", async () => {
  const { steps } = await explain("j");
  expect(steps.map(({ id, how, source }) => [id, how, source?.name])).toEqual([
    ["trace:j", "joined", undefined],
    ["model:joined", "joined", undefined],
    ["model:orders", "moved", "db"],
    ["model:rows", "scanned", "file"],
    ["model:script", "command", undefined],
  ]);
  expect(steps[0]?.sql).toContain('from "joined"');
});

test("a chart is all that its traces ask, each step once; a table is its model", async () => {
  const { id, steps } = await explain("c");
  expect(id).toBe("chart:c");
  expect(steps.map((step) => step.id)).toEqual([
    "trace:t",
    "trace:j",
    "model:joined",
    "model:orders",
    "model:rows",
    "model:script",
    "trace:k",
  ]);
  const { steps: ofTable } = await explain("all rows");
  expect(ofTable).toMatchObject([{ id: "model:orders", how: "sent", sql: "select 1 as x" }]);
});

test("a merge that several traces show is looked at once", async () => {
  const project = await loadFiles({ "headwater.yml": PROJECT });
  const [chart] = project.charts;
  if (!chart) throw new Error("There is no chart");
  const looked: string[] = [];
  await explainObject({ project, chosen: undefined }, chart, async ({ id }) => {
    looked.push(id);
    return { legs: new Map(), scanned: new Set(), engines: [], diagnostics: [] };
  });
  expect(looked).toEqual(["model:joined"]);
});

test("a merge on a source says whose rows are written into its query", async () => {
  const { steps } = await explain("on db");
  expect(steps.map(({ id, how, source, to }) => [id, how, source?.name, to])).toEqual([
    ["model:on db", "sent", "db", undefined],
    ["model:rows", "sent", "file", "db"],
    ["model:script", "command", undefined, "db"],
  ]);
  expect(steps[0]?.sql).toContain("/* the rows of rows, at most 10000 */");
});
