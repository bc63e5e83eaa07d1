import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

async function faults(text: string, options = {}): Promise<string[]> {
  return told(await projectOf(text, options));
}

test("a misspelt key is told at the key with the nearest one", async () => {
  expect(await faults("charts:\n  - name: a\n    trases: []")).toEqual([
    "3:5 error unknown-key: `trases` is not a field of a chart. (Did you mean `traces`?)",
  ]);
  expect(await faults("chart: []")).toEqual([
    "1:1 error unknown-key: `chart` is not a field of a project. (Did you mean `charts`?)",
  ]);
});

test("values of traces in texts that are shown as they stand are told", async () => {
  const text = `
dashboards:
  - name: Sales \${total.y}
    description: "In \${ env.PLACE } \${total.y} by \${grain}, %{y} and \${5}"
charts:
  - name: Orders
    traces: []
    layout: { title: { text: "\${total.y} orders" } }
`;
  const hint = "(Values of traces have their place in `markdown`, an item of a dashboard's row.)";
  expect(await faults(text, { variables: { PLACE: "${total.y}" } })).toEqual([
    `3:17 warning value-in-plain-text: \`\${total.y}\` in \`name\` is shown as it stands. ${hint}`,
    "8:30 warning layout-expression: `${total.y} orders` is not evaluated: a layout takes no data.",
  ]);
  const plain = text.replace("${ env.PLACE } ", "");
  expect(await faults(plain, { compat: true })).toEqual([]);
  expect((await faults(plain)).slice(1, 3)).toEqual([
    `4:22 warning value-in-plain-text: \`\${total.y}\` in \`description\` is shown as it stands. ${hint}`,
    `4:36 warning value-in-plain-text: \`\${grain}\` in \`description\` is shown as it stands. ${hint}`,
  ]);
});

test("a wrong type is told at the value with what is needed", async () => {
  const text = `
name: 1
defaults:
  threads: many
  levels: [{ title: A }]
  time_zone: Europe/Berln
  aggregates: { a: 1 }
  compat: [1]
dashboards:
  - name: 2024
    tags: [1]
    level: { a: 1 }
    rows:
      - height: tall
        items:
          - width: 1.5
          - width: 0
            markdown: [a]
          - nothing
`;
  expect(await faults(text)).toEqual([
    '2:7 error wrong-type: `name` needs text, but this is the number 1. (Put it in quotes: `"1"`.)',
    "4:12 error wrong-type: `threads` needs a whole number, but this is text.",
    "5:14 error missing-field: A level needs `description`, which is missing here. (Add `description: …`.)",
    "6:14 error unknown-time-zone: `Europe/Berln` is not a time zone. (Did you mean `Europe/Berlin`?)",
    "7:15 error wrong-type: `aggregates` needs a list, but this is a mapping. (Items of a list begin with `- `.)",
    "8:11 error wrong-type: `compat` needs `false` or text or a number, but this is a list.",
    '10:11 error wrong-type: `name` needs text, but this is the number 2024. (Put it in quotes: `"2024"`.)',
    '11:12 error wrong-type: `tags[0]` needs text, but this is the number 1. (Put it in quotes: `"1"`.)',
    "12:12 error wrong-type: `level` needs a number or text, but this is a mapping.",
    "14:17 error wrong-choice: `tall` is not a value of `height`. (It needs one of `compact`, `xsmall`, `small`, `medium`, `large`, `xlarge`, `xxlarge` or a number.)",
    "16:20 error wrong-type: `width` needs a whole number, but this is the number 1.5.",
    "17:20 error out-of-range: `width` must be at least 1, but this is 0.",
    "18:23 error wrong-type: `markdown` needs text, but this is a list.",
    "19:13 error wrong-type: `items[2]` needs a mapping of keys to values, but this is text. (Write its fields as `key: value`, each in a line of its own.)",
  ]);
});

test("the text that a hint puts in quotes is the file's own", async () => {
  const project = (name: string) => `models: [{ name: ${name}, args: [a] }]`;
  expect(await faults(project("1.10"))).toEqual([
    '1:18 error wrong-type: `name` needs text, but this is the number 1.10. (Put it in quotes: `"1.10"`.)',
  ]);
  for (const name of ["0o17", "1e3", "0x1F", "+5", "True", ".inf"]) {
    expect((await faults(project(name)))[0]).toContain(`Put it in quotes: \`"${name}"\`.`);
  }
});

test("numbers and truth values may be written as text, lists of one as a scalar, nothing as null", async () => {
  const project = await projectOf(`
defaults: { threads: "4" }
dashboards:
  - name: a
    description:
    tags: red
    rows:
      - height: "90"
        items: [{ width: "2" }]
`);
  expect(told(project)).toEqual([]);
  expect(project.defaults.threads).toBe(4);
  expect(project.dashboards[0]).toMatchObject({
    tags: ["red"],
    rows: [{ height: 90, items: [{ width: 2 }] }],
  });
  expect(project.dashboards[0]).not.toHaveProperty("description");
});

test("a missing field is told where its mapping begins", async () => {
  expect(await faults("traces:\n  - props: { x: 1 }")).toEqual([
    "2:5 error missing-field: A trace needs `name`, which is missing here. (Add `name: …`.)",
    "2:5 error missing-field: A trace needs `model`, which is missing here. (Add `model: …`.)",
    "2:14 error missing-field: The `props` of a trace needs `type`, which is missing here. (Add `type: …`.)",
  ]);
});

test("a field under two names is told at the second", async () => {
  const text = "sources: []\ntargets: []";
  expect(await faults(text)).toEqual([
    "2:1 error field-given-twice: `targets` is another name for `sources`, which is given as well. (Keep one of them.)",
  ]);
});

test("who writes a title where there is none is told where it goes", async () => {
  const text = `
charts: [{ name: c, title: Sales }]
dashboards: [{ name: d, title: Sales }]
`;
  expect(await faults(text)).toEqual([
    "2:21 error unknown-key: `title` is not a field of a chart. (Its title stands in its layout: `layout: { title: { text: … } }`; without one it is the `name`.)",
    "3:25 error unknown-key: `title` is not a field of a dashboard. (Its `name` is its title.)",
  ]);
});

test("keys that version 1.0 wrote are accepted in silence in compat mode only", async () => {
  const text = `
cli_version: 1.0.58
defaults: { thumbnail_mode: none }
charts: [{ name: a, path: "project.charts[0]", file_path: x.yml }]
`;
  expect(await faults(text, { compat: true })).toEqual([]);
  expect(await faults(text)).toEqual([
    "2:1 warning ignored-key: `cli_version` has no effect and can be removed.",
    "3:13 warning ignored-key: `thumbnail_mode` has no effect and can be removed.",
    "4:21 error unknown-key: `path` is not a field of a chart. (Known here: `description`, `layout`, `lines`, `name`, `selector`, `tags`, `traces`.)",
    "4:48 error unknown-key: `file_path` is not a field of a chart. (Known here: `description`, `layout`, `lines`, `name`, `selector`, `tags`, `traces`.)",
  ]);
});

test("top-level keys of included files that mean nothing there are warnings", async () => {
  const included = { "more.yml": "name: b\nmodls: []\ndefaults: { threads: 1 }" };
  expect(await faults("name: a", { included })).toEqual([
    "more.yml:1:1 warning unknown-key-ignored: `name` is not a field of an included file and is ignored. (Write it in the root file.)",
    "more.yml:2:1 warning unknown-key-ignored: `modls` is not a field of an included file and is ignored. (Did you mean `models`?)",
    "more.yml:3:1 warning unknown-key-ignored: `defaults` is not a field of an included file and is ignored. (Write it in the root file.)",
  ]);
});

test("a file that is no mapping is told", async () => {
  expect(await faults("- a")).toEqual([
    "1:1 error wrong-type: `headwater.yml` needs a mapping of keys to values, but this is a list.",
  ]);
});

test("values of the environment are filled in, and a missing one is an error where it stands", async () => {
  const text = `
dashboards:
  - name: \${env.TITLE}
    description: in \${env.PLACE:-Berlin}
    rows: [{ height: "\${env.HEIGHT}", items: [{ markdown: "\${env.NONE}" }] }]
`;
  const project = await projectOf(text, { variables: { TITLE: "Sales", HEIGHT: "80" } });
  expect(told(project)).toEqual([
    "5:59 error missing-variable: The environment variable `NONE` is not set. (Set `NONE` in the environment or in `.env`.)",
  ]);
  expect(project.dashboards[0]).toMatchObject({
    name: "Sales",
    description: "in Berlin",
    rows: [{ height: 80 }],
  });
});

test("a key without a value gives way to the older name of its field", async () => {
  const text = `
sources: [{ name: s, type: csv, file: s.csv }, { name: t, type: csv, file: t.csv }]
models: [{ name: m, source: , target: ref(t) }]
`;
  const project = await projectOf(text);
  expect(told(project)).toEqual([]);
  expect(project.models[0]).toMatchObject({ source: { name: "t" }, usesDefaultSource: false });
});

test("a field is located under its older name, too", async () => {
  const project = await projectOf(`
targets: [{ name: s, type: csv, file: s.csv }]
models: [{ name: m, target: ref(s) }]
`);
  expect(project.models[0]?.locate(["source"])).toMatchObject({ start: { line: 3, column: 29 } });
});
