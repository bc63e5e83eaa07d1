/** `headwater schema` as an editor uses it: against real project files, right and wrong ones. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { schemaText } from "../src/cli/editor-schema.js";
import { runCommand } from "./support/command.js";

const root = join(import.meta.dirname, "..");
const validate = new Ajv({ strict: false, allErrors: true }).compile(
  JSON.parse(await schemaText()) as object,
);

function complaints(project: unknown): string[] {
  validate(project);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Their source types are known beside their plugins only. */
const PLUGIN_EXAMPLES = ["examples/plugin", "examples/questdb"];

const projects = [...filesIn("examples"), ...filesIn("test/scenarios").filter(isFaultless)].filter(
  (file) => isPlainYaml(file) && !PLUGIN_EXAMPLES.some((example) => file.startsWith(example)),
);

test("there are projects to look at", () => {
  expect(projects.length).toBeGreaterThan(15);
});

test.each(projects)("an editor finds nothing wrong with %s", (file) => {
  expect(complaints(parse(readFileSync(join(root, file), "utf8"), { merge: true }))).toEqual([]);
});

test.each([
  [PLUGIN_EXAMPLES[0], "pattern:"],
  [PLUGIN_EXAMPLES[1], "url:"],
])("the schema of %s knows the source types of its plugins", async (example = "", field = "") => {
  const { stdout } = await runCommand(["schema", "--project-dir", join(root, example)]);
  const check = new Ajv({ strict: false, allErrors: true }).compile(JSON.parse(stdout) as object);
  const file = readFileSync(join(root, example, "headwater.yml"), "utf8");
  expect(check(parse(file)) || check.errors).toBe(true);
  expect(check(parse(file.replace(field, `un${field}`)))).toBe(false);
});

test.each([
  ["a misspelt key", "traces: [{ name: a, model: ref(b), cohort: x }]", "/traces/0"],
  ["a trace without a model", "traces: [{ name: a }]", "/traces/0"],
  ["a trace without a name", "traces: [{ model: ref(b) }]", "/traces/0"],
  ["a word that is no choice", "selectors: [{ name: a, type: some }]", "/selectors/0/type"],
  ["a script without a command", "models: [{ name: a, args: run.sh }]", "/models/0/args"],
  ["a field of another kind of model", "models: [{ name: a, args: [x], sql: x }]", "/models/0"],
  ["an unknown type of source", "sources: [{ name: a, type: sqlit }]", "/sources/0/type"],
  ["a source without its file", "sources: [{ name: a, type: csv }]", "/sources/0"],
  ["a wrong port", "sources: [{ type: postgresql, database: a, port: 0 }]", "/sources/0/port"],
  ["a reference without ref", "charts: [{ name: a, traces: [b] }]", "/charts/0/traces/0"],
  [
    "a height that is no height",
    "dashboards: [{ name: a, rows: [{ height: tall }] }]",
    "/dashboards/0/rows/0/height",
  ],
  ["an include without a path", "includes: [{ depth: 1 }]", "/includes/0"],
])("an editor shows %s", (_, yaml, path) => {
  expect(complaints(parse(yaml)).map((text) => text.split(" ")[0])).toContain(path);
});

test.each([
  [
    "a port from the environment",
    "sources: [{ type: postgresql, database: a, port: '${env.PORT}' }]",
  ],
  ["a type from the environment", "sources: [{ type: '${env.TYPE}', name: a, file: b.csv }]"],
  ["a width from Jinja", "dashboards: [{ name: a, rows: [{ items: [{ width: '{{ w }}' }] }] }]"],
  ["an inline object without a name", "charts: [{ name: a, traces: [{ model: { sql: x } }] }]"],
  [
    "older names",
    "targets: [{ type: csv, file: a.csv }]\nmodels: [{ name: a, sql: x, target: ref(b) }]",
  ],
])("an editor accepts %s", (_, yaml) => {
  expect(complaints(parse(yaml))).toEqual([]);
});

/** Files of scenarios whose project is read without a word. */
function isFaultless(file: string): boolean {
  const [scenario = "", path] = file.split("/project/");
  if (path === undefined) return false;
  return readFileSync(join(root, scenario, "expected/diagnostics.txt"), "utf8").trim() === "";
}

/** Files that editors can parse before Jinja has: its statements stand in comments, if anywhere. */
function isPlainYaml(file: string): boolean {
  if (!/\.ya?ml$/.test(file)) return false;
  return !/^[^#\n]*\{[%#]|^\s*\{\{/m.test(readFileSync(join(root, file), "utf8"));
}

function filesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => !file.includes("target/"))
    .map((file) => join(folder, file));
}
