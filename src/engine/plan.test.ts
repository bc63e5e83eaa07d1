import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { planRun, type PlanOptions } from "./plan.js";

const PROJECT = `
name: planned
sources:
  - {name: db, type: sqlite, database: a.sqlite}
  - {name: file, type: csv, file: a.csv}
defaults: {source_name: db}
models:
  - {name: orders, sql: select 1 as x}
  - {name: lonely, sql: select 2 as x}
  - {name: rows, source: ref(file)}
  - {name: script, args: [node, s.js]}
  - {name: inner, models: [ref(script), ref(rows)], sql: select * from script}
  - {name: outer, models: [ref(inner), ref(orders)], sql: select * from inner}
traces:
  - {name: on orders, model: ref(orders), props: {type: bar, x: "?{ x }"}}
  - {name: on outer, model: ref(outer), props: {type: bar, x: "?{ x }"}}
  - {name: on rows, model: ref(rows), props: {type: bar, x: "?{ x }"}}
charts:
  - {name: chart, traces: [ref(on orders)]}
`;

const DASHBOARD = `
tables:
  - {name: listing, model: ref(orders)}
dashboards:
  - name: board
    rows:
      - height: medium
        items:
          - chart: ref(chart)
`;

async function plan(text: string, options: Omit<PlanOptions, "sourceTypes"> = {}) {
  const project = await loadFiles({ "headwater.yml": text });
  expect(project.diagnostics).toEqual([]);
  const { jobs, diagnostics } = planRun(project, { ...options, sourceTypes: SOURCE_TYPES });
  return {
    jobs: jobs.map(({ id, inputs }) => (inputs.length > 0 ? `${id} < ${inputs.join(", ")}` : id)),
    codes: diagnostics.map(({ code }) => code),
  };
}

test("a project with dashboards or tables runs what they draw and no more", async () => {
  const { jobs } = await plan(PROJECT + DASHBOARD);
  expect(jobs).toEqual(["trace:on orders", "model:orders"]);
});

test("tests and alerts run what they look at, models too", async () => {
  const { jobs } = await plan(
    PROJECT.replace(
      "  - {name: on rows, model",
      '  - {name: tested, tests: [{assertions: [">{ true }"]}], model: ref(rows), props: {type: bar, x: "?{ x }"}}\n  - {name: on rows, model',
    ) +
      DASHBOARD +
      `
tests:
  - {name: of model, assertions: [">{ ref(lonely).x[0] == 2 }"]}
alerts:
  - {name: of trace, if: ">{ ref(on rows).props.x[0] == 1 }"}
`,
  );
  expect(jobs.toSorted()).toEqual([
    "model:lonely",
    "model:orders",
    "trace:on orders",
    "trace:on rows",
    "trace:tested",
  ]);
});

test("a project that shows nothing runs everything, models that traces query not besides", async () => {
  const { jobs } = await plan(PROJECT);
  expect(jobs.toSorted()).toEqual([
    "model:inner < model:script",
    "model:lonely",
    "model:outer < model:inner, model:script",
    "model:script",
    "trace:on orders",
    "trace:on outer < model:outer",
    "trace:on rows",
  ]);
});

test("--all runs what nothing shows too", async () => {
  const { jobs } = await plan(PROJECT + DASHBOARD, { all: true });
  expect(jobs).toContain("model:lonely");
  expect(jobs).toContain("trace:on rows");
});

test("a job comes after its inputs", async () => {
  const { jobs } = await plan(PROJECT);
  const order = jobs.map((job) => job.split(" <")[0]);
  expect(order.indexOf("model:outer")).toBeGreaterThan(order.indexOf("model:inner"));
  expect(order.indexOf("model:inner")).toBeGreaterThan(order.indexOf("model:script"));
});

test("files below a merge are scanned where they lie, so they are no job", async () => {
  const { jobs } = await plan(PROJECT, { selection: "inner" });
  expect(jobs).toEqual(["model:script", "model:inner < model:script"]);
});

test("a model that is selected by its name is landed, even one on a file", async () => {
  expect((await plan(PROJECT, { selection: "orders,rows" })).jobs).toEqual([
    "model:orders",
    "model:rows",
  ]);
});

test("a selected chart brings its traces", async () => {
  expect((await plan(PROJECT, { selection: "chart" })).jobs).toEqual(["trace:on orders"]);
});

test("a selection that can run nothing is told, and so is an unknown name", async () => {
  expect(await plan(PROJECT, { selection: "db" })).toEqual({ jobs: [], codes: ["nothing-to-run"] });
  const { jobs, codes } = await plan(PROJECT, { selection: "ordres" });
  expect(jobs).toEqual([]);
  expect(codes).toHaveLength(1);
});

test("what uses a model is run, and not what stands beside it on a page", async () => {
  const beside = `
dashboards:
  - name: mixed
    rows: [{items: [{chart: {name: both, traces: [ref(on orders), ref(on rows)]}}, {table: ref(listing)}]}]
tables:
  - {name: listing, model: ref(orders)}
`;
  const { jobs } = await plan(PROJECT + beside, { selection: "rows+" });
  expect(jobs.toSorted()).toEqual(
    [
      "model:inner < model:script",
      "model:script",
      "model:outer < model:inner, model:script",
      "trace:on outer < model:outer",
      "trace:on rows",
    ].toSorted(),
  );
  const listed = await plan(PROJECT + beside, { selection: "orders+" });
  expect(listed.jobs).toContain("model:orders");
  expect(listed.jobs).not.toContain("trace:on rows");
  expect((await plan(PROJECT + beside, { selection: "mixed" })).jobs).toContain("trace:on rows");
});
