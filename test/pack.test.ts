import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "headwater-pack-"));
const headwater = join(folder, "node_modules/.bin/headwater");
const plugin = join(root, "examples/plugin");
let shipped: readonly string[] = [];

beforeAll(() => {
  const pack = run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    root,
  );
  const [packed] = JSON.parse(pack) as { filename: string; files: { path: string }[] }[];
  shipped = packed?.files.map(({ path }) => path) ?? [];
  run("npm", ["init", "-y"], folder);
  const tarball = join(folder, packed?.filename ?? "");
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", tarball], folder);
}, 180_000);
afterAll(() => rmSync(folder, { recursive: true }));

test("the tarball holds each module once, in the bundle, with the licences of what is in it", () => {
  const code = shipped.filter((path) => /\.c?js$/.test(path));
  expect(code).toEqual(expect.arrayContaining(["dist/bundle/start.cjs", "dist/bundle/main.cjs"]));
  expect(shipped).toContain("bin/package.json");
  expect(code.filter((path) => !/^(bin|dist\/bundle|dist\/viewer)\//.test(path))).toEqual([]);
  expect(shipped).toContain("dist/bundle/LICENSES.txt");
  expect(shipped).toContain("dist/bundle/sqlite3.wasm");
  expect(shipped).toContain("dist/viewer/index.html");
  expect(shipped).toContain("dist/sources/author.d.ts");
  expect(shipped.filter((path) => /\.(test\.|tsbuildinfo|env)/.test(path))).toEqual([]);
});

test("it is installed into an empty folder and runs a new project there", () => {
  run(headwater, ["init", "project"], folder);
  const project = join(folder, "project");
  run(headwater, ["run"], project);
  const rows = JSON.parse(
    run(headwater, ["show", "revenue by customer", "--format", "json"], project),
  ) as unknown[];
  expect(rows.length).toBeGreaterThan(0);
});

test("a driver that is not brought along is told with the line that installs it", () => {
  const project = join(folder, "no-driver");
  mkdirSync(project);
  const source =
    "{ name: sf, type: snowflake, account: a, username: u, password: p, database: D, access_url: 'http://127.0.0.1:1' }";
  writeFileSync(join(project, "headwater.yml"), `sources:\n  - ${source}\n`);
  const { status, stderr } = spawnSync(headwater, ["query", "sf", "select 1"], {
    cwd: project,
    encoding: "utf8",
  });
  expect(status).toBe(3);
  expect(stderr).toContain("npm install snowflake-sdk@3");
});

test("a plugin runs in it, and its author has the package's exports", () => {
  const project = join(folder, "plugin");
  cpSync(plugin, project, {
    recursive: true,
    filter: (path) => !path.startsWith(join(plugin, "target")),
  });
  const env = { ...process.env, XDG_STATE_HOME: join(folder, "state") };
  run(headwater, ["run", "--trust"], project, env);
  const slow = run(headwater, ["show", "slow requests", "--format", "json"], project, env);
  expect(JSON.parse(slow)).not.toEqual([]);

  // The two exports know one class of failures.
  const script = `
    import { sourceKit } from "headwater/source";
    import { openPlugin, refusal } from "headwater/conformance";
    const own = { open: () => ({ stream: () => Promise.reject(sourceKit.failure("Mine.")) }) };
    const source = await openPlugin(own, {});
    const { signal } = new AbortController();
    console.log((await refusal(source.stream("select 1", { signal }))).message);`;
  writeFileSync(join(project, "author.mjs"), script);
  expect(run(process.execPath, ["author.mjs"], project)).toBe("Mine.\n");
});

function run(command: string, args: string[], cwd: string, env = process.env): string {
  return execFileSync(command, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
