/** Charts, tables, selectors and dashboards. */
import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

const DATA = `
models: [{ name: m, args: [a] }]
traces:
  - { name: t, model: ref(m), columns: { day: a, total: b }, props: { type: bar, x: "?{ c }" } }
  - { name: u, model: ref(m), columns: { day: a } }
`;

async function load(text: string, compat = false) {
  const project = await projectOf(DATA + text, { compat });
  return { project, told: told(project) };
}

test("palette names are accepted with a notice, lists of colours are kept", async () => {
  const { project, told } = await load(`
charts:
  - { name: a, layout: { colorway: High Contrast, barmode: stack } }
  - { name: b, layout: { colorway: ["#111111"] } }
  - { name: c, layout: { colorway: High Contrst } }
`);
  expect(project.charts.map(({ layout }) => layout)).toEqual([
    { barmode: "stack" },
    { colorway: ["#111111"] },
    {},
  ]);
  expect(told).toEqual([
    "8:36 warning palette-name: The palette `High Contrast` is accepted, but drawn in Headwater's own colours. (Give `colorway` a list of colours to choose them yourself.)",
    "10:36 error unknown-palette: `High Contrst` is not a palette. (Did you mean `High Contrast`?)",
  ]);
});

test("expressions in a layout are said not to be evaluated", async () => {
  const { told } = await load('charts: [{ name: a, layout: { title: { text: "?{ max(x) }" } } }]');
  expect(told).toEqual([
    "6:46 warning layout-expression: `?{ max(x) }` is not evaluated: a layout takes no data.",
  ]);
});

test("a table checks what its columns belong to", async () => {
  const { project, told } = await load(`
tables:
  - name: both
    traces: [ref(t)]
    model: ref(m)
  - name: neither
  - name: defs
    traces: [ref(t), ref(u)]
    rows_per_page: 2000
    column_defs:
      - trace_name: tt
        columns: [{ key: columns.day }]
      - columns: []
      - trace_name: t
        columns:
          - { key: columns.dya, aggregation: average }
          - { key: props.x, header: C, markdown: "true" }
          - header: D
`);
  expect(told).toEqual([
    "10:5 error table-with-both: A table shows either `traces` or a `model`, not both.",
    "11:5 error table-without-data: A table shows either `traces` or a `model`, and this one has neither.",
    "14:20 error out-of-range: `rows_per_page` must be at least 1 and at most 1000, but this is 2000.",
    "16:21 error column-defs-of-other-trace: `tt` is not shown by this table. (Did you mean `t`?)",
    "18:9 error column-defs-without-trace: These columns belong to no trace: `trace_name` is missing.",
    "21:20 error unknown-table-column: `t` has no column `columns.dya`. (Did you mean `columns.day`?)",
    "21:46 error wrong-choice: `average` is not a value of `aggregation`. (Possible values: `count`, `extent`, `max`, `mean`, `median`, `min`, `sum`, `unique`, `uniqueCount`.)",
    "23:13 error missing-field: A table column needs `key`, which is missing here. (Add `key: …`.)",
  ]);
  expect(project.tables[2]?.columnDefs.get("t")).toEqual([
    { key: "columns.dya", markdown: false },
    { key: "props.x", header: "C", markdown: true },
  ]);
});

test("compat mode leaves columns empty and formats away that version 1.0 did not know", async () => {
  const { told } = await load(
    `
tables:
  - name: a
    traces: [ref(t)]
    column_defs: [{ columns: [{ key: columns.dya, format: "0,0.0" }] }]
`,
    true,
  );
  expect(told).toEqual([
    "10:38 warning empty-table-column: `t` has no column `columns.dya`; the table leaves it empty, as version 1.0 did. (Did you mean `columns.day`?)",
    "10:59 warning property-value-ignored: `0,0.0` in `format` is no format of numbers or dates. The value is ignored, as version 1.0 did. (Did you mean `,.1f`?)",
  ]);
});

test("faults of columns are told at their places also after one that is no mapping", async () => {
  const { told } = await load(`
tables:
  - name: a
    traces: [ref(t)]
    column_defs:
      - wrong
      - columns: [wrong, { key: columns.none }]
      - { trace_name: u, columns: [] }
`);
  expect(told.map((line) => line.split(": ")[0])).toEqual([
    "11:9 error wrong-type",
    "12:19 error wrong-type",
    "12:33 error unknown-table-column",
    "13:23 error column-defs-of-other-trace",
  ]);
});

test("a selector that allows several warns on a table", async () => {
  const { told } = await load(`
selectors: [{ name: s, options: [ref(t)] }]
tables: [{ name: a, traces: [ref(t)], selector: ref(s) }]
`);
  expect(told).toEqual([
    "8:49 warning table-with-multiple: A table shows one series at a time, but the selector `s` allows several. (Give the selector `type: single`.)",
  ]);
});

test("selectors choose among traces, charts, tables, rows and items by name", async () => {
  const { project, told } = await load(`
charts: [{ name: c, traces: [ref(t)] }]
selectors:
  - { name: s, type: single, options: [ref(t), ref(c), ref(top), "\${ref(left)}"] }
dashboards:
  - name: d
    rows: [{ name: top, items: [{ name: left, chart: ref(c) }, { selector: ref(s) }] }]
`);
  expect(told).toEqual([]);
  expect(project.selectors[0]?.options).toEqual([
    { kind: "trace", name: "t" },
    { kind: "chart", name: "c" },
    { kind: "row", name: "top" },
    { kind: "item", name: "left" },
  ]);
  expect(project.graph.dependencies("selector:s").map(({ id }) => id)).toEqual(["trace:t"]);
});

test("a selector without options warns, an unknown key is an error, in compat mode a warning", async () => {
  const text = "selectors: [{ name: s, kind: single }]";
  const strict = await load(text);
  expect(strict.told).toEqual([
    expect.stringContaining("6:24 error unknown-key: `kind` is not a field of a selector."),
  ]);
  const compat = await load(text, true);
  expect(compat.told).toEqual([
    "6:21 warning selector-without-options: The selector `s` has no `options` to choose among.",
    expect.stringContaining("6:24 warning unknown-key-ignored"),
  ]);
});

test("faults of an item stay with the item", async () => {
  const { project, told } = await load(`
charts: [{ name: c, traces: [ref(t)] }]
dashboards:
  - name: d
    rows:
      - hight: small
        items:
          - chart: ref(cc)
          - { chart: ref(c), markdown: a, rows: [] }
          - { chart: ref(c), align: left, justify: sideways }
          - chart: ref(c)
  - { name: e, href: "javascript:alert(1)", rows: [] }
`);
  expect(told).toEqual([
    "11:9 error unknown-key: `hight` is not a field of a row. (Did you mean `height`?)",
    "13:20 error unknown-reference: Nothing in this project is named `cc`. (Did you mean `c`?)",
    "14:30 error item-with-several: An item holds one thing, but this one has `chart` and `markdown` and `rows`. (Make an item of each; `rows` puts several items in the place of one.)",
    "15:30 error alignment-without-markdown: `align` belongs to an item with `markdown`.",
    "15:43 error alignment-without-markdown: `justify` belongs to an item with `markdown`.",
    "15:52 error wrong-choice: `sideways` is not a value of `justify`. (Known here: `around`, `between`, `center`, `end`, `evenly`, `start`.)",
    "17:22 error wrong-type: `href` needs an address such as `https://example.com/`, but this is text.",
    "17:45 error unknown-key: `rows` is not a field of an external dashboard. (Known here: `description`, `href`, `level`, `name`, `tags`, `type`.)",
  ]);
  const [dashboard] = project.dashboards;
  expect(dashboard?.problems.map(({ code }) => code)).toEqual(["unknown-key"]);
  const items = dashboard?.rows[0]?.items ?? [];
  expect(items.map(({ problems }) => problems.length)).toEqual([1, 1, 3, 0]);
  expect(items[0]?.content).toEqual({ kind: "empty" });
});

test("a project that names no levels has those of version 1.0", async () => {
  const levelsOf = async (text: string) =>
    (await projectOf(text)).defaults.levels.map(({ title }) => title);
  expect(await levelsOf("name: a")).toEqual([
    "Organization",
    "Department",
    "Team",
    "Individual",
    "Operational",
  ]);
  const named = "defaults: { levels: [{ title: Company, description: For all }] }";
  expect(await levelsOf(named)).toEqual(["Company"]);
});
