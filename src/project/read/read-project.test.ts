import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { EnvValue } from "../env-value.js";
import type { ReadResult } from "../read-result.js";
import type { YamlNode } from "../yaml-node.js";
import { createRenderer } from "./jinja/renderer.js";
import { readProject, type ReadOptions } from "./read-project.js";

const folders: string[] = [];
const renderer = createRenderer();

afterAll(async () => {
  await renderer.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Writes files into a new folder. */
function projectOf(files: Record<string, string | Buffer>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "headwater-read-")));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

function read(
  files: Record<string, string | Buffer>,
  processEnv: Record<string, string> = {},
  options: Partial<ReadOptions> = {},
): Promise<ReadResult> {
  return readProject({ directory: projectOf(files), processEnv, renderer, ...options });
}

/** `severity code file:line:column message` of each diagnostic. */
function said({ diagnostics }: ReadResult): string[] {
  return diagnostics.map(({ severity, code, message, at }) => {
    const place = at ? `${at.file}:${at.start.line}:${at.start.column} ` : "";
    return `${severity} ${code} ${place}${message}`;
  });
}

function valueOf(node: YamlNode | undefined): unknown {
  if (node === undefined) return undefined;
  if (node.kind === "list") return node.items.map(valueOf);
  if (node.kind === "map")
    return Object.fromEntries(node.entries.map(({ key, value }) => [key, valueOf(value)]));
  return node.value instanceof EnvValue ? { env: node.value.parts } : node.value;
}

function rootValue(result: ReadResult): unknown {
  expect(said(result)).toEqual([]);
  return valueOf(result.files[0]?.root);
}

async function valuesOf(yaml: string, processEnv: Record<string, string> = {}): Promise<unknown> {
  return rootValue(await read({ "headwater.yml": yaml }, processEnv));
}

async function mistakesOf(
  yaml: string | Buffer,
  processEnv: Record<string, string> = {},
): Promise<string[]> {
  return said(await read({ "headwater.yml": yaml }, processEnv));
}

// Finding the project

test("the root file is found from a folder below it", async () => {
  const root = projectOf({ "headwater.yml": "name: p\n", "a/b/c.txt": "" });
  const result = await readProject({ directory: join(root, "a", "b"), processEnv: {} });
  expect(result.root).toBe(root);
  expect(result.files.map(({ file, directory }) => [file, directory])).toEqual([
    ["headwater.yml", root],
  ]);
  expect(result.inputs).toEqual([join(root, "headwater.yml"), join(root, ".env")]);
  expect(result.sourceFiles.get("headwater.yml")).toBe("name: p\n");
});

test("a folder without a project is an error and an empty result", async () => {
  const result = await readProject({ directory: "/", processEnv: {} });
  expect(said(result)).toEqual([
    "error project-not-found No project file in `/` or any folder above it.",
  ]);
  expect(result.files).toEqual([]);
});

test("an empty root file is read without a tree", async () => {
  const result = await read({ "headwater.yml": "# nothing\n" });
  expect(said(result)).toEqual([]);
  expect(result.files[0]?.root).toBeUndefined();
});

// Compat mode

test("compat mode follows the root file's name unless the project says otherwise", async () => {
  const compat = async (name: string, yaml: string): Promise<boolean> =>
    (await read({ [name]: yaml })).compat;
  expect(await compat("headwater.yml", "name: p\n")).toBe(false);
  expect(await compat("project.visivo.yml", "name: p\n")).toBe(true);
  expect(await compat("visivo_project.yml", "name: p\n")).toBe(true);
  expect(await compat("headwater.yml", "defaults:\n  compat: '1.0'\n")).toBe(true);
  expect(await compat("headwater.yml", "defaults:\n  # c\n\n  threads: 2\n  compat: 1.0\n")).toBe(
    true,
  );
  expect(await compat("headwater.yml", "defaults: { compat: '1.0' }\n")).toBe(true);
  expect(await compat("project.visivo.yml", "defaults:\n  compat: false\n")).toBe(false);
});

test("yes and no are booleans in compat mode only", async () => {
  expect(await valuesOf("a: yes\nb: Off\n")).toEqual({ a: "yes", b: "Off" });
  const result = await read({ "project.visivo.yml": "a: yes\nb: Off\nc: 'yes'\n" });
  expect(rootValue(result)).toEqual({ a: true, b: false, c: "yes" });
});

test("an undefined name is an error, and in compat mode a warning and empty text", async () => {
  const yaml = "a: 1\nb: '{{ foo }}'\n";
  expect(await mistakesOf(yaml)).toEqual([
    "error jinja-undefined headwater.yml:2:8 `foo` is not defined in this template.",
  ]);
  const result = await read({ "project.visivo.yml": yaml });
  expect(said(result)).toEqual([
    "warning jinja-undefined-is-empty project.visivo.yml:2:8 `foo` is not defined in this template; it stands for nothing.",
  ]);
  expect(valueOf(result.files[0]?.root)).toEqual({ a: 1, b: "" });
});

// The environment

test("the process wins over the named environment's file, and that over `.env`", async () => {
  const files = {
    "headwater.yml": "name: p\n",
    ".env": "A=1\nB=1\nC=1\n",
    ".env.prod": "B=2\nC=2\n",
  };
  const { environment, inputs } = await read(files, { C: "3" }, { environment: "prod" });
  expect(environment.name).toBe("prod");
  expect(["A", "B", "C", "D"].map((name) => environment.get(name))).toEqual([
    "1",
    "2",
    "3",
    undefined,
  ]);
  expect(["A", "B", "C", "D"].map((name) => environment.origin(name))).toEqual([
    ".env:1",
    ".env.prod:1",
    "the process environment",
    undefined,
  ]);
  expect(inputs.some((path) => path.endsWith(".env.prod"))).toBe(true);
  expect(process.env["A"]).toBeUndefined();
});

test("the environment's name comes from `HEADWATER_ENV` when none is given, and its file may be missing", async () => {
  const result = await read({ "headwater.yml": "name: p\n" }, { HEADWATER_ENV: "staging" });
  expect(result.environment.name).toBe("staging");
  expect(said(result)).toEqual([]);
  const bad = await read({ "headwater.yml": "name: p\n" }, {}, { environment: "../x" });
  expect(said(bad)).toEqual([
    "error environment-name-invalid `../x` cannot be the name of an environment.",
  ]);
});

test("an environment without a file is told where another one has nearly its name", async () => {
  const files = { "headwater.yml": "a: 1\n", ".env.prod": "X=1\n", ".env.staging": "X=2\n" };
  const told = async (environment: string) =>
    (await read(files, {}, { environment })).diagnostics.map(
      ({ code, severity, hint }) => `${severity} ${code}: ${hint}`,
    );
  expect(await told("prd")).toEqual(["warning environment-file-missing: Did you mean `prod`?"]);
  expect(await told("prod")).toEqual([]);
  expect(await told("ci")).toEqual([]);
});

test("`.env` cannot steer Headwater, and its mistakes show no value", async () => {
  const result = await read({
    "headwater.yml": "name: p\n",
    ".env": "HEADWATER_TRUST=1\nPASSWORD s3cret\n",
  });
  expect(result.environment.get("HEADWATER_TRUST")).toBeUndefined();
  expect(result.diagnostics.map(({ code, at }) => [code, at?.start.line])).toEqual([
    ["dotenv-syntax", 2],
    ["dotenv-reserved", 1],
  ]);
  expect(JSON.stringify(result.diagnostics)).not.toContain("s3cret");
  expect(result.sourceFiles.get(".env")).toBeUndefined();
});

// Environment values

test("a lone `env_var` becomes an environment value, quoted or not, set or not", async () => {
  const yaml = `a: {{ env_var('A') }}\nb: "{{ env_var('B') }}"\nc: [ '{{ env_var("C", 5) }}' ]\nd: >-\n  {{ env_var('D', default='x y') }}\n`;
  expect(await valuesOf(yaml, { A: "12", B: 'q"uote: #' })).toEqual({
    a: { env: [{ variable: "A" }] },
    b: { env: [{ variable: "B" }] },
    c: [{ env: [{ variable: "C", fallback: "5" }] }],
    d: { env: [{ variable: "D", fallback: "x y" }] },
  });
});

test("the characters of a variable survive inside a longer value", async () => {
  const password = "p\"'\\ #: ${env.X} {{ x }}";
  const yaml = `a: pg://{{ env_var('P') }}@h\nb: "x{{ env_var('P') }}"\nsql: |\n  select '{{ env_var('P') }}'\nn: 1{{ env_var('N') }}\n`;
  expect(await valuesOf(yaml, { P: password, N: "23" })).toEqual({
    a: `pg://${password}@h`,
    b: `x${password}`,
    sql: `select '${password}'\n`,
    n: 123,
  });
  expect(await valuesOf(`a: "{{ 'x' ~ env_var('P') }}"\n`, { P: "$1 ${env.X}" })).toEqual({
    a: "x$1 ${env.X}",
  });
});

test("an unset variable stays open as part of a value", async () => {
  expect(
    await valuesOf("a: x-{{ env_var('A') }}-y\nsql: from {{ env_var('A') ~ '.t' }}\n"),
  ).toEqual({
    a: { env: ["x-", { variable: "A" }, "-y"] },
    sql: { env: ["from ", { variable: "A" }, ".t"] },
  });
});

test("conditions and filters see the real value of a variable", async () => {
  const yaml = `{% if env_var('STAGE') == 'prod' %}\na: {{ env_var('STAGE') | upper }}\n{% endif %}\nb: {{ env_var('N', 1) + 1 }}\n`;
  expect(await valuesOf(yaml, { STAGE: "prod" })).toEqual({ a: "PROD", b: 2 });
});

const DECIDING: Record<string, string> = {
  "a condition": `a: 1\n{% if env_var('S') == 'x' %}\n{% endif %}\n`,
  "an inline condition": `a: 1\nb: {{ 'x' if env_var('S') else 'y' }}\n`,
  "a condition on a name that was set to it": `{% set s = env_var('S') %}\n{% if s == 'x' %}b: 1{% endif %}\n`,
  "a loop": `a: 1\n{% for s in [env_var('S')] %}\n{% endfor %}\n`,
  "a filter that computes": `a: 1\nb: {{ env_var('S') | length }}\n`,
  "an argument of a function": `a: 1\nb: {{ to_unix(env_var('S')) }}\n`,
  "an argument that a macro loses": `{% macro m(s) %}{{ s | length }}{% endmacro %}\nb: {{ m(env_var('S')) }}\n`,
};

for (const [name, yaml] of Object.entries(DECIDING)) {
  test(`an unset variable in ${name} is an error at the tag`, async () => {
    const mistakes = await mistakesOf(yaml);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(/^error environment-variable-needed headwater\.yml:2:\d+ .*`S`/);
  });
}

test("an unset variable that is assigned and written out stays open", async () => {
  expect(await valuesOf(`{% set h = env_var('H') %}\na: "{{ h }}"\n`)).toEqual({
    a: { env: [{ variable: "H" }] },
  });
});

test("`${env.X}` becomes an environment value except in SQL and expressions", async () => {
  const yaml =
    "a: ${env.A}\nb: x-${ env.B:-d e }-y\nsql: select '${env.A}'\nc: ?{ '${env.A}' }\nd: query('${env.A}')\ne: >{ '${env.A}' }\n".replace(
      "e: >{ '${env.A}' }",
      "e: '>{ ${env.A} }'",
    );
  expect(await valuesOf(yaml)).toEqual({
    a: { env: [{ variable: "A" }] },
    b: { env: ["x-", { variable: "B", fallback: "d e" }, "-y"] },
    sql: "select '${env.A}'",
    c: "?{ '${env.A}' }",
    d: "query('${env.A}')",
    e: ">{ ${env.A} }",
  });
});

test("a misspelt reference to the environment is kept with a warning", async () => {
  expect(await mistakesOf("a: 1\nhost: ${env.DB-HOST}\n")).toEqual([
    "warning environment-reference-invalid headwater.yml:2:7 This looks like a reference to the environment, but it is kept as text.",
  ]);
});

test("an environment value knows its place", async () => {
  const result = await read({ "headwater.yml": "a: 1\nb: {c: '${env.X}'}\n" });
  const b =
    result.files[0]?.root?.kind === "map" ? result.files[0].root.get("b")?.value : undefined;
  const c = b?.kind === "map" ? b.get("c")?.value : undefined;
  const value = c?.kind === "scalar" ? c.value : undefined;
  expect(value).toBeInstanceOf(EnvValue);
  expect(value).toMatchObject({
    at: { file: "headwater.yml", start: { line: 2, column: 8 }, end: { line: 2, column: 18 } },
  });
});

// Includes

test("files and folders are included depth-first, relative to the declaring file", async () => {
  const result = await read({
    "headwater.yml": "includes:\n  - path: models/all.yml\n  - dashboards\n",
    "models/all.yml": "includes: [more/sales.yaml]\n",
    "models/more/sales.yaml": "models: []\n",
    "dashboards/b.yml": "b: 1\n",
    "dashboards/a.yaml": "a: 1\n",
    "dashboards/deep/c.yml": "c: 1\n",
    "dashboards/.hidden/d.yml": "d: 1\n",
    "dashboards/notes.md": "x",
  });
  expect(said(result)).toEqual([]);
  expect(result.files.map(({ file }) => file)).toEqual([
    "headwater.yml",
    "models/all.yml",
    "models/more/sales.yaml",
    "dashboards/a.yaml",
    "dashboards/b.yml",
    "dashboards/deep/c.yml",
  ]);
  expect(result.inputs).toContain(join(result.root, "dashboards/deep"));
});

test("a folder may be limited in depth and have exclusions", async () => {
  const files = {
    "x/a.yml": "a: 1\n",
    "x/draft-b.yml": "b: 1\n",
    "x/y/c.yml": "c: 1\n",
    "x/y/z/d.yml": "d: 1\n",
  };
  const names = async (include: string): Promise<string[]> => {
    const result = await read({ ...files, "headwater.yml": `includes:\n  - ${include}\n` });
    expect(said(result)).toEqual([]);
    return result.files.slice(1).map(({ file }) => file);
  };
  expect(await names("{path: x, depth: 0}")).toEqual(["x/a.yml", "x/draft-b.yml"]);
  expect(await names("{path: x, depth: 1}")).toEqual(["x/a.yml", "x/draft-b.yml", "x/y/c.yml"]);
  expect(await names("{path: x, exclusions: ['draft-*', y/z]}")).toEqual(["x/a.yml", "x/y/c.yml"]);
  expect(await names("{path: x, exclusions: ['**/{c,d}.yml']}")).toEqual([
    "x/a.yml",
    "x/draft-b.yml",
  ]);
  expect(await names("{path: '${env.DIR:-x}', depth: 0}")).toEqual(["x/a.yml", "x/draft-b.yml"]);
});

test("a file that lies in the folder it includes is not a cycle", async () => {
  const result = await read({ "headwater.yml": "includes: ['.']\n", "a.yml": "a: 1\n" });
  expect(said(result)).toEqual([]);
  expect(result.files.map(({ file }) => file)).toEqual(["headwater.yml", "a.yml"]);
});

test("what is wrong with an include is reported at it, and the others are read", async () => {
  const root = projectOf({
    "project/headwater.yml": `includes:
  - modles.yml
  - ../outside.yml
  - org/repo.git@v1
  - path: empty
  - paht: a.yml
  - 12
  - path: \${env.NOPE}
  - models.yml
`,
    "outside.yml": "",
    "project/empty/x.txt": "",
    "project/models.yml": "models: []\n",
  });
  const again = await readProject({ directory: join(root, "project"), processEnv: {} });
  expect(said(again).toSorted()).toEqual([
    "error environment-variable-needed headwater.yml:8:11 The environment variable `NOPE` is not set, and the text of the file depends on it.",
    "error include-git headwater.yml:4:5 `org/repo.git@v1` is in a Git repository, which is not fetched: this project is not trusted.",
    "error include-invalid headwater.yml:6:5 This include cannot be read: it has no field `paht`.",
    "error include-invalid headwater.yml:7:5 This include cannot be read: a path must be text.",
    "error include-missing headwater.yml:2:5 The included `modles.yml` does not exist.",
    "error include-outside-project headwater.yml:3:5 The included `../outside.yml` lies outside the project's folder.",
    "warning include-empty headwater.yml:5:11 The included folder `empty` has no YAML files to read.",
  ]);
  expect(again.files.map(({ file }) => file)).toEqual(["headwater.yml", "models.yml"]);
  expect(again.diagnostics.find(({ code }) => code === "include-missing")?.hint).toBe(
    "Did you mean `models.yml`?",
  );
});

test("a link out of the project is not followed", async () => {
  const outside = projectOf({ "secret.yml": "a: 1\n" });
  const root = projectOf({ "headwater.yml": "includes: [link.yml, folder]\n", "folder/b.yml": "" });
  symlinkSync(join(outside, "secret.yml"), join(root, "link.yml"));
  symlinkSync(join(outside, "secret.yml"), join(root, "folder/c.yml"));
  const result = await readProject({ directory: root, processEnv: {} });
  expect(result.diagnostics.map(({ code }) => code)).toEqual([
    "include-outside-project",
    "include-outside-project",
  ]);
  expect(result.files.map(({ file }) => file)).toEqual(["headwater.yml", "folder/b.yml"]);
});

test("cycles and duplicates are reported with their chain", async () => {
  const result = await read({
    "headwater.yml": "includes: [a.yml, b.yml, a.yml]\n",
    "a.yml": "includes:\n  - b.yml\n",
    "b.yml": "includes:\n  - a.yml\n",
  });
  expect(said(result)).toEqual([
    "error include-cycle b.yml:2:5 Files include each other in a circle: `a.yml` → `b.yml` → `a.yml`.",
    "warning include-duplicate headwater.yml:1:19 `b.yml` is included twice and read once: it came by `headwater.yml` → `a.yml` → `b.yml` before.",
    "warning include-duplicate headwater.yml:1:26 `a.yml` is included twice and read once: it came by `headwater.yml` → `a.yml` before.",
  ]);
});

test("a mistake in an included file has its place there, through Jinja too", async () => {
  const result = await read({
    "headwater.yml": "includes: [sub/a.yml]\n",
    "sub/a.yml": "{% for i in range(2) %}\na{{ i }}:\n  b: 'x\n{% endfor %}\n",
  });
  expect(result.diagnostics.map(({ code, at }) => [code, at?.file, at?.start.line])).toEqual([
    ["yaml-syntax", "sub/a.yml", 3],
  ]);
});

test("JSON files are read from beside the declaring file, and count as inputs", async () => {
  const result = await read({
    "headwater.yml": "includes: [sub/a.yml]\n",
    "sub/a.yml": "{% for n in read_json_file('data.json').names %}\n{{ n }}: 1\n{% endfor %}\n",
    "sub/data.json": '{"names": ["x", "y"]}',
  });
  expect(said(result)).toEqual([]);
  expect(valueOf(result.files[1]?.root)).toEqual({ x: 1, y: 1 });
  expect(result.inputs).toContain(join(result.root, "sub/data.json"));
});

test("`now` is the time that was given", async () => {
  const files = { "headwater.yml": "a: '{{ to_iso(now()) }}'\n" };
  const result = await read(files, {}, { now: new Date("2026-03-01T12:00:00Z") });
  expect(rootValue(result)).toEqual({ a: "2026-03-01T12:00:00+00:00" });
});

// YAML

test("scalars have the types of YAML 1.2, and long integers keep their digits", async () => {
  expect(
    await valuesOf(
      "a: 1\nb: -1.5e3\nc: 'x'\nd: ~\ne:\nf: True\ng: 0x1F\nh: 12345678901234567890\ni: 2024-01-01\nj: 1_000\nk: no\nl: '1'\nm: .5\n",
    ),
  ).toEqual({
    a: 1,
    b: -1500,
    c: "x",
    d: null,
    e: null,
    f: true,
    g: 31,
    h: "12345678901234567890",
    i: "2024-01-01",
    j: "1_000",
    k: "no",
    l: "1",
    m: 0.5,
  });
});

test("anchors, aliases and merge keys are expanded", async () => {
  const yaml = `base: &base {a: 1, b: 2}\nother: &other {b: 3, c: 4}\nx:\n  b: 9\n  <<: [*base, *other]\n  a: 8\ny: *base\n`;
  expect(await valuesOf(yaml)).toMatchObject({ x: { a: 8, b: 9, c: 4 }, y: { a: 1, b: 2 } });
});

const WRONG_TEXT: Record<string, { content: string | Buffer; says: string }> = {
  "a zero byte": {
    content: "a: 1\nb: x\0y\n",
    says: "file-character headwater.yml:2:5 The character U+0000 is not allowed in a project file.",
  },
  "a byte order mark inside the file": {
    content: "a: 1\n\uFEFFb: 2\n",
    says: "file-character headwater.yml:2:1 The character U+FEFF is not allowed in a project file.",
  },
  "text that is not UTF-8": {
    content: Buffer.from([0x61, 0x3a, 0x20, 0xff]),
    says: "file-not-utf8 headwater.yml:1:1 This file is not UTF-8 text.",
  },
  "a file of more than 16 MB": {
    content: Buffer.alloc(16 * 1024 * 1024 + 1, "#"),
    says: "file-too-large headwater.yml:1:1 This file is larger than 16 MB.",
  },
};

for (const [name, { content, says }] of Object.entries(WRONG_TEXT)) {
  test(`${name} is one clear error`, async () => {
    expect(await mistakesOf(content)).toEqual([`error ${says}`]);
  });
}

test("a byte order mark at the start is no error", async () => {
  expect(await valuesOf("\uFEFFa: 1\n")).toEqual({ a: 1 });
});

test("a template that needs too much memory is an error, and later files are read", async () => {
  const result = await read({
    "headwater.yml": "a: {{ 'a' * 10 ** 9 }}\n",
  });
  expect(said(result)).toEqual([
    "error jinja-exhausted headwater.yml:1:1 This template needs more memory than templates may use, and was stopped.",
  ]);
  expect(await valuesOf("a: {{ 1 + 1 }}\n")).toEqual({ a: 2 });
});

test("a mistake that aborts the engine is reported with its line", async () => {
  const [mistake, ...others] = await mistakesOf("a: 1\nb: {% for in [1] %}{% endfor %}\n");
  expect(others).toEqual([]);
  expect(mistake).toMatch(/^error jinja-\w+ headwater\.yml:2:4 /);
  expect(await valuesOf("a: {{ 1 + 1 }}\n")).toEqual({ a: 2 });
});
