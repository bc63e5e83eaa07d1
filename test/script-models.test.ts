/**
 * Script models as their user runs them: what reaches the script, what becomes of its output, who
 * may run it.
 */
import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { startCli, type CliOptions } from "./support/cli.js";
import { runCommand } from "./support/command.js";
import { temporaryFolder, writeProject } from "./support/project.js";

const PROJECT = `
sources: [{ name: regions, type: csv, file: regions.csv }]
models:
  - { name: titles, source: ref(regions) }
  - { name: seen, args: [./probe.sh, "a b", "$HOME", "*"], cwd: tools, env: { GREETING: "{{ env_var('GREETING') }}", N: 8080, FLAG: true, EMPTY: "", GONE: ~ } }
  - { name: inherited, args: [node, -p, "JSON.stringify([{ own: process.env.OWN, hidden: process.env.HEADWATER_TRUST }])"] }
  - name: staff
    args: [printf, 'n;007;;é "x"\\ns;12;NA;y\\n']
    table_name: people
    header: false
    delimiter: ";"
    null_values: NA
    columns: [{ name: region, type: text }, { name: badge, type: text }, { name: age, type: int32 }, { name: name, type: text }]
  - name: joined
    models: [ref(titles), ref(staff)]
    sql: select title, badge, p.name from titles join staff.people p on p.region = titles.id order by badge
  - { name: nothing, args: ["true"], allow_empty: true, columns: [{ name: id, type: int64 }] }
`;

const PROBE = `#!/bin/sh
echo "word,value"
for word in "$@"; do echo "arg,$word"; done
echo "cwd,$(basename "$(pwd)")"
env | grep -v -e ^PATH= -e ^PWD= -e ^SHLVL= -e ^_= -e ^OLDPWD= | sort | sed 's/=/,/'
cat
`;

const FAULTY = `
sources: [{ name: regions, type: csv, file: regions.csv }]
models:
  - { name: titles, source: ref(regions) }
  - { name: half, args: [node, -e, "console.log('a\\\\n1'); console.error('disk full: ' + process.env.TOKEN); process.exitCode = 3"], env: { TOKEN: "\${env.TOKEN}" } }
  - { name: slow, args: [sleep, "60"], timeout: 1s }
  - { name: ragged, args: [printf, 'a,b\\n1,2\\n3\\n'] }
  - { name: unfit, args: [printf, 'id,n\\n1,2\\n2,many\\n'], columns: [{ name: n, type: int64 }] }
  - { name: missing, args: [no-such-program-here] }
  - { name: hollow, args: ["true"] }
`;

const regions = "id,title\nn,North\ns,South\n";

async function project(yaml: string): Promise<CliOptions & { cwd: string }> {
  const cwd = await writeProject({ "headwater.yml": yaml, "regions.csv": regions });
  const env = { XDG_STATE_HOME: await temporaryFolder(), GREETING: 'say "hi" \\ $X', OWN: "yes" };
  return { cwd, env: { ...env, TOKEN: "t0ken-c4n4ry" } };
}

async function rowsOf(name: string, options: CliOptions): Promise<unknown> {
  const { stdout, stderr, code } = await runCommand(["show", name, "--format", "json"], options);
  expect(code === 0 ? "" : stderr).toBe("");
  return JSON.parse(stdout);
}

test("a script gets its arguments and variables as they are written, and its output becomes a table", async () => {
  const options = await project(PROJECT);
  await writeProjectFile(options.cwd, "tools/probe.sh", PROBE);
  const { code, stderr } = await runCommand(["run", "--all", "--trust"], options);
  expect(code === 0 ? "" : stderr).toBe("");
  expect(await rowsOf("seen", options)).toEqual(
    [
      ["arg", "a b"],
      ["arg", "$HOME"],
      ["arg", "*"],
      ["cwd", "tools"],
      ["EMPTY", null],
      ["FLAG", "true"],
      ["GREETING", 'say "hi" \\ $X'],
      ["N", "8080"],
    ].map(([word, value]) => ({ word, value })),
  );
  expect(await rowsOf("inherited", options)).toEqual([{ own: "yes" }]);
  expect(await rowsOf("staff", options)).toEqual([
    { region: "n", badge: "007", age: null, name: 'é "x"' },
    { region: "s", badge: "12", age: null, name: "y" },
  ]);
  expect(await rowsOf("joined", options)).toEqual([
    { title: "North", badge: "007", name: 'é "x"' },
    { title: "South", badge: "12", name: "y" },
  ]);
  expect(await rowsOf("nothing", options)).toEqual([]);
});

test("each fault of a script is told with its cause, and the rest is published", async () => {
  const options = await project(FAULTY);
  const { code, stderr } = await runCommand(["run", "--all", "--trust"], options);
  expect(code).toBe(3);
  for (const said of [
    "[script-failed]: The script of `half` ended with exit code 3; what it printed is not used.",
    "disk full: ***",
    "[script-timed-out]: The script of `slow` was stopped, because it took longer than 1 s.",
    "[script-output-unreadable]",
    "line 3 has another number of values than the first one: 1, not 2",
    "[declared-type-unfit]: `unfit` declares `n` as `int64`, but in row 2 it is `many`.",
    "[script-not-started]",
    "`no-such-program-here`: there is no such program",
    "[script-output-empty]: The script of `hollow` printed neither columns nor rows.",
  ]) {
    expect(stderr).toContain(said);
  }
  expect(stderr).not.toContain("t0ken-c4n4ry");
  expect(stderr).toContain("6 failed");
  expect(await rowsOf("titles", options)).toHaveLength(2);
});

test("a change of a file that a pattern of `inputs` matches makes the result old, and no other", async () => {
  const cat = { args: "[cat, data/a.csv]", inputs: '["data/{a,b}.csv", "data/report [1].csv"]' };
  const options = await project(`
models: [{ name: joined, args: ${cat.args}, inputs: ${cat.inputs} }]
`);
  const files = ["data/a.csv", "data/c.csv", "data/report [1].csv"];
  for (const file of files) await writeProjectFile(options.cwd, file, "id\n1\n");
  const run = async () => {
    const { code, stderr } = await runCommand(["run", "--all", "--reuse", "--trust"], options);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("script-input-missing")]);
    return /\b1 built\b/.test(stderr);
  };
  expect(await run()).toBe(true);
  expect(await run()).toBe(false);
  await writeProjectFile(options.cwd, "data/a.csv", "id\n12\n");
  expect(await run()).toBe(true);
  await writeProjectFile(options.cwd, "data/b.csv", "id\n1\n");
  expect(await run()).toBe(true);
  await writeProjectFile(options.cwd, "data/report [1].csv", "id\n12\n");
  expect(await run()).toBe(true);
  for (const other of ["data/c.csv", "data/{c}.csv", "data/report 1.csv"]) {
    await writeProjectFile(options.cwd, other, "id\n123\n");
    expect(await run()).toBe(false);
  }
});

test("inputs that are not there are told, with what is there instead", async () => {
  const options = await project(`
models: [{ name: joined, args: [echo, id], inputs: [dat/*.csv, data/*.cvs, data, data/a.csv, .] }]
`);
  await writeProjectFile(options.cwd, "data/a.csv", "id\n1\n");
  const { code, stderr } = await runCommand(["run", "--all", "--trust"], options);
  expect(code).toBe(0);
  expect(stderr.match(/\[script-input-missing\].*/g)).toHaveLength(4);
  for (const said of [
    "`joined` names `.` among its `inputs`, but there is no such file.",
    "name the files that are read there, such as `*.csv`.",
    "`joined` names `dat/*.csv` among its `inputs`, but there is no such file.",
    "Did you mean `data`?",
    "`data/*.cvs`",
    "Known here: `a.csv`.",
    "It is a folder: its files are `data/**`.",
  ]) {
    expect(stderr).toContain(said);
  }
});

test("a pattern that cannot be right fails its model at its place, and the rest runs", async () => {
  const options = await project(`
sources: [{ name: regions, type: csv, file: regions.csv }, { name: many, type: csv, file: "[z-a].csv" }]
models:
  - { name: titles, source: ref(regions) }
  - { name: rows, source: ref(many) }
  - { name: lines, args: [echo, id], inputs: "[z-a].csv" }
`);
  const { code, stderr } = await runCommand(["run", "--all", "--trust"], options);
  expect(code).toBe(1);
  expect(stderr).not.toContain("internal-error");
  expect(stderr).toMatch(/headwater\.yml:2:\d+[\s\S]*headwater\.yml:6:\d+/);
  expect(new Set(stderr.match(/\[[a-z]{3,}-[a-z-]+\]/g))).toEqual(
    new Set(["[path-pattern-wrong]"]),
  );
  expect(await rowsOf("titles", options)).toHaveLength(2);
});

test("without trust scripts are refused and the rest runs; a changed command is refused again", async () => {
  const options = await project(PROJECT.replace("./probe.sh", "echo"));
  await writeProjectFile(options.cwd, "tools/keep", "");
  const refused = await runCommand(["run", "--all"], options);
  expect(refused.code).toBe(5);
  expect(refused.stderr).toContain("The script model `staff` was not run");
  expect(await rowsOf("titles", options)).toHaveLength(2);
  expect((await runCommand(["run", "staff", "--trust"], options)).code).toBe(0);
  expect((await runCommand(["run", "staff"], options)).code).toBe(0);

  const file = join(options.cwd, "headwater.yml");
  await writeFile(file, (await readFile(file, "utf8")).replace("N: 8080", "M: 8080"));
  const again = await runCommand(["run", "staff"], options);
  expect(again.code).toBe(5);
  expect(again.stderr).toContain("project-not-trusted");
});

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "a run that %s stops leaves no process of its scripts behind",
  async (signal) => {
    const options = await project(
      `models: [{ name: slow, args: [sh, -c, "sleep 1000 & echo $! > child; wait"] }]\n`,
    );
    const run = startCli(["run", "--trust"], options);
    const ended = new Promise((resolve) => void run.once("close", resolve));
    const file = join(options.cwd, "child");
    const written = () => readFile(file, "utf8").catch(() => "");
    await expect.poll(written, PATIENT).toMatch(/\d\n/);
    const pid = Number(await readFile(file, "utf8"));
    expect(isRunning(pid)).toBe(true);
    run.kill(signal);
    expect(await ended).toBe(130);
    await expect.poll(() => isRunning(pid), PATIENT).toBe(false);
  },
);

/** A machine under load takes its time. */
const PATIENT = { timeout: 20_000 };

/** A process that nobody has waited for is not running, though it still has its number. */
function isRunning(pid: number): boolean {
  const text = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  return /^[^Z\s]/.test(text);
}

async function writeProjectFile(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text, { mode: 0o755 });
}
