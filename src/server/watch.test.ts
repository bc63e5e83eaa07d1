import { appendFile, mkdtemp, rename, rm, utimes, writeFile } from "node:fs/promises";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { watch } from "chokidar";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Diagnostic } from "../contract/diagnostic.js";
import { createWatchErrors } from "./watch-errors.js";
import { createWatcher, type Watcher } from "./watch.js";

let folder: string;
let watcher: Watcher;
let changes: string[][];
let wake: () => void;

function unexpected(error: unknown): void {
  throw error;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "headwater-watch-"));
  await mkdir(join(folder, "parts"));
  await writeFile(join(folder, "headwater.yml"), "name: x\n");
  await writeFile(join(folder, "orders.csv"), "a,b\n1,2\n");
  changes = [];
  wake = () => {};
  watcher = createWatcher((changed) => {
    changes.push([...changed].map((path) => basename(path)).toSorted());
    wake();
  }, unexpected);
  await watcher.follow(targets());
});

afterEach(async () => {
  await watcher.close();
  await rm(folder, { recursive: true });
});

function targets(more: readonly string[] = []) {
  const files = ["headwater.yml", ".env", ...more].map((name) => join(folder, name));
  return {
    files: new Set(files),
    folders: new Set([join(folder, "parts")]),
    data: new Set([join(folder, "orders.csv"), join(folder, "parts", "*.json")]),
    inputs: new Set([join(folder, "parts", "{a,b}.txt")]),
  };
}

/** The next change after an action. */
async function after(action: () => Promise<unknown>): Promise<string[] | undefined> {
  const seen = changes.length;
  const next = new Promise<void>((resolve) => (wake = resolve));
  await action();
  if (changes.length === seen) await next;
  return changes.at(-1);
}

test("an edit in place is seen", async () => {
  expect(await after(() => appendFile(join(folder, "headwater.yml"), "# more\n"))).toEqual([
    "headwater.yml",
  ]);
});

test("a save by rename is seen, again and again", async () => {
  for (const text of ["one\n", "two\n", "three\n"]) {
    const save = async () => {
      await writeFile(join(folder, ".headwater.yml.swp"), text);
      await rename(join(folder, ".headwater.yml.swp"), join(folder, "headwater.yml"));
    };
    expect(await after(save)).toEqual(["headwater.yml"]);
  }
});

test("writes that leave the content as it was, and other files, are no changes", async () => {
  await writeFile(join(folder, "headwater.yml"), "name: x\n");
  await writeFile(join(folder, "notes.txt"), "hello");
  await utimes(join(folder, "headwater.yml"), new Date(), new Date());
  expect(await after(() => writeFile(join(folder, ".env"), "A=1\n"))).toEqual([".env"]);
  expect(changes).toEqual([[".env"]]);
});

test("files that appear and go are seen: the environment's, and YAML of included folders", async () => {
  const part = join(folder, "parts", "more.yml");
  expect(await after(() => writeFile(part, "models: []\n"))).toEqual(["more.yml"]);
  expect(await after(() => rm(part))).toEqual(["more.yml"]);
});

test("data counts by size and time, patterns of data too", async () => {
  expect(await after(() => appendFile(join(folder, "orders.csv"), "3,4\n"))).toEqual([
    "orders.csv",
  ]);
  expect(await after(() => writeFile(join(folder, "parts", "x.json"), "[]"))).toEqual(["*.json"]);
});

test("what a pattern of a script's inputs does not match is no change", async () => {
  await writeFile(join(folder, "parts", "c.txt"), "c");
  await writeFile(join(folder, "parts", "{a,b}.txt.bak"), "c");
  const write = () => writeFile(join(folder, "parts", "b.txt"), "b");
  expect(await after(write)).toEqual(["{a,b}.txt"]);
  expect(changes).toEqual([["{a,b}.txt"]]);
});

test("edits that come together are told together", async () => {
  const edit = async () => {
    await writeFile(join(folder, "headwater.yml"), "name: y\n");
    await writeFile(join(folder, ".env"), "A=2\n");
  };
  expect(await after(edit)).toEqual([".env", "headwater.yml"]);
});

test("a file that is emptied before it is written anew changes once", async () => {
  const rewrite = async () => {
    await writeFile(join(folder, "headwater.yml"), "");
    await new Promise((resolve) => void setTimeout(resolve, 100));
    await writeFile(join(folder, "headwater.yml"), "name: z\n");
  };
  expect(await after(rewrite)).toEqual(["headwater.yml"]);
  expect(changes).toHaveLength(1);
});

test("new targets are followed, old ones no longer", async () => {
  await writeFile(join(folder, "query.sql"), "select 1");
  await watcher.follow({ ...targets(["query.sql"]), data: new Set() });
  await appendFile(join(folder, "orders.csv"), "5,6\n");
  expect(await after(() => writeFile(join(folder, "query.sql"), "select 2"))).toEqual([
    "query.sql",
  ]);
  expect(changes).toEqual([["query.sql"]]);
});

test("a folder that the system does not watch is told once, and the rest is followed", async () => {
  const warnings: Diagnostic[] = [];
  const onError = createWatchErrors((warning) => warnings.push(warning));
  const refusing: typeof watch = (paths, options) => {
    const real = watch(paths, options);
    const refused = Object.assign(new Error("EACCES: permission denied, watch '/data'"), {
      code: "EACCES",
      path: "/data",
    });
    const full = Object.assign(new Error("ENOSPC: System limit reached"), { code: "ENOSPC" });
    real.once("ready", () => {
      for (const error of [refused, refused, full, full]) real.emit("error", error);
    });
    return real;
  };
  let seen = () => {};
  const followed = new Promise<void>((resolve) => (seen = resolve));
  const other = createWatcher(() => seen(), onError, refusing);
  await other.follow(targets());
  await writeFile(join(folder, "headwater.yml"), "name: y\n");
  await followed;
  await other.close();
  expect(warnings.map(({ code }) => code)).toEqual(["folder-not-watched", "watch-limit-reached"]);
  expect(warnings[0]?.message).toContain("`/data` cannot be watched");
});
