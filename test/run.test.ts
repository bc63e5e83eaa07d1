import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import type { Manifest } from "../src/contract/manifest.js";
import type { RunEvent } from "../src/contract/events.js";
import type { RunOptions } from "../src/engine/run/run-options.js";
import { createReaders } from "../src/readers/readers.js";
import { readResult } from "../src/rows/result/read-result.js";
import { toRecords } from "./support/records.js";
import { openState } from "../src/engine/state/state.js";
import { disclose } from "../src/project/disclosure.js";
import type { Project } from "../src/project/project.js";
import { buildSite } from "../src/site/site.js";
import { loadFiles, type LoadFilesOptions } from "./support/load-files.js";
import { type TestRunOptions, runOnce } from "./support/run-project.js";
import { keptHosts } from "./support/kept-hosts.js";

const PROJECT = `
name: shop
sources:
  - {name: db, type: sqlite, database: shop.sqlite}
  - {name: regions, type: csv, file: regions.csv}
models:
  - {name: orders, source: ref(db), sql: "select id, region, amount from orders"}
  - {name: regions rows, source: ref(regions)}
  - {name: people, args: [node, people.js], table_name: staff}
  - name: joined
    models: [ref(orders), ref(regions rows), ref(people)]
    sql: |
      select r.title, s.person, sum(o.amount)::integer as amount
      from orders.model o join "regions rows" r on r.id = o.region join people.staff s on s.region = r.id
      group by all
traces:
  - name: by region
    model: ref(orders)
    props: {type: bar, x: "?{ region }", y: "?{ sum(amount) }"}
    order_by: ["?{ region }"]
  - name: on merge
    model: ref(joined)
    props: {type: bar, x: "?{ title }", y: "?{ amount }"}
    columns: {who: "?{ person }"}
    order_by: ["?{ title }"]
charts:
  - {name: chart, traces: [ref(by region), ref(on merge)]}
dashboards:
  - name: board
    rows: [{height: medium, items: [{chart: ref(chart)}]}]
`;

const FILES = {
  "headwater.yml": PROJECT,
  "regions.csv": "id,title\nn,North\ns,South\n",
  "people.js": `console.log("region,person,badge\\nn,Ann,007\\ns,Bo,11")`,
};

/** Writes the shop's database: ids count up, amounts are ten times that. */
function fillDatabase(root: string, rows: readonly string[]): void {
  const database = new DatabaseSync(join(root, "shop.sqlite"));
  database.exec(
    "drop table if exists orders; create table orders(id integer, region text, amount integer)",
  );
  rows.forEach((region, i) =>
    database.exec(`insert into orders values (${i}, '${region}', ${10 * (i + 1)})`),
  );
  database.close();
}

async function shop(
  more: Record<string, string> = {},
  options: LoadFilesOptions = {},
): Promise<Project> {
  const project = await loadFiles({ ...FILES, ...more }, options);
  if (options.root === undefined) fillDatabase(project.root, ["n", "s", "n"]);
  return project;
}

/** Runs a project and tells how each job ended. */
async function run(project: Project, options: Partial<RunOptions> & TestRunOptions = {}) {
  const events: RunEvent[] = [];
  const outcome = await runOnce(project, {
    ...options,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
  });
  const jobs = Object.fromEntries(
    events.flatMap((event) => (event.type === "job-done" ? [[event.job.id, event.status]] : [])),
  );
  return { ...outcome, events, jobs };
}

async function records(project: Project, manifest: Manifest | undefined, id: string) {
  const artifact = manifest?.objects[id]?.artifact;
  if (!artifact || artifact.format === "parquet") throw new Error(`${id} has no result`);
  return toRecords(await readResult(openState(project).objectPath(artifact), artifact.format));
}

test("one run joins a database, a file and a script, and keeps every value exact", async () => {
  const project = await shop();
  const { manifest, exitCode, jobs } = await run(project);
  expect(exitCode).toBe(0);
  expect(jobs).toEqual({
    "trace:by region": "built",
    "model:people": "built",
    "model:joined": "built",
    "trace:on merge": "built",
  });
  expect(await records(project, manifest, "trace:by region")).toEqual([
    { "props.x": "n", "props.y": 40, cohort: "by region" },
    { "props.x": "s", "props.y": 20, cohort: "by region" },
  ]);
  expect(await records(project, manifest, "trace:on merge")).toEqual([
    { "props.x": "North", "props.y": 40, "columns.who": "Ann", cohort: "on merge" },
    { "props.x": "South", "props.y": 20, "columns.who": "Bo", cohort: "on merge" },
  ]);
  const people = manifest?.objects["model:people"]?.artifact;
  expect(people?.columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
    "region text",
    "person text",
    "badge text",
  ]);
  expect(await openState(project).current()).toEqual(manifest);
});

test("events begin with the jobs, tell the start and the end of each, and end with the counts", async () => {
  const { events } = await run(await shop(), { selection: "by region" });
  const label = { id: "trace:by region", kind: "trace", name: "by region" };
  expect(events.filter(({ type }) => type !== "job-progress")).toMatchObject([
    { type: "run-start", jobs: [label] },
    { type: "job-start", job: label },
    { type: "job-done", job: label, status: "built", rows: 2 },
    { type: "run-done", counts: { built: 1, failed: 0 } },
  ]);
});

test("a failing query is told once, at its expression, and fails what depends on it alone", async () => {
  const wrong = PROJECT.replace("select id, region, amount", "select id, region, amuont");
  const project = await shop({ "headwater.yml": wrong.replace('y: "?{ sum(amount) }"', "y: 1") });
  const { exitCode, manifest, jobs } = await run(project);
  expect(exitCode).toBe(3);
  expect(jobs).toMatchObject({
    "model:joined": "failed",
    "trace:on merge": "skipped",
    "model:people": "built",
  });
  const [found] = manifest?.objects["model:joined"]?.diagnostics ?? [];
  expect(found?.at?.start.line).toBe(7);
  expect(found?.detail).toContain("select id, region, amuont from orders");
  expect(manifest?.objects["trace:on merge"]?.diagnostics).toMatchObject([
    { code: "dependency-failed", message: expect.stringContaining("`joined` failed") },
  ]);
});

test("a job that fails keeps its last good result, marked stale with the time of its rows", async () => {
  const project = await shop();
  const first = await run(project);
  const broken = await loadFiles(
    { "people.js": "console.error('no token'); process.exit(4)" },
    { root: project.root },
  );
  const second = await run(broken);
  expect(second.exitCode).toBe(3);
  expect(second.jobs).toMatchObject({
    "model:people": "stale",
    "model:joined": "stale",
    "trace:on merge": "stale",
    "trace:by region": "built",
  });
  const entry = second.manifest?.objects["model:people"];
  expect(entry?.artifact).toEqual(first.manifest?.objects["model:people"]?.artifact);
  expect(entry?.diagnostics).toMatchObject([
    { code: "script-failed", message: expect.stringContaining("exit code 4"), detail: "no token" },
  ]);
  expect(await records(broken, second.manifest, "trace:on merge")).toHaveLength(2);
  const mended = await run(await loadFiles(FILES, { root: project.root }), { reuse: true });
  expect(mended.exitCode).toBe(0);
  expect(mended.jobs).toMatchObject({ "model:people": "built", "trace:by region": "reused" });
});

test("with reuse nothing runs twice, and after an edit exactly what it changed", async () => {
  const project = await shop();
  await run(project);
  const again = await run(project, { reuse: true });
  expect(new Set(Object.values(again.jobs))).toEqual(new Set(["reused"]));
  const edit = PROJECT.replace(
    'columns: {who: "?{ person }"}',
    'columns: {who: "?{ upper(person) }"}',
  );
  const edited = await run(await loadFiles({ "headwater.yml": edit }, { root: project.root }), {
    reuse: true,
  });
  expect(edited.jobs).toMatchObject({ "model:joined": "reused", "trace:on merge": "built" });
  expect(Object.values(edited.jobs).filter((status) => status === "built")).toHaveLength(1);
});

test("with reuse a changed file runs what reads it, and nothing else", async () => {
  const project = await shop();
  await run(project);
  writeFileSync(join(project.root, "regions.csv"), "id,title\nn,Nord\ns,Sud\n");
  const { jobs, manifest } = await run(project, { reuse: true });
  expect(jobs).toEqual({
    "trace:by region": "reused",
    "model:people": "reused",
    "model:joined": "built",
    "trace:on merge": "built",
  });
  expect((await records(project, manifest, "trace:on merge")).map((row) => row["props.x"])).toEqual(
    ["Nord", "Sud"],
  );
});

test("without reuse everything is read again, but for what may be older", async () => {
  const fresh = PROJECT.replace(
    "args: [node, people.js]",
    "fresh_for: 1h, args: [node, people.js]",
  );
  const project = await shop({ "headwater.yml": fresh });
  await run(project);
  const { jobs } = await run(project);
  expect(jobs).toMatchObject({
    "model:people": "reused",
    "model:joined": "built",
  });
});

test("a result is not reused when an input was read anew after it", async () => {
  const project = await shop();
  await run(project);
  await run(project, { selection: "people" });
  const { jobs } = await run(project, { reuse: true });
  expect(jobs).toMatchObject({ "model:people": "reused", "model:joined": "built" });
});

test("what a selection leaves out is carried over, what the project lost is not", async () => {
  const project = await shop();
  const first = await run(project);
  const less = PROJECT.replace("name: on merge", "name: renamed").replace(
    "ref(on merge)",
    "ref(renamed)",
  );
  const { manifest } = await run(
    await loadFiles({ "headwater.yml": less }, { root: project.root }),
    {
      selection: "by region",
    },
  );
  expect(Object.keys(manifest?.objects ?? {})).not.toContain("trace:on merge");
  expect(manifest?.objects["model:joined"]).toEqual(first.manifest?.objects["model:joined"]);
});

test("scripts of a project that is not trusted are refused, the rest runs", async () => {
  const { exitCode, jobs, manifest } = await run(await shop(), { trusted: false });
  expect(exitCode).toBe(5);
  expect(jobs).toMatchObject({
    "model:people": "failed",
    "model:joined": "skipped",
    "trace:by region": "built",
  });
  expect(manifest?.objects["model:people"]?.diagnostics[0]?.code).toBe("project-not-trusted");
});

test("an object with errors is not run, the rest is, and the exit code says that the project is wrong", async () => {
  const wrong = PROJECT.replace('y: "?{ amount }"', 'y: "?{ amount }", colour: red').replace(
    'type: bar, x: "?{ title }"',
    'type: bra, x: "?{ title }"',
  );
  const { exitCode, jobs, manifest } = await run(await shop({ "headwater.yml": wrong }));
  expect(exitCode).toBe(1);
  expect(jobs).toMatchObject({ "trace:on merge": "failed", "trace:by region": "built" });
  expect(manifest?.objects["trace:on merge"]?.diagnostics.length).toBeGreaterThan(0);
});

test("a source whose variable is not set fails its own jobs, at the variable", async () => {
  const text = PROJECT.replace("database: shop.sqlite", 'database: "${env.SHOP}"');
  const { exitCode, jobs, manifest } = await run(await shop({ "headwater.yml": text }));
  expect(exitCode).toBe(3);
  expect(jobs).toMatchObject({
    "model:joined": "failed",
    "trace:by region": "failed",
    "model:people": "built",
  });
  expect(manifest?.objects["trace:by region"]?.diagnostics).toMatchObject([
    { code: "missing-variable", at: { start: { line: 4 } } },
  ]);
});

test("equal queries are sent once", async () => {
  const twin = PROJECT.replace(
    "charts:",
    `  - name: twin
    model: ref(orders)
    cohort_on: "'by region'"
    props: {type: bar, x: "?{ region }", y: "?{ sum(amount) }"}
    order_by: ["?{ region }"]
charts:`,
  ).replace(
    "- name: by region\n    model: ref(orders)",
    "- name: by region\n    model: ref(orders)\n    cohort_on: \"'by region'\"",
  );
  const project = await shop({ "headwater.yml": twin });
  const state = openState(project);
  const readers = createReaders({
    temporaryDirectory: state.temporaryDirectory(),
    hosts: keptHosts,
  });
  let asked = 0;
  const counting = {
    ...readers,
    source: (source: Parameters<typeof readers.source>[0]) => {
      const reader = readers.source(source);
      return {
        ...reader,
        trace: (...call: Parameters<typeof reader.trace>) => (asked++, reader.trace(...call)),
      };
    },
  };
  try {
    const { jobs } = await run(project, { readers: counting, selection: "by region,twin" });
    expect(jobs).toEqual({ "trace:by region": "built", "trace:twin": "built" });
    expect(asked).toBe(1);
  } finally {
    await readers.close();
  }
});

test("a second run is refused while one goes on, or waits for it", async () => {
  const project = await shop({
    "people.js": `const { existsSync } = require("node:fs");
const waiting = setInterval(() => {
  if (!existsSync("go")) return;
  clearInterval(waiting);
  console.log("region,person\\nn,Ann");
}, 20);`,
  });
  const first = run(project);
  await expect.poll(() => readdirSync(join(project.root, "target/default"))).toContain("lock");
  const refused = await run(project);
  expect(refused).toMatchObject({ exitCode: 5, diagnostics: [{ code: "project-busy" }] });
  expect(refused.manifest).toBeUndefined();
  const waited = await run(project, {
    wait: true,
    onEvent: ({ type }) => {
      if (type === "note") writeFileSync(join(project.root, "go"), "");
    },
  });
  expect([(await first).exitCode, waited.exitCode]).toEqual([0, 0]);
  expect(waited.events[0]).toMatchObject({
    type: "note",
    message: expect.stringMatching(/process \d+, since 2.*This one waits for it\.$/),
  });
});

test("a cancelled run stops its script, publishes what is whole and keeps what was there", async () => {
  const project = await shop();
  const first = await run(project);
  const slow = await loadFiles(
    { "people.js": "setInterval(() => {}, 1000)" },
    { root: project.root },
  );
  const cancel = new AbortController();
  const second = await run(slow, {
    signal: cancel.signal,
    onEvent: (event) => {
      if (event.type === "job-done" && event.job.id === "trace:by region")
        setTimeout(() => cancel.abort(), 100);
    },
  });
  expect(second.exitCode).toBe(130);
  expect(second.manifest?.objects["trace:by region"]?.status).toBe("built");
  expect(second.manifest?.objects["model:people"]).toMatchObject({
    status: "cancelled",
    artifact: first.manifest?.objects["model:people"]?.artifact,
  });
  expect((await openState(slow).current())?.id).toBe(second.manifest?.id);
  const third = await run(await loadFiles(FILES, { root: project.root }), { reuse: true });
  expect(third).toMatchObject({ exitCode: 0, jobs: { "model:people": "reused" } });
});

test("a run leaves no lock and no temporary file behind", async () => {
  const project = await shop();
  await run(project);
  const target = join(project.root, "target/default");
  expect(readdirSync(join(target, "tmp"))).toEqual([]);
  expect(readdirSync(target).toSorted()).toEqual(["current.json", "objects", "runs", "tmp"]);
});

test("no secret reaches a manifest, an artifact or an event", async () => {
  const canary = "c4n4ry-p4ssw0rd";
  const script = `console.error("token is", process.env.TOKEN, Buffer.from(process.env.TOKEN).toString("base64")); process.exit(1)`;
  const text = PROJECT.replace(
    "args: [node, people.js]",
    'env: {TOKEN: "${env.TOKEN}"}, args: [node, people.js]',
  )
    .replace(
      "sources:",
      'sources:\n  - {name: dead, type: postgresql, host: 127.0.0.1, port: 1, database: d, username: u, password: "${env.TOKEN}"}',
    )
    .replace("source: ref(db)", "source: ref(dead)");
  const project = await shop(
    { "headwater.yml": text, "people.js": script },
    { env: { TOKEN: canary } },
  );
  const { events, manifest, exitCode } = await run(project);
  expect(exitCode).toBe(3);
  expect(manifest?.objects["model:people"]?.diagnostics[0]?.detail).toContain("token is ***");
  const target = join(project.root, "target");
  const files = readdirSync(target, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  for (const shown of [JSON.stringify(events), ...files]) {
    expect(shown).not.toContain(canary);
    expect(shown).not.toContain(Buffer.from(canary).toString("base64").slice(0, 16));
  }
});

test("a project without anything to run says so and is fine", async () => {
  const project = await loadFiles({ "headwater.yml": "name: empty\n" });
  const { exitCode, events } = await run(project);
  expect(exitCode).toBe(0);
  expect(events).toContainEqual({ type: "note", message: "There is nothing to run." });
});

test("the default source can be chosen", async () => {
  const text = PROJECT.replace("source: ref(db), sql:", "sql:");
  const project = await shop({ "headwater.yml": text });
  expect((await run(project, { source: "db", selection: "by region" })).exitCode).toBe(0);
});

test("warnings name columns as their user does, also those of a trace", async () => {
  const project = await loadFiles({
    "headwater.yml": `
name: flags
sources: [{ name: s, type: sqlite, database: s.sqlite }]
models: [{ name: t, source: ref(s), sql: "select id, flag from t" }]
traces: [{ name: drawn, model: ref(t), props: { type: bar, x: "?{ id }", y: "?{ flag }" } }]
`,
  });
  const db = new DatabaseSync(join(project.root, "s.sqlite"));
  db.exec("create table t (id integer, flag boolean); insert into t values (1, 't'), (2, 'f')");
  db.close();
  const told = async (selection: string) =>
    Object.values((await run(project, { selection })).manifest?.objects ?? {}).flatMap(
      ({ diagnostics }) => diagnostics.map(({ message }) => message),
    );
  expect(await told("t")).toEqual(["Column `flag` is read as text: it holds text."]);
  expect(await told("drawn")).toContain("Column `props.y` is read as text: it holds text.");
});

test("a value in a text runs its trace; one of several rows is an error at its place", async () => {
  const texts = `
  - name: total
    model: ref(orders)
    columns: { total: "sum(amount)" }
    group_by: false
  - name: unused
    model: ref(orders)
charts: []
dashboards:
  - name: words
    rows:
      - items:
          - markdown: "All orders: \${total.total}."
          - markdown: "By region: \${ref(by region).y}."
`;
  const project = await shop({ "headwater.yml": PROJECT.replace(/charts:[^]*/, texts.slice(1)) });
  expect(project.diagnostics).toEqual([]);
  const { manifest, exitCode, diagnostics, jobs } = await run(project);
  expect(jobs).toEqual({ "trace:by region": "built", "trace:total": "built" });
  expect(exitCode).toBe(1);
  const fault = {
    code: "value-of-several-rows",
    message: "`by region` has 2 rows, of which none is the value of this text.",
    at: { file: "headwater.yml", start: { line: 38, column: 35 }, end: { line: 38, column: 54 } },
  };
  expect(diagnostics).toMatchObject([fault]);
  const { frameForPages: frame } = disclose(project);
  const { dashboards, drawn, site } = buildSite(project, manifest, { frame });
  const [page] = dashboards.values();
  const at = "All orders: ".length;
  expect(page?.rows[0]?.items).toMatchObject([
    {
      content: { values: [{ start: at, end: at + 14, trace: "total", column: "columns.total" }] },
      problems: [],
    },
    { problems: [fault] },
  ]);
  expect(page?.traces["total"]?.data?.rows).toBe(1);
  expect(drawn.map(({ object, columns }) => [object.name, [...(columns ?? [])]])).toEqual([
    ["total", ["columns.total"]],
    ["by region", ["props.y"]],
  ]);
  expect(site.dashboards[0]?.failing).toBe(1);
});
