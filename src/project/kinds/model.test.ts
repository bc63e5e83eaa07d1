import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

const SOURCES = `
sources:
  - { name: files, type: csv, file: a.csv }
  - { name: db, type: sqlite, database: a.db }
`;

async function faults(text: string): Promise<string[]> {
  return told(await projectOf(SOURCES + text));
}

test("SQL is kept as written, but for blanks at its end", async () => {
  const project = await projectOf(`${SOURCES}
models:
  - name: a
    source: ref(db)
    sql: |4

        select 1; -- one
        ;
`);
  expect(told(project)).toEqual([]);
  expect(project.models[0]?.type === "sql" && project.models[0].sql).toBe("\nselect 1; -- one\n;");
});

test("a comma that ends a text between braces is told once", async () => {
  expect(
    await faults(`
models:
  - { name: a, source: ref(db), sql: select a, b, c from t }
  - { name: b, source: ref(db), sql: select a, columns: [] }
`),
  ).toEqual([
    "7:48 error unknown-key: `b` is not a field of a model. (Between `{` and `}` a comma ends a value: write that of `sql` in quotes.)",
  ]);
});

test("a script model knows its folder, its output and its environment", async () => {
  const project = await projectOf(
    `models:
  - name: a
    args: [node, "\${env.SCRIPT}"]
    cwd: tools
    table_name: rows
    format: ndjson
    timeout: 5m
    env: { TOKEN: "\${env.TOKEN}" }
    null_values: NA
    allow_empty: true
    fresh_for: 2h
    columns: [{ name: id, type: int64 }, { name: price, type: "decimal(10, 2)" }]
`,
    { variables: { SCRIPT: "a.js" } },
  );
  expect(told(project)).toEqual([
    expect.stringContaining("8:19 warning unset-variable: The environment variable `TOKEN`"),
  ]);
  expect(project.models[0]).toMatchObject({
    type: "script",
    args: ["node", "a.js"],
    directory: "/project/tools",
    tableName: "rows",
    format: "ndjson",
    timeout: 300_000,
    env: { TOKEN: { parts: [{ variable: "TOKEN" }] } },
    nullValues: ["NA"],
    allowEmpty: true,
    freshFor: 7_200_000,
    columns: [
      { name: "id", type: "int64" },
      { name: "price", type: "decimal(10,2)" },
    ],
    problems: [],
  });
});

test("a model takes over how long its source stays fresh", async () => {
  const project = await projectOf(`
sources: [{ name: db, type: sqlite, database: a, fresh_for: 1h }]
models: [{ name: a, sql: select 1 }, { name: b, sql: select 1, fresh_for: 90 }]
`);
  expect(project.models.map(({ freshFor }) => freshFor)).toEqual([3_600_000, 90_000]);
});

test("the only source is the default one", async () => {
  const project = await projectOf(`
sources: [{ name: db, type: sqlite, database: a }]
models: [{ name: a, sql: select 1 }]
`);
  expect(told(project)).toEqual([]);
  expect(project.models[0]).toMatchObject({ source: { name: "db" }, usesDefaultSource: true });
});

test("without a default, a model has to name one of several sources", async () => {
  expect(await faults("models: [{ name: a, sql: select 1 }]")).toEqual([
    "5:12 error no-source: `a` names no source and the project has no default one. (Add `source: ref(…)` to the model, or `source_name` to `defaults`.)",
  ]);
});

test("a default source that does not exist is told once, and its models cannot run", async () => {
  const project = await projectOf(`
defaults: { source_name: dbb }
sources: [{ name: db, type: sqlite, database: a }, { name: dc, type: sqlite, database: a }]
models: [{ name: a, sql: select 1 }, { name: b, sql: select 1 }]
`);
  expect(told(project)).toEqual([
    "2:26 error unknown-default-source: The default source `dbb` does not exist. (Did you mean `db`?)",
  ]);
  expect(project.models.map(({ problems }) => problems.length)).toEqual([1, 1]);
});

test("only a model on a file may leave out its SQL", async () => {
  expect(
    await faults(`
models:
  - { name: a, source: ref(files) }
  - { name: b, source: ref(db) }
  - { name: c, source: ref(db), sql: " ; " }
  - { name: d, models: [ref(a)] }
`),
  ).toEqual([
    "8:7 error model-without-sql: A model on `db` needs `sql`: only sources that are files have one table, and this one is of type `sqlite`.",
    "9:38 error empty-expression: `sql` holds no SQL.",
    "10:7 error missing-field: A merge model needs `sql`, which is missing here. (Add `sql: …`.)",
  ]);
});

test("every fault of a script model is told", async () => {
  expect(
    await faults(`
models:
  - args: []
    format: xml
    timeout: soon
    columns: [{ name: a, type: datte }]
    env: [A]
  - name: b
    args: node a.js
    sql: select 1
`),
  ).toEqual([
    "7:5 error missing-field: A script model needs `name`, which is missing here. (Add `name: …`.)",
    "7:11 error wrong-value: The value of `args` is not valid: it names no command.",
    "8:13 error wrong-choice: `xml` is not a value of `format`. (Known here: `arrow`, `csv`, `json`, `ndjson`, `parquet`, `tsv`.)",
    "9:14 error wrong-type: `timeout` needs a length of time such as `30s`, `5m` or `1h`, but this is text.",
    "10:32 error wrong-choice: `datte` is not a value of `type`. (Did you mean `date`?)",
    "11:10 error wrong-type: `env` needs a mapping of keys to values, but this is a list. (Write its keys without `- ` before them.)",
    "13:11 error wrong-type: `args` needs a list, but this is text. (Items of a list begin with `- `.)",
    "14:5 error unknown-key: `sql` is not a field of a script model. (Known here: `allow_empty`, `args`, `columns`, `cwd`, `delimiter`, `description`, `env`, `format`, `fresh_for`, `header`, `inputs`, `name`, `null_values`, `table_name`, `tags`, `timeout`.)",
  ]);
});
