import { expect, test } from "vitest";
import { loadFiles } from "../../test/support/load-files.js";
import { followedModel } from "./followed-model.js";

test.each([
  ["sqlite", "database: shop.db", []],
  ["csv", "file: shop.csv", ["input-type-differs"]],
])("a range of dates over texts of %s", async (type, place, expected) => {
  const project = await loadFiles({
    "headwater.yml": `
name: shop
sources: [{ name: shop, type: ${type}, ${place} }]
models: [{ name: rows, source: ref(shop), sql: select 1 }]
inputs: [{ name: period, column: day, type: range, by: month }]
tables: [{ name: listed, model: ref(rows), inputs: [ref(period)] }]
`,
    "shop.csv": "day\n",
  });
  const [table] = project.tables;
  if (!table) throw new Error("There is no table");
  const { problems } = followedModel(table, [{ name: "day", type: "text" }], "UTC");
  expect(problems.map(({ code }) => code)).toEqual(expected);
});
