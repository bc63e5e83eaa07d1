import { expect, test } from "vitest";
import { z } from "zod/mini";
import { FAKE_SOURCE_TYPES, projectOf, told } from "../../../test/support/project-text.js";

test("numbers and truth values may be written as text", async () => {
  const project = await projectOf(`
sources:
  - { name: a, type: server, database: d, port: "6543", ssl: "TRUE" }
`);
  expect(told(project)).toEqual([]);
  expect(project.sources[0]?.config).toEqual({ database: "d", port: 6543, ssl: true });
});

test("every fault of a source is told at its place in one go", async () => {
  const project = await projectOf(`
sources:
  - name: a
    type: server
    prot: 1
    port: many
    password: 123
    mode: strickt
    keys: [{ file: a.pem }]
`);
  expect(told(project)).toEqual([
    "3:5 error missing-field: A source of type `server` needs `database`, which is missing here. (Add `database: …`.)",
    "5:5 error unknown-key: `prot` is not a field of a source of type `server`. (Did you mean `port`?)",
    "6:11 error wrong-type: `port` needs a number, but this is text.",
    "7:15 error wrong-type: `password` needs text, but this is a number. (Put it in quotes.)",
    "8:11 error wrong-choice: `strickt` is not a value of `mode`. (Did you mean `strict`?)",
    "9:14 error missing-field: `keys.0` needs `token`, which is missing here. (Add `token: …`.)",
  ]);
  expect(project.sources[0]?.problems).toHaveLength(6);
});

test("unknown fields are ignored with a warning in included files and in compat mode", async () => {
  const text = "sources: [{ name: a, type: csv, file: a.csv, colour: red }]";
  const warning = "`colour` is not a field of a source of type `csv` and is ignored.";
  const included = await projectOf("", { included: { "more.yml": text } });
  expect(told(included)).toEqual([
    expect.stringContaining(`more.yml:1:46 warning unknown-key-ignored: ${warning}`),
  ]);
  const compat = await projectOf(text, { compat: true });
  expect(told(compat)).toEqual([expect.stringContaining(warning)]);
  expect(compat.sources[0]).toMatchObject({ problems: [], config: { file: "a.csv" } });
});

test("an unknown type is told with the known ones and nothing else about that source", async () => {
  const project = await projectOf("sources: [{ name: a, type: sqllite, databas: x }, { name: b }]");
  expect(told(project)).toEqual([
    "1:28 error unknown-source-type: `sqllite` is not a type of source. (Did you mean `sqlite`?)",
    "1:53 error missing-field: A source needs `type`, which is missing here. (Add `type: …`.)",
  ]);
});

test("what the environment will give is not judged, and what it lacks is a warning", async () => {
  const project = await projectOf(
    `
sources:
  - name: a
    type: server
    database: \${env.DATABASE}
    port: \${env.PORT}
    mode: \${env.MODE:-strict}
    password: pre-\${env.SECRET}
`,
    { variables: { DATABASE: "shop" } },
  );
  expect(told(project)).toEqual([
    "6:11 warning unset-variable: The environment variable `PORT` is not set; what uses it cannot run. (Set `PORT` in the environment or in `.env`.)",
    "8:15 warning unset-variable: The environment variable `SECRET` is not set; what uses it cannot run. (Set `SECRET` in the environment or in `.env`.)",
  ]);
  expect(project.sources[0]?.problems).toEqual([]);
});

test("a type from a variable that is not set is a warning, and the source cannot run", async () => {
  const project = await projectOf("sources: [{ name: a, type: '${env.KIND}', whatever: 1 }]");
  expect(told(project)).toEqual([expect.stringContaining("1:28 warning unset-variable")]);
  expect(project.sources[0]).toMatchObject({
    type: "",
    problems: [{ code: "missing-variable", severity: "error" }],
  });
  const set = await projectOf("sources: [{ name: a, type: '${env.KIND}', file: a }]", {
    variables: { KIND: "csv" },
  });
  expect(told(set)).toEqual([]);
  expect(set.sources[0]?.type).toBe("csv");
});

test("paths start at the declaring file, in compat mode at the root", async () => {
  const included = { "deep/more.yml": "sources: [{ name: a, type: csv, file: a.csv }]" };
  const project = await projectOf("", { included });
  expect(project.sources[0]?.directory).toBe("/project/deep");
  const compat = await projectOf("", { included, compat: true });
  expect(compat.sources[0]?.directory).toBe("/project");
});

test("fields that do not go together are told by the type, at the source", async () => {
  const server = FAKE_SOURCE_TYPES.get("server");
  if (!server) throw new Error("The fake types have lost `server`.");
  const config = z
    .strictObject({ key: z.optional(z.string()), password: z.optional(z.string()) })
    .check(
      z.refine((fields) => !fields.key || !fields.password, "`key` takes the place of `password`."),
    );
  const sourceTypes = new Map([["server", { ...server, config }]]);
  const text = "sources: [{ name: a, type: server, key: k, password: p }]";
  expect(told(await projectOf(text, { sourceTypes }))).toEqual([
    expect.stringMatching(/^1:11 error wrong-source: .*: `key` takes the place of `password`\.$/),
  ]);
});
