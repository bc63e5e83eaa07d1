/**
 * `defaults.limits` bounds what the embedded DuckDB takes: memory first, then disk, then a clean
 * failure.
 */
import { mkdirSync, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import { loadFiles } from "../support/load-files.js";
import { runOnce } from "../support/run-project.js";

/** The join's own side is some 100 MB. */
const SQL = `
  select count(*) as n, sum(length(a.s) + f.n) as s
  from (select i, md5(i::varchar) as s from range(1200000) t(i)) a
  join (select i, md5((i + 1)::varchar) as s from range(1200000) t(i)) b using (s), factors f`;

async function run(limits: string) {
  const project = await loadFiles({
    "headwater.yml": `
name: limits
defaults: {limits: {${limits}}}
sources: [{name: db, type: sqlite, database: a.sqlite}]
models:
  - {name: factors, sql: select n from factors}
  - {name: large, models: [ref(factors)], sql: ${JSON.stringify(SQL)}}
`,
  });
  const database = new DatabaseSync(join(project.root, "a.sqlite"));
  database.exec("create table factors(n integer); insert into factors values (0)");
  database.close();
  const spilled = join(project.root, "spilled");
  mkdirSync(spilled);
  const seen = new Set<string>();
  const watcher = watch(spilled, (_, name) => seen.add(String(name)));
  const outcome = await runOnce(project, { selection: "large" });
  watcher.close();
  return { ...outcome, project, seen, left: readdirSync(spilled) };
}

test("a join that is larger than memory goes through the given folder, which is left empty", async () => {
  const { exitCode, manifest, seen, left } = await run("memory: 100MB, spill_directory: spilled");
  const entry = manifest?.objects["model:large"];
  expect(entry?.diagnostics).toEqual([]);
  expect(exitCode).toBe(0);
  expect(entry?.artifact?.rows).toBe(1);
  expect([...seen].some((name) => name.startsWith("spill-"))).toBe(true);
  expect(left).toEqual([]);
}, 120_000);

test("more than may be spilled is a failure that says what to do, and leaves nothing behind", async () => {
  const { exitCode, manifest, left } = await run(
    "memory: 100MB, spill: 1MB, spill_directory: spilled",
  );
  expect(manifest?.objects["model:large"]?.diagnostics).toMatchObject([
    { code: "engine-spill-limit", hint: expect.stringContaining("limits.spill") },
  ]);
  expect(exitCode).toBe(6);
  expect(left).toEqual([]);
}, 120_000);

test("limits that cannot be read are told", async () => {
  const project = await loadFiles({
    "headwater.yml": "name: x\ndefaults: {limits: {memory: much, spill: 2 GB, disk: 1}}\n",
  });
  expect(project.diagnostics.map(({ code }) => code)).toEqual(["wrong-type", "unknown-key"]);
  expect(project.defaults.limits).toEqual({ spill: 2e9 });
});
