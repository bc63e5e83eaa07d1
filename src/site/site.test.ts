import { mkdtempSync, writeFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Artifact, Manifest, ManifestEntry } from "../contract/manifest.js";
import type { Value } from "../contract/result.js";
import { loadProject } from "../project/load-project.js";
import type { Project } from "../project/project.js";
import { SOURCE_TYPES } from "../sources/registry.js";
import { disclose } from "../project/disclosure.js";
import { loadFiles } from "../../test/support/load-files.js";
import { buildSite, withNumbers, type SiteContent } from "./site.js";

const CANARY = "canary-5ecret/pass";

const YAML = `
name: shop
defaults:
  time_zone: Europe/Berlin
  levels: [{ title: Company, description: All of it }, { title: Team, description: One }]
sources:
  - name: literal
    type: postgresql
    host: db.internal.example
    database: shop_production
    username: reporting_user
    password: ${CANARY}
  - name: fromEnvironment
    type: postgresql
    host: db.internal.example
    database: shop_production
    username: reporting_user
    password: \${env.SHOP_PASSWORD}
models:
  - { name: orders, source: ref(literal), sql: select secret_column from hidden_table }
  - { name: people, source: ref(fromEnvironment), sql: select 1 as hidden_people, fresh_for: 2h }
traces:
  - name: bars
    model: ref(orders)
    cohort_on: ?{ hidden_cohort }
    columns: { note: "?{ hidden_note }" }
    filters: ["?{ hidden_filter > 1 }"]
    props: { type: bar, x: "?{ drawn_x }", y: [1, "?{ hidden_y }"], marker: { color: red } }
  - { name: dots, model: ref(people), props: { type: scatter, x: "?{ drawn_x }", text: "?{ hidden_text || 'a' }" } }
selectors:
  - { name: pick, type: single, options: [ref(bars), ref(dots)] }
tables:
  - name: list
    traces: [ref(bars)]
    selector: ref(pick)
    column_defs:
      - { trace_name: bars, columns: [{ key: columns.note, header: Note }] }
dashboards:
  - name: main
    level: team
    tags: [daily]
    description: Everything
    rows:
      - height: small
        items:
          - width: 2
            chart:
              name: first
              traces: [ref(bars), ref(dots)]
              selector: ref(pick)
              layout: { title: { text: First }, barmode: stack }
          - { table: ref(list) }
      - items: [{ markdown: "# Hello", align: center }, {}]
  - { name: elsewhere, level: 0, href: "https://example.org/" }
`;

let folder: string;
let project: Project;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-site-"));
  await writeFile(join(folder, "headwater.yml"), YAML);
  await writeFile(join(folder, ".env"), `SHOP_PASSWORD=${CANARY}\n`);
  project = await loadProject({ directory: folder, processEnv: {}, sourceTypes: SOURCE_TYPES });
});

afterAll(() => rm(folder, { recursive: true }));

function artifact(letter: string, builtAt: string): Artifact {
  const columns = [{ name: "props.x", type: "text" }] as const;
  return { hash: letter.repeat(64), format: "json", rows: 3, bytes: 99, columns, builtAt };
}

function manifest(entries: Record<string, Partial<ManifestEntry>>): Manifest {
  const complete = Object.entries(entries).map(([id, entry]): [string, ManifestEntry] => {
    const name = id.slice(id.indexOf(":") + 1);
    return [id, { kind: "trace", name, status: "built", diagnostics: [], ...entry }];
  });
  return {
    format: 1,
    id: "run-1",
    environment: "default",
    startedAt: "2026-01-02T00:00:00Z",
    finishedAt: "2026-01-02T00:00:01Z",
    objects: Object.fromEntries(complete),
  };
}

function build(found?: Manifest): SiteContent {
  const frame = disclose(project).frameForPages;
  return buildSite(project, found, { frame, events: "/data/events" });
}

function only<Value>(values: Iterable<Value>): Value {
  const [value, ...others] = values;
  if (value === undefined || others.length > 0) throw new Error("Expected exactly one");
  return value;
}

const leaking: Partial<ManifestEntry> = {
  status: "failed",
  diagnostics: [
    {
      code: "query-failed",
      severity: "error",
      message: `login as reporting failed with ${CANARY} (${encodeURIComponent(CANARY)})`,
      detail: `postgres://u:${CANARY}@h ${Buffer.from(CANARY).toString("base64")}`,
      at: { file: "headwater.yml", start: { line: 12, column: 5 }, end: { line: 12, column: 9 } },
    },
  ],
};

test("the project has no faults of its own", () => {
  expect(project.diagnostics).toEqual([]);
});

test("nothing leaves the project that a page does not draw: no secret, query, host or path", () => {
  const found = manifest({
    "trace:bars": { artifact: artifact("a", "2026-01-01T00:00:00Z") },
    "trace:dots": leaking,
  });
  const content = build(found);
  const text = JSON.stringify([content.site, ...content.dashboards]);
  expect(text).toContain("login as reporting failed with ***");
  // What the head of a column says when the chart is read as a table.
  expect(text).toContain('"names":{"props.x":"drawn_x"}');
  for (const hidden of [
    CANARY,
    encodeURIComponent(CANARY),
    Buffer.from(CANARY).toString("base64").replace(/=+$/, ""),
    "hidden_",
    "secret_column",
    "reporting_user",
    "db.internal.example",
    folder,
  ]) {
    // The frame of a fault may show the user's own lines to the user, but never a secret.
    const shown = hidden === "db.internal.example" || hidden === "reporting_user";
    expect([
      hidden,
      (shown ? text.replace(/"frame":\{[^}]*\}/g, "") : text).includes(hidden),
    ]).toEqual([hidden, false]);
  }
});

test("home lists dashboards with level, layout and the health of the last run", () => {
  const { site } = build(
    manifest({
      "trace:bars": { status: "reused", artifact: artifact("a", "2026-01-01T00:00:00Z") },
      "trace:dots": { status: "stale", artifact: artifact("b", "2025-12-31T00:00:00Z") },
    }),
  );
  expect(site).toMatchObject({
    project: "shop",
    timeZone: "Europe/Berlin",
    events: "/data/events",
    levels: [{ title: "Company" }, { title: "Team" }],
    run: { id: "run-1", built: 0, reused: 1, failed: 1, skipped: 0, total: 2 },
  });
  expect(site.dashboards).toMatchObject([
    { name: "main", level: 1, tags: ["daily"], failing: 0, stale: 1, asOf: "2025-12-31T00:00:00Z" },
    { name: "elsewhere", level: 0, href: "https://example.org/", rows: [] },
  ]);
  expect(site.dashboards[0]?.rows).toEqual([
    {
      height: 256,
      items: [
        { kind: "chart", width: 2, traceTypes: ["bar", "scatter"] },
        { kind: "table", width: 1 },
      ],
    },
    {
      height: 396,
      items: [
        { kind: "markdown", width: 1 },
        { kind: "empty", width: 1 },
      ],
    },
  ]);
});

test("rows say how long they are new: the shortest of what they are made of", async () => {
  const merged = YAML.replace(
    "traces:\n",
    `  - { name: both, models: [ref(orders), ref(people)], sql: select 1, fresh_for: 1d }
traces:
  - { name: joined, model: ref(both), props: { type: bar, x: "?{ 1 }" } }
`,
  ).replace("traces: [ref(bars), ref(dots)]", "traces: [ref(bars), ref(dots), ref(joined)]");
  const directory = await mkdtemp(join(tmpdir(), "headwater-fresh-"));
  await writeFile(join(directory, "headwater.yml"), merged);
  const fresh = await loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES });
  await rm(directory, { recursive: true });
  const built = { artifact: artifact("a", "2026-01-01T00:00:00Z") };
  const found = manifest({ "trace:bars": built, "trace:dots": built, "trace:joined": built });
  const { dashboards } = buildSite(fresh, found, { frame: disclose(fresh).frameForPages });
  const { traces } = only(dashboards.values());
  expect(Object.values(traces).map(({ name, data }) => [name, data?.freshFor])).toEqual([
    ["bars", undefined],
    ["dots", 2 * 3_600_000],
    ["joined", 2 * 3_600_000],
  ]);
});

test("a dashboard holds what its items draw, each object once", () => {
  const content = build(
    manifest({ "trace:bars": { artifact: artifact("a", "2026-01-01T00:00:00Z") } }),
  );
  const dashboard = only(content.dashboards.values());
  expect(dashboard.charts["first"]).toMatchObject({
    title: "First",
    traces: ["bars", "dots"],
    layout: { barmode: "stack" },
    selector: "pick",
    problems: [],
  });
  expect(dashboard.tables["list"]).toMatchObject({
    traces: [{ trace: "bars", columns: [{ key: "columns.note", header: "Note" }] }],
    selector: "pick",
  });
  expect(dashboard.selectors["pick"]).toEqual({
    name: "pick",
    type: "single",
    options: [
      { kind: "trace", name: "bars" },
      { kind: "trace", name: "dots" },
    ],
  });
  const { url = "" } = dashboard.traces["bars"]?.data ?? {};
  expect(dashboard.traces["bars"]).toMatchObject({
    type: "bar",
    status: "ok",
    props: { marker: { color: "red" }, y: [1, null] },
    bindings: [
      { path: ["x"], column: "props.x" },
      { path: ["y", 1], column: "props.y.1" },
    ],
    data: { url, format: "json", rows: 3, builtAt: "2026-01-01T00:00:00Z" },
  });
  expect([...content.artifacts.keys()]).toEqual([url]);
  expect(Object.keys(dashboard.traces)).toEqual(["bars", "dots"]);
});

test("each state of a trace: pending, ok, stale with its reason, failed", () => {
  const rows = artifact("a", "2026-01-01T00:00:00Z");
  const cases: [Partial<ManifestEntry> | undefined, string, number][] = [
    [undefined, "pending", 0],
    [{ status: "cancelled" }, "pending", 0],
    [{ status: "built", artifact: rows }, "ok", 0],
    [{ status: "reused", artifact: rows }, "ok", 0],
    [{ ...leaking, status: "stale", artifact: rows }, "stale", 1],
    [leaking, "failed", 1],
    [{ ...leaking, status: "skipped" }, "failed", 1],
  ];
  for (const [entry, status, problems] of cases) {
    const { dashboards } = build(entry ? manifest({ "trace:dots": entry }) : undefined);
    const trace = only(dashboards.values()).traces["dots"];
    expect([entry?.status, trace?.status, trace?.problems.length]).toEqual([
      entry?.status,
      status,
      problems,
    ]);
    expect(trace?.data !== undefined).toBe(entry?.artifact !== undefined);
  }
});

test("levels are named by number, by `L1` or by title", () => {
  const levelsOf = (
    levels: Project["defaults"]["levels"],
    written: readonly (string | number)[],
  ) => {
    const [dashboard] = project.dashboards;
    if (!dashboard) throw new Error("No dashboard.");
    const dashboards = written.map((level) => ({ ...dashboard, level }));
    const changed = { ...project, dashboards, defaults: { ...project.defaults, levels } };
    const { site } = buildSite(changed, undefined, { frame: () => [] });
    return {
      titles: site.levels.map(({ title }) => title),
      places: site.dashboards.map(({ level }) => level),
    };
  };
  expect(levelsOf(project.defaults.levels, [0, "1", "L1", "l0", "TEAM", "L2", "none"])).toEqual({
    titles: ["Company", "Team"],
    places: [0, 1, 1, 0, 1, undefined, undefined],
  });
});

test("a table says how the rows of its model are, and why there are none", async () => {
  const other = await mkdtemp(join(tmpdir(), "headwater-site-model-"));
  await writeFile(
    join(other, "headwater.yml"),
    `
name: staff
sources: [{ name: files, type: csv, file: people.csv }]
models: [{ name: people, source: ref(files), sql: select * from people }]
tables: [{ name: Everybody, model: ref(people) }]
dashboards: [{ name: Staff, rows: [{ items: [{ table: ref(Everybody) }] }] }]
`,
  );
  const staff = await loadProject({
    directory: other,
    processEnv: {},
    sourceTypes: SOURCE_TYPES,
  });
  await rm(other, { recursive: true });
  const { frame } = disclose(staff);
  const tableAfter = (entry?: Partial<ManifestEntry>) => {
    const run = entry && manifest({ "model:people": { kind: "model", ...entry } });
    const { dashboards } = buildSite(staff, run, { frame });
    return only(dashboards.values()).tables["Everybody"];
  };
  const diagnostics = [{ code: "query-failed", severity: "error" as const, message: "No." }];
  const rows = { ...artifact("a", "2026-01-01T00:00:00Z"), format: "parquet" as const };
  expect(tableAfter()?.model).toEqual({ name: "people", status: "pending", problems: [] });
  expect(tableAfter({ status: "failed", diagnostics })?.model).toMatchObject({
    status: "failed",
    problems: [{ code: "query-failed" }],
  });
  expect(tableAfter({ status: "stale", diagnostics, artifact: rows })?.model).toMatchObject({
    status: "stale",
    data: { builtAt: "2026-01-01T00:00:00Z" },
  });
});

test("cards of several sources say what they are drawn of, by name for readers of queries alone", () => {
  const origins = (queries: boolean) => {
    const { site, dashboards } = buildSite(project, undefined, { frame: () => [], queries });
    const { charts, tables } = only(dashboards.values());
    return [site.dashboards[0]?.origins, charts["first"]?.origins, tables["list"]?.origins];
  };
  const types = [{ type: "postgresql" }, { type: "postgresql" }];
  expect(origins(false)).toEqual([types, types, undefined]);
  const named = [
    { type: "postgresql", name: "literal" },
    { type: "postgresql", name: "fromEnvironment" },
  ];
  expect(origins(true)).toEqual([named, named, undefined]);
});

test("a dashboard's card has the first numbers that have a value, each with its place", async () => {
  const numbers = mkdtempSync(join(folder, "numbers-"));
  const trace = (name: string, more = "") =>
    `  - { name: ${name}, model: ref(orders), columns: { month: "?{ month }" }, props: { type: indicator, value: "?{ sum(amount) }" }${more} }`;
  const chart = (title: string, name: string) =>
    `          - { chart: { name: ${title}, traces: [ref(${name})] } }`;
  writeFileSync(
    join(numbers, "headwater.yml"),
    `name: numbers
sources: [{ name: shop, type: sqlite, database: shop.db }]
models: [{ name: orders, source: ref(shop), sql: select 1 }]
traces:
  - { name: dial, model: ref(orders), props: { type: indicator, mode: gauge+number, value: "?{ sum(amount) }" } }
  - { name: total, model: ref(orders), props: { type: indicator, value: "?{ sum(amount) }", number: { suffix: " kg" } } }
${trace("nothing")}
${trace("failed")}
${trace("many", ", card: { target: 10 }")}
${trace("shared", ", card: { over: month }")}
${trace("monthly", ', formats: { value: eur0, month: "%b %Y" }, card: { over: month }')}
${trace("third")}
${trace("fourth")}
dashboards:
  - name: main
    rows:
      - items:
${chart("As dial", "dial")}
${chart("Total of all", "total")}
${chart("NULL", "nothing")}
${chart("Of a failed run", "failed")}
${chart("Many rows", "many")}
${chart("Two of one month", "shared")}
          - { chart: { name: By month, layout: { title: On time }, traces: [ref(monthly)] } }
${chart("The third", "third")}
${chart("The fourth", "fourth")}
`,
  );
  const options = { directory: numbers, processEnv: {}, sourceTypes: SOURCE_TYPES };
  const made = await loadProject(options);
  expect(made.diagnostics).toEqual([]);
  const [first, last] = ["2026-01-01", "2026-02-01"];
  const rows = new Map<string, readonly (readonly [Value, string])[]>([
    ["total", [["12.50", first]]],
    ["nothing", [[null, first]]],
    [
      "many",
      [
        [8, first],
        [9, last],
      ],
    ],
    [
      "shared",
      [
        [8, last],
        [9, last],
        [1, first],
      ],
    ],
    [
      "monthly",
      [
        [7, last],
        [5, first],
      ],
    ],
    ["third", [[3, first]]],
    ["fourth", [[4, first]]],
  ]);
  const names = [...rows.keys()];
  const run = manifest(
    Object.fromEntries(
      names.map((name, index) => [
        `trace:${name}`,
        { artifact: artifact(String(index), "2026-01-01T00:00:00Z") },
      ]),
    ),
  );
  const content = buildSite(made, run, { frame: () => [] });
  const { site } = await withNumbers(content, made, run, async ({ hash }) => {
    const found = rows.get(names[Number(hash[0])] ?? "") ?? [];
    return {
      rows: found.length,
      cohorts: [],
      columns: [
        { name: "props.value", type: "decimal", values: found.map(([value]) => value) },
        { name: "columns.month", type: "date", values: found.map(([, month]) => month) },
      ],
    };
  });
  const column = expect.any(String);
  expect(site.dashboards[0]?.numbers).toEqual([
    { label: "Total of all", value: "12.50", type: "decimal", column, suffix: " kg" },
    {
      label: "On time",
      place: { value: last, type: "date", column: "month", format: "%b %Y" },
      value: 7,
      type: "decimal",
      column,
      format: "eur0",
    },
    { label: "The third", value: 3, type: "decimal", column },
  ]);
});

test("a table that cannot follow its inputs is a failure of the run and of its dashboard", async () => {
  const made = await loadFiles({
    "headwater.yml": `
name: shop
sources: [{ name: shop, type: sqlite, database: shop.db }]
models: [{ name: rows, source: ref(shop), sql: select 1 }]
inputs: [{ name: region, column: regoin }]
tables: [{ name: followed, model: ref(rows), inputs: [ref(region)] }]
dashboards: [{ name: Shop, rows: [{ items: [{ table: ref(followed) }] }] }]
`,
  });
  const run = manifest({ "model:rows": { artifact: artifact("a", "2026-01-01T00:00:00Z") } });
  const { site } = buildSite(made, run, { frame: () => [] });
  expect(site.dashboards[0]).toMatchObject({ failing: 1 });
  expect(site.run).toMatchObject({ failed: 1, built: 1, total: 1 });
});
