import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "headwater-pack-"));
afterAll(() => rmSync(folder, { recursive: true }));

test(
  "the packed tarball installs into an empty folder and runs a new project there",
  { timeout: 180_000 },
  () => {
    const pack = run(
      "npm",
      ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
      root,
    );
    const [packed] = JSON.parse(pack) as { filename: string; files: { path: string }[] }[];
    const shipped = packed?.files.map(({ path }) => path) ?? [];
    expect(shipped).toContain("dist/viewer/index.html");
    expect(shipped.filter((path) => /\.(test\.|tsbuildinfo|env)/.test(path))).toEqual([]);

    run("npm", ["init", "-y"], folder);
    const tarball = join(folder, packed?.filename ?? "");
    run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", tarball], folder);

    const headwater = join(folder, "node_modules/.bin/headwater");
    run(headwater, ["init", "project"], folder);
    const project = join(folder, "project");
    run(headwater, ["run"], project);
    const rows = JSON.parse(
      run(headwater, ["show", "revenue by customer", "--format", "json"], project),
    ) as unknown[];
    expect(rows.length).toBeGreaterThan(0);

    // A driver that is not brought along is told with the line that installs it.
    const source =
      "{ name: sf, type: snowflake, account: a, username: u, password: p, database: D, access_url: 'http://127.0.0.1:1' }";
    writeFileSync(join(project, "headwater.yml"), `sources:\n  - ${source}\n`);
    const { status, stderr } = spawnSync(headwater, ["query", "sf", "select 1"], {
      cwd: project,
      encoding: "utf8",
    });
    expect(status).toBe(3);
    expect(stderr).toContain("npm install snowflake-sdk@3");
  },
);

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
