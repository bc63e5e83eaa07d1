/** What surrounds a command: dead processes, pipes, full tables of files, folders without rights. */
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { processIdentity } from "../../src/disk/process-identity.js";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";

const BIN = fileURLToPath(new URL("../../bin/headwater.js", import.meta.url));
const shop = {
  "headwater.yml": `
name: shop
sources: [{ name: files, type: csv, file: a.csv }]
models: [{ name: rows, source: ref(files), sql: select * from files }]
traces: [{ name: one, model: ref(rows), props: { type: bar, x: "?{ a }" } }]
`,
  "a.csv": "a\n1\n",
};

test.skipIf(process.platform !== "linux")(
  "the lock of a run that was killed and that nobody has reaped is taken over",
  async () => {
    const cwd = await writeProject(shop);
    expect((await runCli(["run"], { cwd })).code).toBe(0);
    // The shell becomes a program that never asks about its child.
    const parent = spawn("sh", ["-c", "sleep 600 & echo $!; exec sleep 600"]);
    onTestFinished(() => void parent.kill("SIGKILL"));
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once("data", (text) => resolve(Number(String(text))));
    });
    const about = (field: string, id: number | undefined) =>
      execFileSync("ps", ["-o", `${field}=`, "-p", String(id)], { encoding: "utf8" });
    await expect.poll(() => about("comm", parent.pid)).toMatch(/^sleep/);
    process.kill(pid, "SIGKILL");
    await expect.poll(() => about("stat", pid)).toMatch(/^Z/);
    const since = new Date().toISOString();
    const holder = { pid, host: hostname(), process: processIdentity(pid), token: "t", since };
    writeFileSync(join(cwd, "target", "default", "lock"), JSON.stringify(holder));
    const run = await runCli(["run"], { cwd });
    expect([run.code, run.stderr]).toEqual([0, expect.stringContaining("1 built")]);
  },
);

test.skipIf(process.platform === "win32")("an include that is a pipe is refused", async () => {
  const cwd = await writeProject({ "headwater.yml": "name: x\nincludes: [pipe.yml, more]\n" });
  execFileSync("mkdir", [join(cwd, "more")]);
  for (const path of ["pipe.yml", "more/pipe.yml"]) execFileSync("mkfifo", [join(cwd, path)]);
  const { code, stdout } = await runCli(["compile"], { cwd });
  expect([code, stdout]).toEqual([
    1,
    expect.stringContaining("`pipe.yml` is neither a file nor a folder"),
  ]);
  const root = await writeProject({});
  execFileSync("mkfifo", [join(root, "headwater.yml")]);
  expect((await runCli(["compile"], { cwd: root })).code).toBe(1);
});

test.skipIf(process.platform === "win32")(
  "whatever a project names as a file is refused where it is a pipe or a device",
  async () => {
    const server = "host: 127.0.0.1, username: u, database: d";
    for (const [source, told] of [
      ["type: duckdb, database: data/pipe", "file-not-readable"],
      ["type: sqlite, database: data/pipe", "file-not-readable"],
      ["type: csv, file: data/pipe", "file-not-readable"],
      ["type: json, file: /dev/zero", "file-not-readable"],
      ["type: parquet, file: data/pipe", "file-not-readable"],
      ["type: excel, file: data/pipe", "file-not-readable"],
      [
        `type: postgresql, ${server}, sslmode: verify-full, sslrootcert: data/pipe`,
        "source-authority-unreadable",
      ],
      [`type: postgresql, ${server}, passfile: data/pipe`, "source-client-file"],
      ["type: bigquery, project: p, credentials_file: data/pipe", "source-credentials-unusable"],
    ] as const) {
      const yaml = `name: x\nsources: [{ name: s, ${source} }]\n`;
      const cwd = await writeProject({ "headwater.yml": yaml, "data/a": "" });
      execFileSync("mkfifo", [join(cwd, "data/pipe")]);
      const { stderr } = await runCli(["query", "s", "select 1", "--trust"], { cwd });
      expect([source, stderr]).toEqual([source, expect.stringContaining(`error[${told}]`)]);
    }
    for (const [name, yaml] of [
      [".env", "name: x\n"],
      ["x.json", `name: "{{ read_json_file('x.json') }}"\n`],
    ] as const) {
      const cwd = await writeProject({ "headwater.yml": yaml });
      execFileSync("mkfifo", [join(cwd, name)]);
      const { code, stdout } = await runCli(["compile"], { cwd });
      expect([name, code, stdout]).toEqual([name, 1, expect.stringContaining("not a file")]);
    }
  },
);

test("`query` writes nothing into the project, and a run that cannot says so in one sentence", async () => {
  // As it is for everybody but root where a folder is read-only.
  const cwd = await writeProject({ ...shop, target: "a file" });
  const query = await runCli(["query", "files", "select * from files", "--format", "csv"], { cwd });
  expect([query.code, query.stdout, query.stderr]).toEqual([0, "a\n1\n", ""]);
  const run = await runCli(["run"], { cwd });
  expect([run.code, run.stderr.match(/^error\[.*/gm)]).toEqual([
    6,
    [expect.stringContaining("error[out-of-disk]: Results cannot be written below")],
  ]);
});

test.skipIf(process.platform === "win32")(
  "too few files that may be open are told in one sentence",
  async () => {
    const cwd = await writeProject(shop);
    for (const most of [24, 40]) {
      const command = `ulimit -n ${most}; exec "${process.execPath}" "${BIN}" run`;
      const child = spawn("sh", ["-c", command], { cwd });
      let stderr = "";
      child.stderr.on("data", (text) => (stderr += String(text)));
      const code = await new Promise((resolve) => void child.once("close", resolve));
      expect([most, code, stderr]).toEqual([
        most,
        expect.toSatisfy((one) => one === 0 || one === 6 || one === 3),
        expect.not.stringMatching(/\n\s+at |internal-error/),
      ]);
    }
  },
);

test("what ends a command is JSON where `--json` was given", async () => {
  const cwd = await writeProject(shop);
  const broken = await writeProject({ "headwater.yml": "sources: [{ name: x, type: nothing }]\n" });
  for (const [args, folder, code] of [
    [["show", "nothing", "--json"], cwd, "unknown-object"],
    [["query", "nothing", "select 1", "--json"], cwd, "unknown-source"],
    [["query", "files", "select nothing", "--json"], cwd, "query-name-unknown"],
    [["explain", "nothing", "--json"], cwd, "unknown-object"],
    [["why", "nothing", "--json"], cwd, "unknown-object"],
    [["sources", "tables", "nothing", "--json"], cwd, "unknown-source"],
    [["compile", "--json"], broken, "unknown-source-type"],
    [["run", "--nothing", "--json"], cwd, "wrong-usage"],
    [["show", "--json"], cwd, "wrong-usage"],
    [["nothing", "--json"], cwd, "unknown-command"],
  ] as const) {
    const { code: exit, stdout } = await runCli(args, { cwd: folder });
    const found = JSON.parse(stdout) as { diagnostics: { code: string }[] };
    expect([args, exit === 0, found.diagnostics.map((one) => one.code)]).toEqual([
      args,
      false,
      expect.arrayContaining([code]),
    ]);
  }
});
