/** `why` and `clean`: what decides whether a result is kept, asked with one change at a time. */
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, onTestFinished, test } from "vitest";
import { whySentences } from "../src/cli/text/why-text.js";
import { cleanProject } from "../src/engine/state/clean.js";
import { openState } from "../src/engine/state/state.js";
import { explainReuse, type Why } from "../src/engine/keys/why.js";
import type { Project } from "../src/project/project.js";
import { runCommand } from "./support/command.js";
import { loadFiles } from "./support/load-files.js";
import { runOnce, withRun } from "./support/run-project.js";

const PROJECT = `
name: shop
sources:
  - {name: db, type: sqlite, database: shop.sqlite}
  - {name: regions, type: csv, file: regions.csv}
models:
  - {name: orders, source: ref(db), sql: "select id, region from orders"}
  - {name: places, source: ref(regions)}
  - {name: people, args: [node, people.js], inputs: data/*.json, env: {LEVEL: "1"}}
  - {name: joined, models: [ref(orders), ref(places), ref(people)], sql: "select title, person from orders join places using (region) join people using (region)"}
tables:
  - {name: all orders, model: ref(orders)}
  - {name: all places, model: ref(places)}
traces:
  - {name: by region, model: ref(orders), props: {type: bar, x: "?{ region }"}}
  - {name: by title, model: ref(joined), props: {type: bar, x: "?{ title }"}}
dashboards:
  - name: main
    rows: [{items: [{chart: {name: both, traces: [ref(by region), ref(by title)]}}]}]
`;
const FILES = {
  "headwater.yml": PROJECT,
  "regions.csv": "region,title\nn,North\n",
  "people.js": `console.log("region,person\\nn,Ann")`,
  "data/a.json": "[]",
};
const never = new AbortController().signal;

async function shop(more: Record<string, string> = {}): Promise<Project> {
  const project = await loadFiles({ ...FILES, ...more });
  onTestFinished(() => rmSync(project.root, { recursive: true, force: true }));
  for (const name of ["shop.sqlite", "other.sqlite"]) {
    const database = new DatabaseSync(join(project.root, name));
    database.exec("create table orders(id, region); insert into orders values (1, 'n')");
    database.close();
  }
  return project;
}

function edited(project: Project, files: Record<string, string>): Promise<Project> {
  return loadFiles(files, { root: project.root });
}

async function run(project: Project, reuse = false) {
  const { manifest } = await runOnce(project, { all: true, reuse });
  if (!manifest) throw new Error("It did not run");
  return manifest;
}

async function why(project: Project, id: string, trusted = true): Promise<Why> {
  const object = project.objects.get(id);
  if (object?.kind !== "model" && object?.kind !== "trace") throw new Error(`No ${id}`);
  return withRun(project, { trusted }, (opened) => explainReuse(opened, object));
}

const yaml = (from: string, to: string) => ({ "headwater.yml": PROJECT.replace(from, to) });

test.each<[string, Record<string, string>, string, readonly string[], string]>([
  [
    "SQL",
    yaml("select id, region from", "select region from"),
    "model:orders",
    ["sql"],
    "because its SQL has changed",
  ],
  [
    "another file of the source",
    yaml("database: shop.sqlite", "database: other.sqlite"),
    "trace:by region",
    ["file.other.sqlite", "file.shop.sqlite", "source.database"],
    "`database` of its source `db` has changed",
  ],
  [
    "a source's setting",
    yaml("file: regions.csv", 'file: regions.csv, delimiter: ";"'),
    "model:places",
    ["source.delimiter"],
    "`delimiter` of its source `regions` has changed",
  ],
  [
    "the content of a file",
    { "regions.csv": "region,title\nn,Nord\ns,Sud\n" },
    "model:places",
    ["file.regions.csv"],
    "the file `regions.csv` has changed",
  ],
  [
    "a file below a merge",
    { "regions.csv": "region,title\nn,Nord\ns,Sud\n" },
    "model:joined",
    ["model.places"],
    "`places`, which it reads, has changed",
  ],
  [
    "the script's file",
    { "people.js": `console.log("region,person\\nn,Bo")` },
    "model:people",
    ["file.people.js"],
    "the file `people.js` has changed",
  ],
  [
    "the command",
    yaml("[node, people.js]", "[node, people.js, more]"),
    "model:people",
    ["command"],
    "its command has changed",
  ],
  [
    "a variable of the command",
    yaml('LEVEL: "1"', 'LEVEL: "2"'),
    "model:people",
    ["env"],
    "the variables of its command have changed",
  ],
  [
    "the time zone",
    yaml("name: shop", "name: shop\ndefaults: {time_zone: Europe/Berlin}"),
    "model:joined",
    ["model.orders", "model.people", "model.places", "time zone"],
    "the project's time zone has changed",
  ],
  [
    "a declared input of a script",
    { "data/b.json": "[]" },
    "model:people",
    ["input.data/*.json"],
    "its input `data/*.json` has changed",
  ],
])("%s decides, and that is told", async (_, files, id, parts, sentence) => {
  const project = await shop();
  await run(project);
  expect((await why(project, id)).reuse).toMatchObject({ would: "reuse" });
  const changed = await edited(project, files);
  const found = await why(changed, id);
  const told = found.reuse.input === undefined ? found.reuse : undefined;
  if (told) {
    expect(found.reuse).toMatchObject({ would: "run", reason: { why: "changed", parts } });
    const { source } = { source: id === "model:places" ? "regions" : "db" };
    expect(whySentences(found, source).reuse).toContain(sentence);
  }
  const manifest = await run(changed, true);
  expect(manifest.objects[id]).toMatchObject({
    status: "built",
    reason: { why: "changed", parts },
  });
});

test("what only says how to read changes nothing", async () => {
  const project = await shop();
  await run(project);
  const more = yaml(
    "database: shop.sqlite",
    "database: shop.sqlite, timeout: 5, pool: 1, limits: {max_rows: 100}",
  );
  const found = await why(await edited(project, more), "model:orders");
  expect(found.reuse).toMatchObject({ would: "reuse", reason: { why: "unchanged" } });
});

test("what a run would do now is what it then does", async () => {
  const project = await shop(yaml("env: {LEVEL", "fresh_for: 1h, env: {LEVEL"));
  expect(await why(project, "model:people")).toMatchObject({
    run: { would: "run", reason: { why: "never-ran" } },
  });
  await run(project);
  const people = await why(project, "model:people");
  expect(people).toMatchObject({
    last: { status: "built", reason: { why: "never-ran" } },
    run: { would: "reuse", reason: { why: "fresh", freshFor: 3_600_000 } },
  });
  expect(whySentences(people, undefined)).toEqual({
    last: expect.stringMatching(/^It was run, because there was no earlier result\. What is shown/),
    run: "`headwater run` would keep its result, because the earlier result is younger than its `fresh_for` of 1h.",
    reuse:
      "`headwater run --reuse` would keep its result, because the earlier result is younger than its `fresh_for` of 1h.",
  });
  expect((await why(project, "model:orders")).run).toMatchObject({
    would: "run",
    reason: { why: "refresh" },
  });
  expect((await why(project, "trace:by title")).run).toMatchObject({
    would: "run",
    input: "model:joined",
  });
  const { objects } = await run(project);
  expect(objects["model:people"]).toMatchObject({ status: "reused", reason: { why: "fresh" } });
  expect(objects["model:orders"]).toMatchObject({ status: "built", reason: { why: "refresh" } });
  expect(objects["trace:by title"]?.status).toBe("built");
});

test("a `fresh_for` that is over, a file that is gone, a failure before: each is told", async () => {
  const project = await shop(yaml("env: {LEVEL", "fresh_for: 1s, env: {LEVEL"));
  const { objects } = await run(project);
  await expect
    .poll(async () => (await why(project, "model:people")).run, { timeout: 20_000 })
    .toMatchObject({ would: "run", reason: { why: "expired", freshFor: 1000 } });
  const state = openState(project);
  const artifact = objects["model:orders"]?.artifact;
  if (!artifact) throw new Error("No result");
  rmSync(state.objectPath(artifact));
  expect((await why(project, "model:orders")).reuse).toMatchObject({
    would: "run",
    reason: { why: "missing" },
  });
  const broken = await edited(project, { "people.js": "process.exit(4)" });
  await run(broken);
  const failed = await why(broken, "model:people");
  expect(failed).toMatchObject({
    last: { status: "stale", reason: { why: "changed", parts: ["file.people.js"] } },
    reuse: { would: "run", reason: { why: "no-result", status: "stale" } },
  });
  expect((await why(broken, "model:people", false)).run).toMatchObject({
    would: "fail",
    diagnostics: [{ code: "project-not-trusted" }],
  });
  expect((await why(broken, "model:joined", false)).run).toMatchObject({
    would: "skip",
    input: "model:people",
  });
});

test("a model that no run makes by itself is told to be one", async () => {
  const project = await shop(yaml("  - {name: all orders, model: ref(orders)}\n", ""));
  const found = await why(project, "model:orders");
  expect(found.onlyIfNamed).toBe(true);
  expect(whySentences(found, "db")).toEqual({
    last: "It has not been run: a run makes it only when it is named, since nothing shows all of its rows.",
    run: "`headwater run orders` would run it, because there is no earlier result.",
    reuse: "`headwater run orders --reuse` would run it, because there is no earlier result.",
  });
});

test("no value of a key is in a manifest", async () => {
  const project = await shop(yaml('LEVEL: "1"', 'LEVEL: "l3vel-value"'));
  const { objects } = await run(project);
  expect(Object.keys(objects["model:people"]?.parts ?? {})).toEqual(
    expect.arrayContaining(["command", "env", "file.people.js", "folder", "time zone", "version"]),
  );
  expect(JSON.stringify(objects)).not.toContain("l3vel-value");
});

test("clean removes what nothing needs, and nothing else", async () => {
  const project = await shop();
  const manifest = await run(project);
  const state = openState(project);
  const options = { dryRun: true, allEnvironments: false, wait: false, signal: never };
  expect(await cleanProject(project, options)).toEqual({ removed: [], busy: [] });
  const orphan = join(state.directory, "objects", `${"0".repeat(64)}.json`);
  writeFileSync(orphan, "rows of a killed run");
  mkdirSync(join(state.directory, "runs", "29990101T000000000Z-killed"));
  mkdirSync(join(state.directory, "tmp", "999999999.1-x"));
  const seen = await cleanProject(project, options);
  expect(seen.removed.map(({ kind }) => kind).toSorted()).toEqual(["leftover", "object", "run"]);
  expect(seen.removed.find(({ path }) => path === orphan)?.bytes).toBe(20);
  expect(readdirSync(join(state.directory, "tmp"))).toHaveLength(1);
  await cleanProject(project, { ...options, dryRun: false });
  expect((await cleanProject(project, options)).removed).toEqual([]);
  for (const { artifact } of Object.values(manifest.objects)) {
    expect(artifact && (await state.condition(artifact))).toBe("whole");
  }
});

test("clean leaves a state that a run uses alone, and says so", async () => {
  const project = await shop();
  await run(project);
  const taken = await openState(project).lock({ wait: false, signal: never });
  if ("busy" in taken) throw new Error(taken.busy.message);
  const { code, stdout, stderr } = await runCommand(["clean"], { cwd: project.root });
  expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
  expect(stderr).toContain(`process ${process.pid}`);
  await taken.lock.release();
  const other = await runCommand(["clean", "--all-environments", "--json"], { cwd: project.root });
  expect(JSON.parse(other.stdout)).toEqual({ dryRun: false, removed: [], diagnostics: [] });
});

test("the command says it in sentences, and as a document", async () => {
  const project = await shop();
  const env = { XDG_STATE_HOME: join(project.root, "state") };
  const first = await runCommand(["why", "orders"], { cwd: project.root, env });
  expect(first.stdout).toBe(
    "orders\n" +
      "Last run  It has not been run yet.\n" +
      "Now       `headwater run` would run it, because there is no earlier result.\n" +
      "          `headwater run --reuse` would run it, because there is no earlier result.\n",
  );
  expect(existsSync(join(project.root, "target"))).toBe(false);
  const document = JSON.parse(
    (await runCommand(["why", "by region", "--json"], { cwd: project.root, env })).stdout,
  );
  expect(document).toMatchObject({
    id: "trace:by region",
    run: { would: "run", reason: { why: "never-ran" } },
    sentences: { last: "It has not been run yet." },
  });
  const unknown = await runCommand(["why", "order"], { cwd: project.root, env });
  expect(unknown.code).toBe(1);
  expect(unknown.stderr).toContain("`orders`");
});
