import { expect, test } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";

async function textOf(markdown: string, options: Parameters<typeof projectOf>[1] = {}) {
  const project = await projectOf(
    `models: [{ name: m, args: [a] }]
traces:
  - { name: sales, model: ref(m), columns: { n: b }, props: { type: bar, y: "?{ a }" } }
  - { name: Q1.5 sales, model: ref(m), columns: { n: b } }
dashboards:
  - name: d
    rows:
      - items:
          - markdown: ${markdown}
`,
    options,
  );
  const [content] = project.dashboards[0]?.rows[0]?.items.map((item) => item.content) ?? [];
  if (content?.kind !== "markdown") throw new Error("no text");
  const values = content.values.map(({ start, end, trace, column }) => [
    content.markdown.slice(start, end),
    `${trace.name} ${column}`,
  ]);
  const used = project.graph.dependencies("dashboard:d").map(({ name }) => name);
  return { text: content.markdown, values, used, told: told(project) };
}

test("values are named by trace and column, as in formats", async () => {
  const written =
    "'${sales.y} ${ sales . columns.n } ${ref(sales).props.y} ${ref(\"Q1.5 sales\").n}'";
  expect(await textOf(written)).toMatchObject({
    values: [
      ["${sales.y}", "sales props.y"],
      ["${ sales . columns.n }", "sales columns.n"],
      ["${ref(sales).props.y}", "sales props.y"],
      ['${ref("Q1.5 sales").n}', "Q1.5 sales columns.n"],
    ],
    used: ["sales", "Q1.5 sales"],
    told: [],
  });
});

test("a backslash makes text of it, and what names no column is text", async () => {
  expect(await textOf("'\\${sales.y} ${5} ${sales} $\\{a.b} ${sales.n}'")).toMatchObject({
    text: "${sales.y} ${5} ${sales} $\\{a.b} ${sales.n}",
    values: [["${sales.n}", "sales columns.n"]],
  });
});

test("what comes from the environment is never a value", async () => {
  const variables = { GREETING: "${sales.y} and ${none.y}" };
  expect(await textOf("'${env.GREETING} ${sales.y}'", { variables })).toMatchObject({
    text: "${sales.y} and ${none.y} ${sales.y}",
    values: [["${sales.y}", "sales props.y"]],
    told: [],
  });
});

test("version 1.0 showed all of it as text", async () => {
  expect(await textOf("'${sales.y} \\${none.y}'", { compat: true })).toMatchObject({
    text: "${sales.y} \\${none.y}",
    values: [],
    used: [],
  });
});

test("unknown traces and columns are told at their place with near names", async () => {
  expect((await textOf("'Some ${sale.y} and ${sales.z}'")).told).toEqual([
    "9:29 error unknown-reference: Nothing in this project is named `sale`. (Did you mean `sales`?)",
    "9:43 error unknown-value-column: `sales` has no column `z` for this text. (Did you mean `n` or `y`?)",
  ]);
});
