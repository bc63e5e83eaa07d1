import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { COMMANDS } from "../src/cli/command-table.js";
import { runCli, startCli } from "./support/cli.js";
import { runCommand } from "./support/command.js";
import { temporaryFolder, writeProject } from "./support/project.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const shop = {
  "headwater.yml": `
name: shop
sources:
  - { name: orders, type: csv, file: orders.csv }
models:
  - { name: all orders, source: ref(orders) }
  - name: double
    models: [ref(all orders)]
    sql: select region, amount * 2 as amount from "all orders" order by region
traces:
  - name: by region
    model: ref(all orders)
    cohort_on: ?{ region }
    order_by: ["?{ amount }"]
    columns: { note: "?{ note }" }
    props: { type: bar, x: "?{ region }", y: "?{ amount }" }
dashboards:
  - name: main
    rows: [{ items: [{ chart: { name: chart, traces: [ref(by region)] } }] }]
`,
  "orders.csv": `region,amount,note\nnorth,1,\nsouth,2,"a, b"\nnorth,3,\n`,
};

/** The project with one more trace, whose column does not exist. */
const halfBroken = {
  ...shop,
  "headwater.yml": shop["headwater.yml"]
    .replace(
      "dashboards:",
      `  - { name: wrong, model: ref(all orders), props: { type: bar, x: "?{ regoin }" } }\ndashboards:`,
    )
    .replace("[ref(by region)]", "[ref(by region), ref(wrong)]"),
};

const scripted = {
  "headwater.yml": `
name: scripted
models:
  - { name: numbers, args: [node, numbers.mjs] }
`,
  "numbers.mjs": `console.log("n,text\\n1,007\\n2,x");\n`,
};

test("the version is answered without loading anything else", async () => {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  expect(await runCli(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  const { packages, modules } = staticImports("main.cjs");
  expect([...packages]).toEqual([]);
  expect([...modules]).toEqual(["main.cjs", "rolldown-runtime.cjs"]);
});

test("compile opens few files and no package", () => {
  const { packages, modules } = staticImports("main.cjs", "program.cjs", "project.cjs");
  expect([...packages]).toEqual([]);
  expect(modules.size).toBeLessThan(12);
});

test("compile opens no part of Node that takes long: cryptography, network, processes, threads", () => {
  const { ofNode } = staticImports("main.cjs", "program.cjs", "project.cjs");
  const quick = ["events", "fs", "fs/promises", "module", "os", "path", "process", "url"];
  expect([...ofNode].filter((name) => !quick.includes(name))).toEqual([]);
  expect(staticImports("postgresql.js").ofNode).toContain("crypto");
});

test("readers open neither the grammar of projects nor that of command lines", () => {
  const sources = readdirSync(join(root, "src/sources")).filter((folder) =>
    existsSync(join(root, "dist/bundle", `${folder}.js`)),
  );
  expect(sources).toEqual(expect.arrayContaining(["bigquery", "csv", "postgresql", "snowflake"]));
  const readers = ["reader-main", "source-service", "embedded-service", ...sources];
  const { modules } = staticImports(...readers.map((name) => `${name}.js`));
  const holders = (files: Iterable<string>, word: string) =>
    [...files].filter((file) => textOf(file).includes(word));
  const command = ["program.cjs", "project.cjs", "results.cjs", "run.cjs"];
  for (const word of ["$ZodType", "CommanderError"]) {
    expect(holders(command, word)).not.toEqual([]);
    expect(holders(modules, word)).toEqual([]);
  }
});

test("every command shows its options with an example", async () => {
  const { stdout } = await runCli(["--help"]);
  const names = [...stdout.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name = ""]) => name);
  expect(names).toEqual(Object.keys(COMMANDS));
  for (const name of names) {
    const { code, stdout: help } = await runCli(["help", name]);
    expect(code).toBe(0);
    for (const part of ["--project-dir", "--environment", "--json", `$ headwater ${name}`]) {
      expect(help).toContain(part);
    }
  }
});

test("wrong usage exits 2 and says what was meant", async () => {
  const cases: [string[], string][] = [
    [["compil"], "Did you mean `compile`?"],
    [["deploy"], "no hosted service"],
    [["run", "--reues"], "--reuse"],
    [["show"], "missing required argument `name`"],
    [["show", "x", "--format", "xml"], "`xml` is invalid"],
    [["show", "x", "--limit", "many"], "`many` is not a number of rows"],
    [["show", "x", "--format", "parquet"], "-o rows.parquet"],
    [["serve", "--port", "99999"], "not a port"],
    [["compile", "--project-dir", "nowhere"], "`nowhere` is not a folder"],
    [["run", "one", "two"], "too many arguments"],
  ];
  for (const [args, part] of cases) {
    const { code, stdout, stderr } = await runCommand(args, { cwd: await temporaryFolder() });
    expect([args, code, stdout]).toEqual([args, 2, ""]);
    expect(stderr.toLowerCase()).toContain(part.toLowerCase());
  }
});

test("compile prints faults with their place and a summary, and exits 1", async () => {
  const cwd = await writeProject({
    ...shop,
    "headwater.yml": shop["headwater.yml"].replace("cohort_on", "cohort_by"),
  });
  const { code, stdout, stderr } = await runCli(["compile"], { cwd });
  expect([code, stderr]).toEqual([1, ""]);
  expect(stdout).toContain("--> headwater.yml:13:5\n");
  expect(stdout).toContain("13 |     cohort_by: ?{ region }\n   |     ^^^^^^^^^\n");
  expect(stdout).toMatch(/^\d+ objects, 1 error, 0 warnings in \d+\.\d\d s$/m);
});

test("compile --json is one document with framed diagnostics", async () => {
  const good = await runCommand(["compile", "--json"], { cwd: await writeProject(shop) });
  expect(good.code).toBe(0);
  expect(JSON.parse(good.stdout)).toMatchObject({
    project: "shop",
    environment: "default",
    objects: { source: 1, model: 2, trace: 1, chart: 1, dashboard: 1 },
    errors: 0,
    warnings: 0,
    diagnostics: [],
  });
  const bad = await runCommand(["compile", "--json"], {
    cwd: await writeProject({ "headwater.yml": "models:\n  - nmae: x\n    sql: select 1\n" }),
  });
  expect(bad.code).toBe(1);
  const { diagnostics } = JSON.parse(bad.stdout);
  const unknown = diagnostics.find(({ code }: { code: string }) => code === "unknown-key");
  expect(unknown).toMatchObject({ severity: "error", at: { start: { line: 2, column: 5 } } });
  expect(unknown.frame.lines[1]).toBe("  - nmae: x");
});

test("a folder without a project exits 1 with the next step", async () => {
  for (const command of [["compile"], ["run"], ["show", "x"], ["explain", "x"], ["serve"]]) {
    const { code, stdout, stderr } = await runCommand(command, { cwd: await temporaryFolder() });
    expect([command, code]).toEqual([command, 1]);
    expect(stdout + stderr).toContain("headwater init");
  }
});

test("init writes a project that runs at once, and overwrites nothing", async () => {
  const cwd = await temporaryFolder();
  const { code, stdout } = await runCli(["init", "shop"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain("cd shop");
  const yaml = await readFile(join(cwd, "shop", "headwater.yml"), "utf8");
  expect(yaml.trimEnd().split("\n").length).toBeLessThanOrEqual(60);
  expect(await readFile(join(cwd, "shop", ".gitignore"), "utf8")).toBe(
    ".env*\ntarget/\n.headwater/\n",
  );
  const [, schema = ""] = /^# yaml-language-server: \$schema=(.*)\n/.exec(yaml) ?? [];
  const printed = await runCli(["schema"], { cwd });
  expect(await readFile(join(cwd, "shop", schema), "utf8")).toBe(printed.stdout);
  const compiled = await runCli(["compile"], { cwd: join(cwd, "shop") });
  expect(compiled.stdout).toMatch(/, 0 errors, 0 warnings in /);
  const ran = await runCli(["run"], { cwd: join(cwd, "shop") });
  expect([ran.code, ran.stdout]).toEqual([0, ""]);
  const again = await runCli(["init", "shop"], { cwd });
  expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("headwater.yml")]);
});

test("run tells each job on standard error, one line each, and a summary", async () => {
  const { code, stdout, stderr } = await runCli(["run"], { cwd: await writeProject(shop) });
  expect([code, stdout]).toEqual([0, ""]);
  expect(stderr).toMatch(/^✓ by region +3 rows +\d+\.\d\d s$/m);
  expect(stderr).toMatch(/^1 job: 1 built in \d+\.\d\d s$/m);
  for (const line of stderr.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
});

test("run --json prints one event per line and nothing else", async () => {
  const { stdout, stderr } = await runCli(["run", "--json"], { cwd: await writeProject(shop) });
  expect(stderr).toBe("");
  const types = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).type);
  expect([types[0], types.at(-1)]).toEqual(["run-start", "run-done"]);
  expect(types).toContain("job-done");
});

test("a failing job is shown at once with its place, the rest is published, and the exit code is 3", async () => {
  const cwd = await writeProject(halfBroken);
  const { code, stderr } = await runCli(["run"], { cwd });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^✗ wrong +failed/m);
  expect(stderr).toMatch(/^✓ by region/m);
  expect(stderr).toContain("?{ regoin }");
  expect(stderr).toMatch(/^2 jobs: 1 built, 1 failed in /m);
});

test("show runs what has no result yet and says so; rows alone go to standard output", async () => {
  const cwd = await writeProject(shop);
  const first = await runCli(["show", "by region", "--json"], { cwd });
  expect(first.stderr).toContain("`by region` has no result yet: it is run first.");
  const records = [
    { "props.x": "north", "props.y": 1, "columns.note": null, cohort: "north" },
    { "props.x": "north", "props.y": 3, "columns.note": null, cohort: "north" },
    { "props.x": "south", "props.y": 2, "columns.note": "a, b", cohort: "south" },
  ];
  expect(JSON.parse(first.stdout)).toEqual(records);
  const second = await runCli(["show", "by region", "--format", "json"], { cwd });
  expect([second.stderr, second.stdout]).toEqual(["", first.stdout]);
  const csv = await runCli(["show", "by region", "--format", "csv"], { cwd });
  expect(csv.stdout).toBe(
    'props.x,props.y,columns.note,cohort\nnorth,1,,north\nnorth,3,,north\nsouth,2,"a, b",south\n',
  );
});

test("show of a model has its columns alone; a table is cut at the limit, and that is said", async () => {
  const cwd = await writeProject(shop);
  const ndjson = await runCommand(["show", "double", "--format", "ndjson"], { cwd });
  expect(
    ndjson.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { region: "north", amount: 2 },
    { region: "north", amount: 6 },
    { region: "south", amount: 4 },
  ]);
  const table = await runCommand(["show", "double", "--limit", "2"], { cwd });
  expect(table.stdout).toBe("region  amount\n──────  ──────\nnorth        2\nnorth        6\n");
  expect(table.stderr).toBe("2 of 3 rows; `--limit` shows more.\n");
});

test("show writes files, Parquet for models among them", async () => {
  const cwd = await writeProject(shop);
  const parquet = await runCommand(["show", "double", "--format", "parquet", "-o", "d.parquet"], {
    cwd,
  });
  expect([parquet.code, parquet.stdout]).toEqual([0, ""]);
  expect((await readFile(join(cwd, "d.parquet"))).subarray(0, 4).toString()).toBe("PAR1");
  await runCommand(["show", "double", "--format", "csv", "-o", "d.csv"], { cwd });
  expect(await readFile(join(cwd, "d.csv"), "utf8")).toBe(
    "region,amount\nnorth,2\nnorth,6\nsouth,4\n",
  );
});

test("a file that cannot be written is the user's matter, not a fault of ours", async () => {
  const cwd = await writeProject(shop);
  for (const format of ["csv", "parquet"]) {
    const args = ["show", "double", "--format", format, "-o", "nowhere/d"];
    const { code, stderr } = await runCommand(args, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain("`nowhere/d` cannot be written");
  }
});

test("show of an unknown or unfit name exits 1 and names what is near", async () => {
  const cwd = await writeProject(shop);
  const unknown = await runCommand(["show", "by regoin"], { cwd });
  expect([unknown.code, unknown.stdout]).toEqual([1, ""]);
  expect(unknown.stderr).toContain("Did you mean `by region`?");
  expect((await runCommand(["show", "chart"], { cwd })).stderr).toContain("`chart` is a chart");
});

test("show of what cannot be run exits as the run did", async () => {
  const { code, stdout, stderr } = await runCommand(["show", "wrong"], {
    cwd: await writeProject(halfBroken),
  });
  expect([code, stdout]).toEqual([3, ""]);
  expect(stderr).toContain("regoin");
});

test("explain prints the SQL of each step under a comment that says where it goes", async () => {
  const cwd = await writeProject(shop);
  const { code, stdout } = await runCommand(["explain", "double"], { cwd });
  expect(code).toBe(0);
  expect(stdout).toBe(
    "-- model:double: run by the embedded DuckDB\n" +
      'select region, amount * 2 as amount from "all orders" order by region\n\n' +
      "-- model:all orders: read in place from orders (csv)\n" +
      'select * from "orders"\n',
  );
  const json = await runCommand(["explain", "by region", "--json"], { cwd });
  expect(JSON.parse(json.stdout)).toMatchObject({
    id: "trace:by region",
    steps: [{ how: "sent", source: { name: "orders", type: "csv" } }],
    diagnostics: [],
  });
  expect(existsSync(join(cwd, "target"))).toBe(false);
});

test("scripts run only when trusted, and without a terminal nothing asks", async () => {
  const cwd = await writeProject(scripted);
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const refused = await runCommand(["run"], { cwd, env });
  expect(refused.code).toBe(5);
  expect(refused.stderr).toContain("--trust");
  const trusted = await runCommand(["show", "numbers", "--json", "--trust"], { cwd, env });
  expect(JSON.parse(trusted.stdout)).toEqual([
    { n: 1, text: "007" },
    { n: 2, text: "x" },
  ]);
  expect((await runCommand(["run"], { cwd, env })).code).toBe(0);
  const elsewhere = { XDG_STATE_HOME: await temporaryFolder() };
  expect((await runCommand(["run"], { cwd, env: elsewhere })).code).toBe(5);
  expect(
    (await runCommand(["run"], { cwd, env: { ...elsewhere, HEADWATER_TRUST: "1" } })).code,
  ).toBe(0);
});

test("HEADWATER_TRUST in a file of the project trusts nothing", async () => {
  const cwd = await writeProject({ ...scripted, ".env": "HEADWATER_TRUST=1\n" });
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  expect((await runCommand(["run"], { cwd, env })).code).toBe(5);
});

test("Ctrl-C stops a run with exit code 130", async () => {
  const cwd = await writeProject({
    "headwater.yml": `models: [{ name: slow, args: [node, slow.mjs] }]`,
    "slow.mjs": `import { writeFileSync } from "node:fs";
writeFileSync("started", "");
setInterval(() => {}, 1000);`,
  });
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const child = startCli(["run", "--trust"], { cwd, env });
  const ended = new Promise((resolve) => void child.once("close", resolve));
  while (!(await readdir(cwd)).includes("started")) {
    await new Promise((resolve) => void setTimeout(resolve, 20));
  }
  child.kill("SIGINT");
  expect(await ended).toBe(130);
});

interface StaticImports {
  readonly packages: ReadonlySet<string>;
  readonly modules: ReadonlySet<string>;
  readonly ofNode: ReadonlySet<string>;
}

/** What a built module loads before any of its code runs. */
function staticImports(...open: string[]): StaticImports {
  const packages = new Set<string>();
  const modules = new Set<string>();
  const ofNode = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (modules.has(file)) continue;
    modules.add(file);
    const text = textOf(file).replace(/^\(function \([^)]*\) \{/, "");
    const imports = file.endsWith(".cjs")
      ? /^(?:(?:let|const) \w+ = [\w.(]*)?require\("([^"]+)"\)/gm
      : /^(?:import |(?:import|export)\b[^"';]*?\bfrom )"([^"]+)";/gm;
    for (const [, from = ""] of text.matchAll(imports)) {
      if (from.startsWith(".")) open.push(join(dirname(file), from));
      else if (from.startsWith("node:")) ofNode.add(from.slice("node:".length));
      else packages.add(from);
    }
    // Packages that were put in ask for parts of Node where they are run.
    for (const [, name = ""] of text.matchAll(
      /^\t+(?!.*Promise\.resolve).*require\("node:([^"]+)"\)/gm,
    ))
      ofNode.add(name);
  }
  return { packages, modules, ofNode };
}

function textOf(file: string): string {
  return readFileSync(join(root, "dist/bundle", file), "utf8");
}

test.each([[[]], [["--json"]]])(
  "explain shows no secret that a template or the environment has put into it %j",
  async (format: string[]) => {
    const cwd = await writeProject({
      "headwater.yml": `
name: shop
sources: [{ name: d, type: csv, file: a.csv }]
models:
  - name: asked
    source: ref(d)
    sql: select '{{ env_var('API_TOKEN') }}' as token
  - name: printed
    args: [curl, -H, "Authorization: {{ env_var('API_TOKEN') }}"]
    env: { TOKEN: "\${env.API_TOKEN}" }
`,
      "a.csv": "n\n1\n",
    });
    for (const name of ["asked", "printed"]) {
      const env = { API_TOKEN: "t0ken-canary-1" };
      const { code, stdout, stderr } = await runCommand(["explain", name, ...format], { cwd, env });
      expect([code, stdout]).toEqual([0, expect.stringContaining("***")]);
      expect(stdout + stderr).not.toContain("canary");
    }
  },
);
