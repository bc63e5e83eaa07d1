import { expect, test } from "vitest";
import { explainedObject } from "../src/cli/explained-object.js";
import type { Diagnostic } from "../src/contract/diagnostic.js";
import type { Manifest } from "../src/contract/manifest.js";
import type { Result } from "../src/contract/result.js";
import { explainObject } from "../src/engine/explain/explain.js";
import { withCubes } from "../src/engine/explain/explain-cubes.js";
import { openState } from "../src/engine/state/state.js";
import { readGivenChoice } from "../src/fold/choice-text.js";
import { foldResult } from "../src/fold/fold-result.js";
import { filtersOf } from "../src/project/filters-of.js";
import type { Project } from "../src/project/project.js";
import { readResult } from "../src/rows/result/read-result.js";
import { buildSite } from "../src/site/site.js";
import { createResultColumns } from "../src/testing/result-columns.js";
import { runTests } from "../src/testing/run-tests.js";
import { loadFiles } from "./support/load-files.js";
import { runOnce, withRun } from "./support/run-project.js";

const ORDERS = `id,region,ordered_at,amount
1,EU,2024-01-05,10
2,US,2024-01-20,20
3,EU,2024-02-03,5
4,,2024-02-10,7
5,US,2024-03-01,1
6,ASIA,2024-03-09,99
`;

const INPUTS = `
inputs:
  - { name: region }
  - { name: period, column: ordered_at, type: range, by: month, default: last 2 months }
  - { name: size, column: amount, type: range, step: 10 }
  - { name: one, column: region, multiple: false }
  - { name: grain, values: { Months: month, Years: year }, default: Years }
`;

async function run(traces: string, models = "") {
  const project = await loadFiles({
    "headwater.yml": `
name: inputs
sources:
  - { name: orders, type: csv, file: orders.csv }
  - { name: numbers, type: csv, file: orders.csv }
models:
  - { name: rows, source: ref(orders) }
${models}${INPUTS}traces:
${traces}`,
    "orders.csv": ORDERS,
  });
  const { manifest, diagnostics, exitCode } = await runOnce(project, { all: true });
  return { project, manifest, diagnostics, exitCode };
}

/** Rows as the page shows them, each as its values and the name of its series. */
async function shown(
  { project, manifest }: { readonly project: Project; readonly manifest: Manifest | undefined },
  id: string,
  written: Readonly<Record<string, string | readonly string[] | null>> = {},
): Promise<unknown[][]> {
  const trace = project.traces.find((one) => id.startsWith(one.id));
  const artifact = manifest?.objects[id]?.artifact;
  if (!trace || !artifact || artifact.format === "parquet") throw new Error(`${id} has no result`);
  const stored = await readResult(openState(project).objectPath(artifact), artifact.format);
  const inputs = filtersOf(trace);
  const given = Object.entries(written).map(([name, text]) => {
    const input = inputs.find((one) => one.name === name);
    const texts = text === null ? [] : [text].flat();
    const choice = input && readGivenChoice(input, { texts, withNull: text === null });
    if (!choice || (choice !== "all" && choice.is === "unreadable"))
      throw new Error(`${name} cannot be ${String(text)}`);
    return [name, choice] as const;
  });
  return rowsOf(foldResult(stored, inputs, new Map(given), "2024-12-31"));
}

function rowsOf({ columns, cohorts }: Result): unknown[][] {
  const names = cohorts.flatMap(({ name, rows }) => Array<string | null>(rows).fill(name));
  return names.map((name, row) => [...columns.map(({ values }) => values[row]), name]);
}

const BY_MONTH = `
  - name: by month
    model: ref(rows)
    inputs: [ref(region), ref(period), ref(size)]
    order_by: ["?{ sum(amount) desc }"]
    props: { type: bar, x: "?{ strftime(ordered_at, '%m') }", y: "?{ sum(amount) }", text: "?{ max(region) }" }
`;

test("sums follow what is chosen, in the order that they then have", async () => {
  const made = await run(BY_MONTH);
  const of = (written: Parameters<typeof shown>[2]) => shown(made, "trace:by month", written);
  // By default the last two months of the data.
  expect(await of({})).toEqual([
    ["03", 100, "US", "by month"],
    ["02", 12, "EU", "by month"],
  ]);
  expect(await of({ period: "all" })).toEqual([
    ["03", 100, "US", "by month"],
    ["01", 30, "US", "by month"],
    ["02", 12, "EU", "by month"],
  ]);
  expect(await of({ period: "all", region: ["EU"] })).toEqual([
    ["01", 10, "EU", "by month"],
    ["02", 5, "EU", "by month"],
  ]);
  expect(await of({ period: "all", region: null })).toEqual([["02", 7, null, "by month"]]);
  expect(await of({ period: "all", size: "0..10" })).toEqual([
    ["02", 12, "EU", "by month"],
    ["03", 1, "US", "by month"],
  ]);
  expect(await of({ period: "last 1 month" })).toEqual([["03", 100, "US", "by month"]]);
  expect(await of({ period: "this year", region: "EU" })).toEqual(
    await of({ period: "all", region: "EU" }),
  );
  expect(await of({ period: "2024", region: "EU" })).toEqual(
    await of({ period: "all", region: "EU" }),
  );
  expect(await of({ period: "2024-W05", region: "EU" }).catch(String)).toContain("cannot be");
  expect(await of({ region: "nowhere" })).toEqual([]);
});

test("rows pass by their inputs, and a total over nothing is still a row", async () => {
  const made = await run(`
  - name: points
    model: ref(rows)
    inputs: [ref(region)]
    cohort_on: "?{ region }"
    order_by: ["?{ id desc }"]
    props: { type: scatter, x: "?{ id }", y: "?{ amount }" }
  - name: total
    model: ref(rows)
    inputs: [ref(region)]
    filters: ["?{ amount > 1 }"]
    props: { type: indicator, value: "?{ sum(amount) }", delta: { reference: "?{ count(distinct region) }" } }
`);
  expect(await shown(made, "trace:points", { region: ["EU", "US"] })).toEqual([
    [5, 1, "US"],
    [2, 20, "US"],
    [3, 5, "EU"],
    [1, 10, "EU"],
  ]);
  expect(await shown(made, "trace:total")).toEqual([[141, 3, "total"]]);
  expect(await shown(made, "trace:total", { region: "EU" })).toEqual([[15, 1, "total"]]);
  expect(await shown(made, "trace:total", { region: "nowhere" })).toEqual([[null, 0, "total"]]);
});

test("what does not fold is there for each value of single choices, and for all", async () => {
  const made = await run(`
  - name: middle
    model: ref(rows)
    inputs: [ref(one)]
    order_by: ["?{ median(amount) }"]
    props: { type: bar, x: "?{ strftime(ordered_at, '%m') }", y: "?{ median(amount) }" }
`);
  expect(await shown(made, "trace:middle")).toEqual([
    ["02", 6, "middle"],
    ["01", 15, "middle"],
    ["03", 50, "middle"],
  ]);
  expect(await shown(made, "trace:middle", { one: "US" })).toEqual([
    ["03", 1, "middle"],
    ["01", 20, "middle"],
  ]);
  expect(await shown(made, "trace:middle", { one: null })).toEqual([["02", 7, "middle"]]);
});

test("what the trace's rows are not grouped by orders none of them", async () => {
  const failed = await run(`
  - name: ordered
    model: ref(rows)
    inputs: [ref(region)]
    order_by: ["?{ id }"]
    props: { type: bar, x: "?{ strftime(ordered_at, '%m') }", y: "?{ sum(amount) }" }
`);
  const [fault] = failed.manifest?.objects["trace:ordered"]?.diagnostics ?? [];
  expect(fault?.code).toBe("query-failed");
  expect(fault?.message).toContain("id");
  // By the column of a choice the cube is grouped, and the source would let it pass.
  const refused = await run(`
  - name: ordered
    model: ref(rows)
    inputs: [ref(region)]
    order_by: ["?{ upper(region) }"]
    props: { type: bar, x: "?{ strftime(ordered_at, '%m') }", y: "?{ sum(amount) }" }
`);
  expect(refused.manifest?.objects["trace:ordered"]?.diagnostics).toMatchObject([
    { code: "input-cannot-follow", at: { start: { line: 20, column: 16 } } },
  ]);
  const grouped = await run(`
  - name: ordered
    model: ref(rows)
    inputs: [ref(region)]
    group_by: ["?{ strftime(ordered_at, '%m') }", "?{ region }"]
    order_by: ["?{ upper(region) desc nulls last }", "?{ sum(amount) }"]
    props: { type: bar, x: "?{ strftime(ordered_at, '%m') }", y: "?{ sum(amount) }" }
`);
  expect(await shown(grouped, "trace:ordered")).toEqual([
    ["03", 1, "ordered"],
    ["01", 20, "ordered"],
    ["02", 5, "ordered"],
    ["01", 10, "ordered"],
    ["03", 99, "ordered"],
    ["02", 7, "ordered"],
  ]);
});

test("a switch has a result for each value, also in the SQL of a model", async () => {
  const made = await run(
    `
  - name: parts
    model: ref(cut)
    inputs: [ref(region)]
    order_by: ["?{ part }"]
    props: { type: bar, x: "?{ part }", y: "?{ sum(amount) }" }
  - name: joined parts
    model: ref(joined)
    inputs: [ref(grain)]
    order_by: ["?{ part }"]
    props: { type: bar, x: "?{ part }", y: "?{ amount }" }
  - name: joined by default
    model: ref(joined)
    props: { type: bar, x: "?{ part }", y: "?{ amount }" }
`,
    `  - name: cut
    source: ref(orders)
    sql: "select cast(date_trunc('\${grain}', ordered_at) as date) as part, region, amount from orders"
  - { name: joined, models: [ref(cut)], sql: "select part, sum(amount)::integer as amount from cut group by 1" }
`,
  );
  expect(await shown(made, "trace:parts", { region: "EU" })).toEqual([["2024-01-01", 15, "parts"]]);
  expect(await shown(made, "trace:parts?grain=Months", { region: "EU" })).toEqual([
    ["2024-01-01", 10, "parts"],
    ["2024-02-01", 5, "parts"],
  ]);
  expect(await shown(made, "trace:joined parts?grain=Months")).toEqual([
    ["2024-01-01", 30, "joined parts"],
    ["2024-02-01", 12, "joined parts"],
    ["2024-03-01", 100, "joined parts"],
  ]);
  expect(await shown(made, "trace:joined by default")).toEqual([
    ["2024-01-01", 142, "joined by default"],
  ]);
  expect(made.manifest?.objects["trace:joined by default?grain=Months"]).toBeUndefined();
});

test.each([
  [
    "a column that the model lacks",
    "region",
    "select 1 as regoin, 2 as n",
    "input-column-unknown The model `m` has no column `region` for the input `region`. Did you mean `regoin`?",
  ],
  [
    "a range of dates over texts",
    "period",
    "select 'x' as ordered_at, 2 as n",
    "input-type-differs The input `period` needs dates, but the column `ordered_at` under `t` is of type `text`. Cast the column in the model, or give the input another `column`.",
  ],
  [
    "more rows than a page can fold",
    "region",
    "select range as region, range % 3 as n from range(200001)",
    "input-too-fine To follow its inputs the trace needs 200001 rows, more than 200000: `region` has 200001 values. Give a range a coarser `by` or `step`, or let the trace follow fewer inputs.",
  ],
])("%s fails the trace at its place", async (_what, input, sql, expected) => {
  const made = await run(
    `  - { name: t, model: ref(m), inputs: [ref(${input})], props: { type: bar, x: "?{ n }", y: "?{ count(*) }" } }\n`,
    `  - { name: m, source: ref(numbers), sql: "${sql}" }\n`,
  );
  const [told] = made.manifest?.objects["trace:t"]?.diagnostics ?? [];
  expect(`${told?.code} ${told?.message} ${told?.hint}`).toBe(expected);
  expect(told?.at?.start.line).toBeGreaterThan(10);
});

test("a column that no trace of a model has is one error, which names the traces", async () => {
  const trace = (name: string) =>
    `  - { name: ${name}, model: ref(m), inputs: [ref(region)], props: { type: bar, x: "?{ n }", y: "?{ count(*) }" } }\n`;
  const made = await run(
    trace("one") + trace("two"),
    '  - { name: m, source: ref(numbers), sql: "select 1 as n" }\n',
  );
  const [one, two] = ["one", "two"].map((name) => made.manifest?.objects[`trace:${name}`]);
  expect(one?.diagnostics.map(({ code }) => code)).toEqual(["input-column-unknown"]);
  expect(one?.diagnostics).toEqual(two?.diagnostics);
  const [told] = one?.diagnostics ?? [];
  const input = made.project.objects.get("input:region");
  expect(told?.at).toEqual(input?.locate(["column"]));
  expect(told?.related?.map(({ message }) => message)).toEqual([
    "`one` follows it.",
    "`two` follows it.",
  ]);
});

test("a default that no result has is told once, with what is near, and fails nothing", async () => {
  const files = {
    "headwater.yml": `
name: defaults
sources: [{ name: orders, type: csv, file: orders.csv }]
models:
  - { name: rows, source: ref(orders) }
  - { name: without asia, source: ref(orders), sql: "select * from orders where region <> 'ASIA'" }
inputs:
  - { name: region, default: [EUU, ASIA, null] }
  - { name: place, column: region, multiple: false, default: Eu }
  - { name: known, column: id, default: 3 }
traces:
  - { name: few, model: ref(without asia), inputs: [ref(region), ref(known)], props: { type: bar, x: "?{ id }", y: "?{ amount }" } }
  - { name: all, model: ref(rows), inputs: [ref(region)], props: { type: bar, x: "?{ region }", y: "?{ sum(amount) }" } }
tables:
  - { name: listed, model: ref(rows), inputs: [ref(place)] }
tests:
  - name: nowhere
    inputs: { region: Eu }
    assertions: [">{ len(ref(few).props.y) == 0 }"]
  - name: elsewhere
    inputs: { region: ASIA, known: all }
    assertions: [">{ len(ref(few).props.y) == 0 }"]
`,
    "orders.csv": ORDERS,
  };
  const project = await loadFiles(files);
  const { exitCode, diagnostics, manifest } = await runOnce(project, { all: true });
  expect(exitCode).toBe(0);
  expect(
    diagnostics.map(({ code, message, hint, at }) => [code, message, hint, at?.start]),
  ).toEqual([
    [
      "input-value-unknown",
      "`EUU` is not among the values of the input `region`: no row passes for it.",
      "Did you mean `EU`?",
      { line: 8, column: 30 },
    ],
    [
      "input-value-unknown",
      "`Eu` is not among the values of the input `place`: no row passes for it.",
      "Did you mean `EU`?",
      { line: 9, column: 62 },
    ],
  ]);
  const reports = await withRun(project, {}, (opened) =>
    runTests(project.tests, {
      columns: createResultColumns(opened, manifest, new AbortController().signal),
      environment: project.environment,
      signal: new AbortController().signal,
      scrub: (report) => report,
      onTest: () => undefined,
    }),
  );
  expect(reports.map(({ status, assertions }) => [status, assertions[0]?.hint])).toEqual([
    ["error", "Did you mean `EU`?"],
    ["passed", undefined],
  ]);
});

test("the explained query is that for the types of columns, and says what is stored", async () => {
  const made = await run(
    `  - { name: t, model: ref(m), inputs: [ref(region)], props: { type: indicator, value: "?{ sum(n) }" } }\n`,
    '  - { name: m, source: ref(numbers), sql: "select 1 as region, 2 as n" }\n',
  );
  const [trace] = made.project.traces;
  if (!trace) throw new Error("There is no trace");
  const { signal } = new AbortController();
  const [untyped, typed] = await withRun(made.project, {}, async (opened) => {
    const { steps } = await explainObject(opened, trace);
    return [steps[0], (await withCubes(steps, opened, signal))[0]];
  });
  const { rows, bytes, builtAt } = made.manifest?.objects["trace:t"]?.artifact ?? {};
  expect(rows).toBe(1);
  expect(typed?.cube).toEqual({ stored: { rows, bytes, builtAt } });
  // Only texts may be equal to a source without being the same.
  expect(untyped?.sql).toContain("dense_rank()");
  expect(typed?.sql).not.toContain("dense_rank()");
});

test("the query that is explained is that of the chosen value of a switch", async () => {
  const made = await run(`
  - name: parts
    model: ref(rows)
    inputs: [ref(region)]
    props: { type: bar, x: "?{ date_trunc('\${grain}', ordered_at) }", y: "?{ sum(amount) }" }
`);
  const [trace] = made.project.traces;
  if (!trace) throw new Error("There is no trace");
  const { signal } = new AbortController();
  const [step] = await withRun(made.project, {}, async (opened) => {
    const { steps } = await explainObject(opened, explainedObject(trace, ["grain=Months"]));
    return withCubes(steps, opened, signal);
  });
  const { rows, bytes, builtAt } =
    made.manifest?.objects["trace:parts?grain=Months"]?.artifact ?? {};
  expect(rows).toBe(6);
  expect(step).toMatchObject({
    id: "trace:parts?grain=Months",
    sql: expect.stringContaining("date_trunc('month', ordered_at)"),
    cube: { stored: { rows, bytes, builtAt } },
  });
});

test("a table whose model cannot follow its inputs fails, and so does the run", async () => {
  const project = await loadFiles({
    "headwater.yml": `
name: inputs
sources: [{ name: orders, type: csv, file: orders.csv }]
models: [{ name: rows, source: ref(orders) }]
inputs: [{ name: place }, { name: region }]
tables: [{ name: all rows, model: ref(rows), inputs: [ref(place), ref(region)] }]
dashboards: [{ name: page, rows: [{ items: [{ table: ref(all rows) }] }] }]
`,
    "orders.csv": ORDERS,
  });
  const { manifest, exitCode, diagnostics } = await runOnce(project);
  expect(exitCode).toBe(1);
  expect(diagnostics.map(({ message }) => message)).toEqual([
    "The model `rows` has no column `place` for the input `place`.",
  ]);
  const frame = (all: readonly Diagnostic[]) => [...all];
  const [page] = buildSite(project, manifest, { frame }).dashboards.values();
  const { data, status } = page?.tables["all rows"]?.model ?? {};
  expect({ data, status }).toEqual({ data: undefined, status: "failed" });
});
