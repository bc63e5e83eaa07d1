/** V8's code, kept from one start of a command to the next: where it lies, and that it may fail. */
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { runCli } from "./support/cli.js";
import { temporaryFolder, writeProject } from "./support/project.js";

let cwd: string;
let caches: string;
let folder: string;

beforeEach(async () => {
  cwd = await writeProject({ "headwater.yml": "name: shop\n" });
  caches = await temporaryFolder();
  folder = join(caches, "headwater", "code");
});

async function compile(env: Readonly<Record<string, string>> = {}, args: string[] = []) {
  const options = { cwd, env: { XDG_CACHE_HOME: caches, ...env } };
  const { code, stdout, stderr } = await runCli(["compile", ...args], options);
  expect({ stderr, code }).toEqual({ stderr: "", code: 0 });
  expect(stdout).toContain("0 errors");
}

/** Name and identity of each kept file; one that is written anew is another. */
function kept(): Record<string, number> {
  const files = readdirSync(folder).map((name) => [name, lstatSync(join(folder, name)).ino]);
  return Object.fromEntries(files);
}

test("the second start takes what the first has kept, and only its user can read that", async () => {
  await compile();
  const first = kept();
  expect(Object.keys(first)).toEqual([expect.stringMatching(/^compile-v\d+\.\d+\.\d+-/)]);
  await compile();
  expect(kept()).toEqual(first);
  const [name = ""] = Object.keys(first);
  expect(lstatSync(folder).mode & 0o777).toBe(0o700);
  expect(lstatSync(join(folder, name)).mode & 0o777).toBe(0o600);
});

test("what another folder's Headwater of the same build has kept is not run", async () => {
  await compile();
  const first = kept();
  const path = join(folder, Object.keys(first)[0] ?? "");
  const elsewhere = readFileSync(path, "latin1").replace('{"folder":"/', '{"folder":"_');
  writeFileSync(path, elsewhere, "latin1");
  await compile();
  expect(kept()).not.toEqual(first);
});

test("a command that fails keeps what the next good one replaces", async () => {
  const env = { XDG_CACHE_HOME: caches };
  expect((await runCli(["compile", "--nothing"], { cwd, env })).code).toBe(2);
  const failed = kept();
  await compile();
  const good = kept();
  expect(Object.keys(good)).toEqual(Object.keys(failed));
  expect(good).not.toEqual(failed);
  expect((await runCli(["compile", "--nothing"], { cwd, env })).code).toBe(2);
  await compile();
  expect(kept()).toEqual(good);
});

test.each<[string, (path: string) => void]>([
  ["empty", (path) => truncateSync(path)],
  ["cut in its head", (path) => truncateSync(path, 20)],
  ["cut in its code", (path) => truncateSync(path, lstatSync(path).size - 1000)],
  ["of another kind", (path) => writeFileSync(path, "\x08\0\0\0not json")],
  [
    "of another build of V8",
    (path) => {
      const bytes = readFileSync(path);
      // Behind the head each file's code begins with V8's own number for its version and flags.
      bytes.fill(0x55, 4 + bytes.readUInt32LE(0), 64 + bytes.readUInt32LE(0));
      writeFileSync(path, bytes);
    },
  ],
])("a kept file that is %s is written anew", async (_, spoil) => {
  await compile();
  const [name = ""] = Object.keys(kept());
  const first = kept()[name];
  const { size } = lstatSync(join(folder, name));
  spoil(join(folder, name));
  await compile();
  expect(Object.keys(kept())).toEqual([name]);
  expect(kept()[name]).not.toBe(first);
  expect(lstatSync(join(folder, name)).size).toBeGreaterThan(size / 2);
  const mended = kept();
  await compile();
  expect(kept()).toEqual(mended);
});

test("nothing is kept in a folder that others can write to, or that is a link", async () => {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  await compile();
  expect(readdirSync(folder)).toEqual([]);

  const linked = await temporaryFolder();
  mkdirSync(join(linked, "headwater"));
  chmodSync(folder, 0o700);
  symlinkSync(folder, join(linked, "headwater", "code"));
  await compile({ XDG_CACHE_HOME: linked });
  expect(readdirSync(folder)).toEqual([]);
});

test.runIf(process.getuid?.() === 0)("nothing is taken from another user's folder", async () => {
  await compile();
  const [name = ""] = Object.keys(kept());
  truncateSync(join(folder, name));
  chownSync(folder, 12_345, 12_345);
  await compile();
  expect(lstatSync(join(folder, name)).size).toBe(0);
});

test("a command runs without a folder, and keeps nothing where Node's own switch says so", async () => {
  const file = join(caches, "file");
  writeFileSync(file, "");
  await compile({ XDG_CACHE_HOME: file });
  await compile({ NODE_DISABLE_COMPILE_CACHE: "1" });
  await compile({ XDG_CACHE_HOME: "relative", HOME: "" });
  expect(readdirSync(caches)).toEqual(["file"]);
  expect(readdirSync(cwd)).toEqual(["headwater.yml"]);
});

test("of old builds and versions the oldest are removed", async () => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (let age = 1; age <= 40; age++) {
    const path = join(folder, `compile-old-${age}`);
    writeFileSync(path, "");
    utimesSync(path, 1_000_000 - age, 1_000_000 - age);
  }
  await compile();
  const names = readdirSync(folder);
  expect(names).toHaveLength(32);
  expect(names).toContain("compile-old-31");
  expect(names).not.toContain("compile-old-32");
});

test("what is no command keeps nothing", async () => {
  const env = { XDG_CACHE_HOME: caches };
  expect((await runCli(["--help"], { cwd, env })).code).toBe(0);
  expect((await runCli(["../compile"], { cwd, env })).code).toBe(2);
  expect(readdirSync(caches)).toEqual([]);
});
