/**
 * Source types of plugins, from the manifest to the rows: what an untrusted project may see of them
 * and a trusted one gets.
 */
import { tableFromArrays, tableToIPC } from "@uwdata/flechette";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "./support/cli.js";
import { runCommand } from "./support/command.js";
import { json, startScriptedHttp, type HttpStep } from "./servers/scripted-http.js";
import { copyExample } from "./support/flights-demo.js";
import { readChapter } from "./support/guide-chapter.js";
import { temporaryFolder, writeFiles, writeProject } from "./support/project.js";

const MANIFEST = {
  contract: 1,
  type: "probe",
  description: "A source for tests.",
  module: "./index.js",
};

/**
 * A project with a source `probe` of a plugin whose module is this text, and a model that asks it
 * for everything.
 */
async function projectOf(
  module: string,
  manifest: Readonly<Record<string, unknown>> = {},
  source = "",
): Promise<string> {
  return writeProject({
    "headwater.yml": `plugins: [headwater-source-probe]
sources:
  - { name: probe, type: probe${source} }
  - { name: own, type: csv, file: own.csv }
models:
  - { name: asked, source: ref(probe), sql: select 1 }
  - { name: mine, source: ref(own), sql: select * from own }
`,
    "own.csv": "a\n1\n",
    "node_modules/headwater-source-probe/package.json": '{ "type": "module" }',
    "node_modules/headwater-source-probe/headwater-source.json": JSON.stringify({
      ...MANIFEST,
      ...manifest,
    }),
    "node_modules/headwater-source-probe/index.js": module,
  });
}

/** The module of a source with these columns that yields these batches, written in JavaScript. */
function yielding(columns: string, batches: string, more = ""): string {
  return `export const sourceType = (kit) => ({
    open: () => ({
      async *check() {},
      describe: async () => ${columns},
      stream: async () => ({ columns: ${columns}, batches: ${batches} }),
      catalog: async () => [],
      close: async () => {},
      ${more}
    }),
  });\n`;
}

async function show(cwd: string, ...more: string[]) {
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const shown = await runCommand(["show", "asked", "--json", "--trust", ...more], { cwd, env });
  return { ...shown, rows: shown.stdout === "" ? [] : (JSON.parse(shown.stdout) as unknown) };
}

test("the code of a plugin is not loaded for a project that is not trusted; the rest of it runs", async () => {
  const marker = join(await temporaryFolder(), "loaded");
  const module = `import { writeFileSync } from "node:fs";
writeFileSync(${JSON.stringify(marker)}, "");
${yielding("[{ name: 'n', type: 'int64' }]", "[[[1]]]")}`;
  const cwd = await projectOf(module);
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const run = (...args: string[]) => runCommand(args, { cwd, env });

  expect(await run("compile")).toMatchObject({ code: 0 });
  const { code, stderr } = await run("run", "--all");
  expect(code).toBe(5);
  expect(stderr.match(/error\[project-not-trusted\]/g)).toHaveLength(1);
  expect(await run("show", "mine", "--format", "csv")).toMatchObject({ stdout: "a\n1\n" });
  expect(await run("query", "probe", "select 1")).toMatchObject({ code: 5 });
  expect(await run("sources", "check")).toMatchObject({ code: 5 });
  expect(await run("sources", "tables", "probe")).toMatchObject({ code: 5 });
  expect(await run("explain", "asked")).toMatchObject({ code: 0 });
  expect(await run("test")).toMatchObject({ code: 0 });
  expect(existsSync(marker)).toBe(false);

  expect(await run("run", "--all", "--trust")).toMatchObject({ code: 0 });
  expect(existsSync(marker)).toBe(true);
  expect(await run("query", "probe", "select 1", "--format", "csv")).toMatchObject({
    stdout: "n\n1\n",
  });
});

test("rows, Arrow bytes and batches of a plugin arrive exactly, also from a process of its own", async () => {
  const columns = "[{ name: 'n', type: 'int64' }, { name: 's', type: 'text' }]";
  const arrow = tableToIPC(tableFromArrays({ n: [1n, 9007199254740993n], s: ["a", null] }), {
    format: "stream",
  });
  const base64 = Buffer.from(arrow ?? []).toString("base64");
  const sources = {
    rows: "[[[1, 'a'], [9007199254740993n, null]]]",
    arrow: `[Buffer.from("${base64}", "base64")]`,
    batches: `(() => {
      const [n, s] = [kit.createColumnBuilder("int64"), kit.createColumnBuilder("text")];
      n.appendNumber(1); n.appendBigInt(9007199254740993n); s.appendText("a"); s.appendNull();
      return [kit.finishBatch([n, s], 2)];
    })()`,
  };
  for (const [form, batches] of Object.entries(sources)) {
    const isolation = form === "rows" ? "process" : "thread";
    const cwd = await projectOf(yielding(columns, batches), { isolation });
    expect([form, (await show(cwd)).rows]).toEqual([
      form,
      [
        { n: 1, s: "a" },
        { n: "9007199254740993", s: null },
      ],
    ]);
  }
});

test("a value that does not fit its column makes that a column of text, with a warning", async () => {
  const columns = "[{ name: 'n', type: 'int16' }]";
  const cwd = await projectOf(yielding(columns, "[[[1], [40000]]]"));
  const { rows, stderr } = await show(cwd);
  expect(rows).toEqual([{ n: "1" }, { n: "40000" }]);
  expect(stderr).toContain("warning[column-read-as-text]");
});

test.each([
  ["has no export", "export const other = 1;", "its module has no export `sourceType`"],
  ["does not load", "import './nowhere.js';", "Cannot find module"],
  ["exports something else", "export const sourceType = { open: 1 };", "has no function `open`"],
  ["opens nothing", "export const sourceType = { open: () => 1 };", "does not make a source"],
  ["throws", yielding("[]", "(() => { throw new Error('no luck') })()"), "no luck"],
  ["has an unknown type", yielding("[{ name: 'n', type: 'number' }]", "[]"), "`number`"],
  ["has a short row", yielding("[{ name: 'n', type: 'text' }]", "[[[]]]"), "a list of 1 values"],
  [
    "has a batch of other columns",
    yielding("[{ name: 'n', type: 'text' }]", "[{ rows: 1, columns: [] }]"),
    "does not have the columns",
  ],
])("a plugin that %s is told as its own fault", async (_, module, reason) => {
  const { code, stderr } = await show(await projectOf(module));
  expect(code).toBe(3);
  expect(stderr).toContain("error[plugin-failed]: The plugin `headwater-source-probe` failed:");
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(reason);
});

test("what a plugin says of a failure is shown without the source's secrets", async () => {
  const module = `export const sourceType = (kit) => ({ open: ({ token }) => {
    throw kit.failure("The token " + token + " is too old.", { hint: "Ask for a new one." });
  } });`;
  const fields = { token: { type: "string", description: "The token.", "x-secret": true } };
  const config = { type: "object", properties: fields };
  const cwd = await projectOf(module, { config }, ", token: verysecret");
  const { stderr } = await show(cwd);
  expect(stderr).toContain("error[source-failed]: The token *** is too old.");
  expect(stderr).toContain("hint: Ask for a new one.");
  const listed = await runCommand(["sources", "check", "probe", "--json"], { cwd });
  expect(listed.stdout).toContain("token");
  expect(listed.stdout + listed.stderr + stderr).not.toContain("verysecret");
});

test("what a plugin prints does not mix with the results", async () => {
  const module = `console.log("hello");\n${yielding("[{ name: 'n', type: 'text' }]", "[[['x']]]")}`;
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const args = ["show", "asked", "--format", "csv", "--trust"];
  const { stdout, stderr } = await runCli(args, { cwd: await projectOf(module), env });
  expect(stdout).toBe("n\nx\n");
  expect(stderr).toContain("hello");
});

test("a statement that takes longer than the source's `timeout` is stopped", async () => {
  const batches =
    "(async function* () { await new Promise(() => setInterval(() => {}, 1000)); })()";
  const module = yielding("[{ name: 'n', type: 'text' }]", batches);
  const { code, stderr } = await show(await projectOf(module, {}, ", timeout: 1"));
  expect(code).toBe(3);
  expect(stderr).toContain("error[query-timed-out]");
});

/** The guide's plugin for a service, at a server with this script. */
async function guidesRates(...steps: readonly HttpStep[]) {
  const chapter = readChapter(join(import.meta.dirname, "../docs/guide/plugins.md"));
  const module = chapter.find((step) => step.kind === "file" && step.path.includes("rates"));
  const server = await startScriptedHttp(...steps);
  const text = (name: string) => ({ type: "string", description: name, "x-secret": true });
  const config = { type: "object", properties: { url: text("Where."), token: text("The login.") } };
  const fields = `, url: "${server.url}", token: verysecret`;
  const content = module?.kind === "file" ? module.content : "";
  return { server, cwd: await projectOf(content, { config }, fields) };
}

test("the guide's plugin for a service reads its pages through faults, with every digit", async () => {
  const { server, cwd } = await guidesRates(
    json({ rates: [{ day: "2026-03-01", rate: 1.5 }], next: "b" }),
    json({}, 503),
    (response) => response.end('{"rates": [{"day": "2026-03-02", "rate": 1234567890.12345678}]}'),
  );
  expect((await show(cwd)).rows).toEqual([
    { day: "2026-03-01", rate: "1.50000000" },
    { day: "2026-03-02", rate: "1234567890.12345678" },
  ]);
  expect(server.requests.map(({ path }) => path)).toEqual([
    "/rates",
    "/rates?page=b",
    "/rates?page=b",
  ]);
  expect(server.requests[0]?.headers.authorization).toBe("Bearer verysecret");
});

test.each<[string, HttpStep, string]>([
  ["refuses the token", json({ error: "old" }, 401), "source-login-failed"],
  ["is overloaded for long", json({}, 503, { "retry-after": "100" }), "source-connection-lost"],
  ["sends a page", (response) => response.end("<p>Welcome"), "source-failed"],
])("a service of a plugin that %s is told with the fitting code", async (_, step, code) => {
  const { cwd } = await guidesRates(step);
  const { code: exit, stderr } = await show(cwd);
  expect(exit).toBe(3);
  expect(stderr).toContain(`error[${code}]: \`probe\``);
  expect(stderr).not.toContain("verysecret");
});

test("the example's log is read, grouped and drawn, and lines that do not fit are told", async () => {
  const example = copyExample("plugin");
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  try {
    expect(await example.headwater(["run"], env)).toMatchObject({ code: 5 });
    expect(await example.headwater(["run", "--trust"], env)).toMatchObject({ code: 0 });
    const slow = await example.headwater(["show", "slow requests", "--format", "csv"], env);
    expect(slow.stdout.split("\n").slice(0, 2)).toEqual([
      "path,requests,slowest",
      expect.stringMatching(/^\/orders,\d+,\d+$/),
    ]);
    const drawn = await example.headwater(["show", "requests by minute", "--json"], env);
    const rows = JSON.parse(drawn.stdout) as { "props.y": number }[];
    expect(rows.reduce((sum, row) => sum + row["props.y"], 0)).toBe(60);

    await writeFiles(example.directory, { "data/2026-03-03.log": "what is this\n" });
    const failed = await example.headwater(["query", "requests", "select * from data"], env);
    expect(failed.stderr).toContain("Line 1 of `2026-03-03.log` does not match.");
    expect(failed.stderr).toContain("what is this");
    const checked = await example.headwater(["sources", "check", "requests"], env);
    expect(checked.code).toBe(3);
  } finally {
    example.remove();
  }
});
