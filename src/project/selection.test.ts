import { expect, test } from "vitest";
import { projectOf, told } from "../../test/support/project-text.js";
import { selectObjects } from "./selection.js";

const project = projectOf(
  `
sources: [{ name: db, type: sqlite, database: a }]
models:
  - { name: orders, sql: select 1, tags: [finance] }
  - { name: days, args: [a] }
  - { name: both, sql: select 1, models: [ref(orders), ref(days)] }
traces:
  - { name: daily, model: ref(both), tags: [finance] }
  - { name: "a, b+c", model: ref(days) }
charts: [{ name: sales chart, traces: [ref(daily)] }]
`,
  {
    included: {
      "pages/top.yml":
        "dashboards: [{ name: top, rows: [{ items: [{ chart: ref(sales chart) }] }] }]",
    },
  },
);

async function selected(expression: string) {
  const { objects, diagnostics } = selectObjects(expression, await project);
  return {
    names: [...objects]
      .map((id) => id.split(":")[1])
      .toSorted((a = "", b = "") => a.localeCompare(b)),
    told: told({ diagnostics }),
  };
}

test.each([
  ["both", ["both"]],
  [" both , daily ", ["both", "daily"]],
  ["+both", ["both", "days", "db", "orders"]],
  ["1+both", ["both", "days", "orders"]],
  ["both+", ["both", "daily", "sales chart", "top"]],
  ["both+1", ["both", "daily"]],
  ["1+both+2", ["both", "daily", "days", "orders", "sales chart"]],
  ["+sales chart", ["both", "daily", "days", "db", "orders", "sales chart"]],
  ['"a, b+c"', ["a, b+c"]],
  ["+'a, b+c'", ["a, b+c", "days"]],
  ["tag:finance", ["daily", "orders"]],
  ["1+tag:finance", ["both", "daily", "db", "orders"]],
  ["path:pages", ["top"]],
  ["path:./pages/top.yml", ["top"]],
  ["source:db", ["both", "daily", "db", "orders", "sales chart", "top"]],
  ['source:"db"', ["both", "daily", "db", "orders", "sales chart", "top"]],
  ["model:both", ["both"]],
  ["+chart:sales chart", ["both", "daily", "days", "db", "orders", "sales chart"]],
  ['trace:"a, b+c"', ["a, b+c"]],
  ["*", ["a, b+c", "both", "daily", "days", "db", "orders", "sales chart", "top"]],
])("%s selects what it says", async (expression, names) => {
  expect(await selected(expression)).toEqual({ names, told: [] });
});

test("a bare name means all objects that have it, a kind before it one of them", async () => {
  const same = await projectOf(`
sources: [{ name: sales, type: sqlite, database: a }]
models: [{ name: sales, source: ref(sales), sql: select 1 }]
traces: [{ name: drawn, model: ref(sales) }]
charts: [{ name: sales, traces: [ref(drawn)] }]
`);
  const ids = (expression: string) => [...selectObjects(expression, same).objects].toSorted();
  expect(ids("sales")).toEqual(["chart:sales", "model:sales", "source:sales"]);
  expect(ids("chart:sales")).toEqual(["chart:sales"]);
  expect(ids("model:sales")).toEqual(["model:sales"]);
});

test.each([
  [
    "dayly",
    "- error unknown-selected: The selection names `dayly`, which does not exist. (Did you mean `daily`?)",
  ],
  [
    "both,tag:finanse",
    "- error unknown-selected: The selection names `tag:finanse`, which does not exist. (Did you mean `finance`?)",
  ],
  [
    "source:orders",
    "- error unknown-selected: The selection names `source:orders`, which does not exist. (Known here: `db`.)",
  ],
])("%s names nothing that exists, so nothing is selected", async (expression, message) => {
  expect(await selected(expression)).toEqual({ names: [], told: [message] });
});

test.each(["", " ", "+", "a,,b", "a,", "a++b", '"a', ",a"])(
  "%j is no selection",
  async (expression) => {
    const { names, told } = await selected(expression);
    expect(names).toEqual([]);
    expect(told).toEqual([expect.stringContaining("broken-selection")]);
  },
);
