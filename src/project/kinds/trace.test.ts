import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

const MODEL = "models: [{ name: m, args: [a] }]";

async function traceOf(text: string, compat = false) {
  const lines = text.replaceAll(/^/gm, "    ");
  const project = await projectOf(`${MODEL}\ntraces:\n  - name: t\n    model: ref(m)\n${lines}`, {
    compat,
  });
  return { trace: project.traces[0], told: told(project) };
}

test("a trace without props, as tables use it, is a scatter", async () => {
  const { trace, told } = await traceOf("columns: { a: b }");
  expect(told).toEqual([]);
  expect(trace).toMatchObject({ type: "scatter", props: {}, queries: [], bindings: [] });
});

test("columns take any SQL, with or without braces", async () => {
  const { trace, told } = await traceOf(
    'columns: { a: b + 1, c: "?{ d }", one: 1, "x y": query(sum(z)) }',
  );
  expect(told).toEqual([]);
  expect(trace?.columns.map(({ name, sql }) => [name, sql])).toEqual([
    ["a", "b + 1"],
    ["c", "d"],
    ["one", "1"],
    ["x y", "sum(z)"],
  ]);
});

test("expressions are found at any depth, text is left alone", async () => {
  const { trace, told } = await traceOf(`props:
  type: heatmap
  z: ["?{ a }", "?{ b }", [1, "?{ c }"]]
  hovertemplate: "%{x} query(a) and ref(b)"
  colorbar: { title: { text: "?{ max(d) }" } }`);
  expect(told).toEqual([]);
  expect(trace?.props).toEqual({
    z: [null, null, [1, null]],
    hovertemplate: "%{x} query(a) and ref(b)",
    colorbar: { title: { text: null } },
  });
  expect(trace?.bindings).toEqual([
    { path: ["z", 0], column: "props.z.0" },
    { path: ["z", 1], column: "props.z.1" },
    { path: ["z", 2, 1], column: "props.z.2.1" },
    { path: ["colorbar", "title", "text"], column: "props.colorbar.title.text" },
  ]);
});

test("cohort_on takes bare SQL, group_by a list or false", async () => {
  const bare = await traceOf("cohort_on: \"'all'\"\ngroup_by: ['?{ a }']");
  expect(bare.trace).toMatchObject({ cohortOn: { sql: "'all'" }, groupBy: [{ sql: "a" }] });
  const never = await traceOf("group_by: false");
  expect(never.told).toEqual([]);
  expect(never.trace?.groupBy).toBe(false);
});

test("bare filters and orders are errors that say how to write them", async () => {
  const { told } = await traceOf("filters: [a > 1]\norder_by:\n  - a desc\ngroup_by: [a]");
  expect(told).toEqual([
    "5:15 error bare-expression: `filters[0]` needs an SQL expression between `?{` and `}`. (Write `?{ a > 1 }`.)",
    "7:9 error bare-expression: `order_by[0]` needs an SQL expression between `?{` and `}`. (Write `?{ a desc }`.)",
    "8:16 error bare-expression: `group_by[0]` needs an SQL expression between `?{` and `}`. (Write `?{ a }`.)",
  ]);
});

test("compat mode drops bare orders as version 1.0 did, but says so", async () => {
  const { trace, told } = await traceOf("order_by: [a desc, '?{ b }']", true);
  expect(told).toEqual([
    "5:16 warning bare-expression-dropped: `order_by[0]` is not an SQL expression between `?{` and `}` and is dropped, as version 1.0 did. (Write `?{ a desc }`.)",
  ]);
  expect(trace).toMatchObject({ problems: [], orderBy: [{ sql: "b" }] });
});

test("a column that is not defined is told with near names", async () => {
  const { told } = await traceOf(`columns: { delay: a }
props: { type: bar, y: column(dellay), x: "column(delay)[first]" }`);
  expect(told).toEqual([
    "6:28 error unknown-column: `dellay` is not one of this trace's `columns`. (Did you mean `delay`?)",
    "6:47 error broken-expression: `[first]` is neither a position such as `[0]` nor a range such as `[0:3]`.",
  ]);
});

test("an unknown trace type is told with near ones, a removed one is replaced", async () => {
  const unknown = await traceOf("props: { type: scater }");
  expect(unknown.told).toEqual([
    "5:20 error unknown-trace-type: `scater` is not a type of trace. (Did you mean `scatter`?)",
  ]);
  const removed = await traceOf("props: { type: scattermapbox }");
  expect(removed.told).toEqual([
    "5:20 warning replaced-trace-type: The trace type `scattermapbox` no longer exists; it is drawn as `scattermap`. (Write `type: scattermap`.)",
  ]);
  expect(removed.trace).toMatchObject({ type: "scattermap", props: {} });
});

test("expressions that are empty or break off are told", async () => {
  const { told } = await traceOf(
    "props: { type: bar, x: '?{ }', y: '?{ a' }\ncolumns: { a: '' }\nfilters: ['?{ b']",
  );
  expect(told).toEqual([
    "5:28 error empty-expression: `x` holds no SQL.",
    "5:39 error broken-expression: `?{` is not closed by a `}` at the end of the value.",
    "6:19 error empty-expression: `a` holds no SQL.",
    "7:15 error broken-expression: `?{` is not closed by a `}` at the end of the value.",
  ]);
});
