/** A disk that is full while results are written to it, a folder that is none: told in words. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, onTestFinished, test } from "vitest";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";

function mountSmall(folder: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "tmpfs", folder], { stdio: "ignore" });
}

function unmount(folder: string): void {
  execFileSync("umount", ["--lazy", folder]);
}

/** Whether this user may mount anything here. */
function canMountHere(): boolean {
  const folder = mkdtempSync(join(tmpdir(), "headwater-mount-"));
  try {
    mountSmall(folder);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

const canMount = canMountHere();

test.skipIf(!canMount)(
  "a full disk is told as such by whatever was writing (skipped where nothing can be mounted)",
  async () => {
    const cwd = await writeProject({
      "headwater.yml": `
name: full
sources: [{ name: lite, type: sqlite, database: lite.sqlite }, { name: file, type: csv, file: rows.csv }]
models:
  - { name: landed, source: ref(lite), sql: "select id, hex(randomblob(20)) as name from rows" }
  - { name: copied, source: ref(file) }
  - { name: merged, models: [ref(landed)], sql: select * from landed }
traces:
  - { name: drawn, model: ref(landed), props: { type: scatter, x: "?{ id }", y: "?{ name }" } }
`,
      "rows.csv": `id,name\n${Array.from({ length: 20_000 }, (_, i) => `${i},${createHash("md5").update(String(i)).digest("hex")}\n`).join("")}`,
    });
    const database = new DatabaseSync(join(cwd, "lite.sqlite"));
    database.exec(
      "create table rows as with recursive n(id) as (select 1 union all select id + 1 from n where id < 20000) select id from n",
    );
    database.close();
    const target = join(cwd, "target");
    mkdirSync(target);
    mountSmall(target);
    onTestFinished(() => unmount(target));
    for (const [selection, failures] of [
      ["copied,drawn", 2],
      ["merged", 1],
    ] as const) {
      const { code, stderr } = await runCli(["run", selection], { cwd });
      const found = stderr.match(/error\[[\w-]+\]/g);
      expect(found).toEqual(Array<string>(failures).fill("error[out-of-disk]"));
      expect(stderr).toContain("Make room there");
      expect(code).toBe(6);
    }
  },
);

test("a file in place of a folder is told by every command", async () => {
  const cwd = await writeProject({
    "headwater.yml": `
name: shop
sources: [{ name: rows, type: csv, file: rows.csv }]
models: [{ name: all rows, source: ref(rows) }]
defaults: { limits: { spill_directory: "\${env.SPILL:-spilled}" } }
`,
    "rows.csv": "n\n1\n",
    target: "",
  });
  for (const args of [
    ["run", "all rows"],
    ["show", "all rows"],
    ["why", "all rows"],
  ]) {
    const { code, stderr } = await runCli(args, { cwd });
    expect(stderr).toContain("A file stands where a folder belongs");
    expect([1, 6]).toContain(code);
  }
  const spill = await runCli(["query", "rows", "from rows"], { cwd, env: { SPILL: "rows.csv" } });
  expect(spill.stderr).toContain("error[spill-directory-unusable]");
  // What keeps no results needs no folder for them.
  expect((await runCli(["query", "rows", "from rows"], { cwd })).code).toBe(0);
  expect((await runCli(["sources", "check"], { cwd })).code).toBe(0);
});
