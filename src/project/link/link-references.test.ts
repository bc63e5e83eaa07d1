import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

async function faults(text: string, options = {}): Promise<string[]> {
  return told(await projectOf(text, options));
}

test("references are checked for the kind that is needed", async () => {
  const text = `
models: [{ name: m, args: [a] }, { name: j, sql: select 1, models: [ref(t)] }]
traces: [{ name: t, model: ref(m) }]
charts: [{ name: c, traces: [ref(m), ref(t)], selector: ref(c) }]
dashboards: [{ name: d, rows: [{ name: top, items: [{ table: ref(c) }, { chart: ref(top) }] }] }]
`;
  expect(await faults(text)).toEqual([
    "2:69 error wrong-reference-kind: `t` is a trace, but a model is needed here.",
    "4:30 error wrong-reference-kind: `m` is a model, but a trace is needed here.",
    "4:57 error wrong-reference-kind: `c` is a chart, but a selector is needed here.",
    "5:62 error wrong-reference-kind: `c` is a chart, but a table is needed here.",
    "5:81 error wrong-reference-kind: `top` is a row, but a chart is needed here.",
  ]);
});

test("an unknown name is told with near ones of the kind that is needed, case included", async () => {
  const text = `
models: [{ name: Orders, args: [a] }]
traces:
  - { name: order, model: ref(orders) }
  - { name: x, model: ref(somewhere else entirely) }
`;
  expect(await faults(text)).toEqual([
    "4:27 error unknown-reference: Nothing in this project is named `orders`. (Did you mean `Orders`?)",
    "5:23 error unknown-reference: Nothing in this project is named `somewhere else entirely`. (Known here: `Orders`.)",
  ]);
});

test("text, numbers and lists are no references", async () => {
  const text = `
models: [{ name: m, args: [a] }]
traces:
  - { name: a, model: m }
  - { name: b, model: 1 }
  - { name: c, model: [ref(m)] }
  - { name: d, model: "ref(m" }
  - { name: e, model: "\${ref(m).props}" }
selectors: [{ name: s, options: [{ name: t }] }]
`;
  expect(await faults(text)).toEqual([
    "4:23 error not-a-reference: `model` needs a reference, but `m` is plain text. (Write `ref(m)`.)",
    "5:23 error wrong-type: `model` needs a reference such as `ref(name)`, or the model itself, but this is the number 1.",
    "6:23 error wrong-type: `model` needs a reference such as `ref(name)`, or the model itself, but this is a list.",
    "7:23 error not-a-reference: `model` needs a reference, but `ref(m` is plain text. (`ref(` is not closed by a `)`.)",
    "8:23 warning reference-rest-ignored: `.props` after the reference has no effect here.",
    "9:34 error wrong-type: `options[0]` needs a reference such as `ref(name)`, but this is a mapping.",
  ]);
});

test("places in the project lead to objects, in included files and inside others as well", async () => {
  const text = `
traces:
  - { name: a, model: "\${project.models[1]}" }
  - { name: b, model: "\${ project.charts[0].traces[0].model }" }
  - { name: c, model: "\${project.models[7]}" }
charts: [{ traces: [{ model: { args: [x] } }] }]
models: [{ name: m, args: [a] }]
`;
  const project = await projectOf(text, {
    included: { "more.yml": "models: [{ name: n, args: [a] }]" },
  });
  expect(told(project)).toEqual([
    "5:23 error unknown-path: `${project.models[7]}` does not lead to an object of this project. (Refer to the object by its name: `ref(name)`.)",
  ]);
  const models = project.traces.map(({ name, model }) => [name, model?.name]);
  expect(models).toEqual([
    ["a", "n"],
    ["b", "charts[0].traces[0].model"],
    ["c", undefined],
    ["charts[0].traces[0]", "charts[0].traces[0].model"],
  ]);
});

test("places may be written with the older names of keys", async () => {
  const project = await projectOf(`
targets: [{ name: db, type: sqlite, database: a.db }]
models:
  - { name: a, sql: select 1, target: "\${project.targets[0]}" }
  - { name: b, sql: select 1, target: { type: sqlite, database: b.db } }
  - { name: c, sql: select 1, source: "\${project.models[1].target}" }
`);
  expect(told(project)).toEqual([]);
  expect(project.models.map((model) => model.type === "sql" && model.source?.name)).toEqual([
    "db",
    "b.source",
    "b.source",
  ]);
});

test("an object that is written inside another one can be referred to by its name", async () => {
  const project = await projectOf(`
charts:
  - name: c
    traces: [{ name: inner, model: { name: deep, args: [a] } }]
tables: [{ name: t, traces: [ref(inner)] }]
traces: [{ name: other, model: ref(deep) }]
`);
  expect(told(project)).toEqual([]);
  expect(project.tables[0]?.traces[0]).toBe(project.charts[0]?.traces[0]);
});

test("an alias is the same object in a second place", async () => {
  const project = await projectOf(`
charts:
  - { name: a, traces: [&t { name: t, model: { args: [x] } }] }
  - { name: b, traces: [*t] }
`);
  expect(told(project)).toEqual([]);
  expect(project.charts[1]?.traces[0]).toBe(project.charts[0]?.traces[0]);
});

test("a name that is used twice is told at the second place, whatever its case", async () => {
  const project = await projectOf(
    `
models: [{ name: sales, args: [a] }]
charts: [{ name: c, traces: [{ name: Sales, model: ref(sales) }] }]
dashboards: [{ name: d, rows: [{ name: c }] }]
`,
    { included: { "more.yml": "models: [{ name: sales, args: [b] }]" } },
  );
  expect(told(project)).toEqual([
    "3:38 error duplicate-name: The name `Sales` of this trace differs only in case from `sales`, a model. (Objects of one kind have different names, as do models and traces, and all that a selector may show. Rename one of them.)",
    "4:40 error duplicate-name: The name `c` of this row is already that of a chart. (Objects of one kind have different names, as do models and traces, and all that a selector may show. Rename one of them.)",
    "more.yml:1:18 error duplicate-name: The name `sales` of this model is already that of a model. (Objects of one kind have different names, as do models and traces, and all that a selector may show. Rename one of them.)",
  ]);
  const [first] = project.diagnostics;
  expect(first?.related).toMatchObject([{ at: { start: { line: 2, column: 18 } } }]);
  expect(project.models.map(({ type, name }) => [type, name])).toEqual([["script", "sales"]]);
  expect(project.charts[0]).toMatchObject({ traces: [], problems: [{ code: "duplicate-name" }] });
});

test("objects of which no reference could mean both may have one name, and each is found", async () => {
  const project = await projectOf(`
sources: [{ name: Revenue, type: sqlite, database: a.db }]
models: [{ name: revenue, source: ref(Revenue), sql: select 1 as name }]
traces: [{ name: by month, model: ref(revenue), props: { type: bar, x: "?{ name }" } }]
charts: [{ name: Revenue, traces: [ref(by month)] }]
dashboards: [{ name: Revenue, rows: [{ items: [{ chart: ref(Revenue) }] }] }]
tests: [{ name: revenue, assertions: [">{ ref(revenue).name[0] == 1 }"] }]
`);
  expect(told(project)).toEqual([]);
  expect(project.traces[0]?.model?.id).toBe("model:revenue");
  const [item] = project.dashboards[0]?.rows[0]?.items ?? [];
  expect(item?.content).toMatchObject({ chart: { id: "chart:Revenue" } });
});

test("compat mode tells names apart by their case, as version 1.0 did, but warns", async () => {
  const text = `
models: [{ name: Sales, args: [a] }, { name: sales, args: [b] }, { name: sales, args: [c] }]
traces: [{ name: t, model: ref(sales) }, { name: T, model: ref(Sales) }]
`;
  const project = await projectOf(text, { compat: true });
  expect(told(project).map((line) => line.slice(0, line.indexOf(" (")))).toEqual([
    "2:46 warning name-differs-in-case: The names `sales` and `Sales` differ only in case, as version 1.0 allowed.",
    "2:74 error duplicate-name: The name `sales` of this model is already that of a model.",
    "3:50 warning name-differs-in-case: The names `T` and `t` differ only in case, as version 1.0 allowed.",
  ]);
  expect(project.traces.map(({ name, model }) => [name, model?.name])).toEqual([
    ["t", "sales"],
    ["T", "Sales"],
  ]);
});

test("a circle is told once with its way, and objects outside it are whole", async () => {
  const project = await projectOf(`
models:
  - { name: a, sql: x, models: [ref(b)] }
  - { name: b, sql: x, models: [ref(c), ref(d)] }
  - { name: c, sql: x, models: [ref(a)] }
  - { name: d, args: [x] }
  - { name: self, sql: x, models: [ref(self)] }
  - { name: user, sql: x, models: [ref(a)] }
`);
  expect(told(project)).toEqual([
    "5:33 error cycle: These objects need each other: a → b → c → a. (Break the circle by removing one of the references.)",
    "7:36 error cycle: These objects need each other: self → self. (Break the circle by removing one of the references.)",
  ]);
  expect(project.models.map(({ name, problems }) => `${name} ${problems.length}`)).toEqual([
    "a 0",
    "b 0",
    "c 1",
    "d 0",
    "self 1",
    "user 0",
  ]);
});

test("a chain of ten thousand merges is no circle and takes no stack", async () => {
  const models = Array.from({ length: 10_000 }, (_, i) =>
    i === 9_999
      ? `  - { name: m${i}, args: [a] }`
      : `  - { name: m${i}, sql: x, models: [ref(m${i + 1})] }`,
  );
  const project = await projectOf(`models:\n${models.join("\n")}\n`);
  expect(told(project)).toEqual([]);
  expect(project.models).toHaveLength(10_000);
});

test("what may be declared in a file that could not be read is not reported as unknown", async () => {
  const text = "traces: [{ name: t, model: ref(m) }, { name: u, modle: ref(m) }]";
  const project = await projectOf(text, { included: { "broken.yml": "models: [\n  - {" } });
  const here = told(project).filter((line) => !line.startsWith("broken.yml"));
  expect(here).toEqual([expect.stringContaining("1:49 error unknown-key")]);
  expect(project.traces[0]?.problems).toMatchObject([{ code: "unknown-reference" }]);
});

test("what may be declared in a list that is wrong is not reported, whatever the list is called", async () => {
  const models = "models: [{ name: m, sql: x, source: ref(s) }]";
  for (const list of ["sources", "targets"]) {
    expect(await faults(`${list}: { name: s }\n${models}`)).toEqual([
      expect.stringMatching(/^1:10 error wrong-type/),
    ]);
  }
});

test("names have limits", async () => {
  expect(
    await faults(`charts: [{ name: "" }, { name: "a\\tb" }, { name: ${"x".repeat(129)} }]`),
  ).toEqual([
    "1:18 error wrong-name: A name has 1 to 128 characters, none of them a control character.",
    "1:32 error wrong-name: A name has 1 to 128 characters, none of them a control character.",
    "1:50 error wrong-name: A name has 1 to 128 characters, none of them a control character.",
  ]);
});
