import { expect, test } from "vitest";
import { loadFiles } from "../../../test/support/load-files.js";
import { tableNames } from "./table-names.js";

async function namesOf(models: string): Promise<string[][]> {
  const project = await loadFiles({ "headwater.yml": `models:\n${models}` });
  return project.models.map((model) =>
    tableNames(model, project.models).map(({ schema, table }) =>
      schema === undefined ? table : `${schema}.${table}`,
    ),
  );
}

test("a model is addressed by its name and by `model` below it", async () => {
  expect(await namesOf("  - {name: a b, args: [x]}\n")).toEqual([["a b", "a b.model"]]);
});

test("a script is addressed by its table's name too, alone and below its own", async () => {
  expect(await namesOf("  - {name: a, args: [x], table_name: t}\n")).toEqual([
    ["a", "a.model", "a.t", "t"],
  ]);
});

test("a table's name that another model has stands below its script only", async () => {
  const models =
    "  - {name: a, args: [x], table_name: T}\n  - {name: t, args: [x]}\n  - {name: c, args: [x], table_name: d}\n  - {name: e, args: [x], table_name: d}\n";
  expect(await namesOf(models)).toEqual([
    ["a", "a.model", "a.T"],
    ["t", "t.model"],
    ["c", "c.model", "c.d"],
    ["e", "e.model", "e.d"],
  ]);
});
