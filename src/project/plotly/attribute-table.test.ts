import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test, vi } from "vitest";
import { projectOf, told } from "../../../test/support/project-text.js";
import { attributeTable } from "./attribute-table.js";

const asked = vi.hoisted(() => ({ times: 0 }));
vi.mock("./attribute-table.js", async (original) => {
  const real = await original<{ attributeTable: typeof attributeTable }>();
  return {
    attributeTable: () => {
      asked.times++;
      return real.attributeTable();
    },
  };
});

const root = new URL("../../../", import.meta.url);

test("the table is what the script makes of the plotly.js in use", () => {
  const script = new URL("scripts/plotly-schema.js", root).pathname;
  expect(() =>
    execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" }),
  ).not.toThrow();
});

test("the table is of the Plotly that draws", () => {
  const drawn: unknown = JSON.parse(
    readFileSync(new URL("node_modules/plotly.js/package.json", root), "utf8"),
  );
  expect(drawn).toMatchObject({ version: attributeTable().version });
});

test("a place outside the table is a bug, not an attribute", () => {
  expect(() => attributeTable().at(-1)).toThrow("is not whole");
  expect(attributeTable().trace("constructor")).toBeUndefined();
});

test("a project that draws nothing does without the table", async () => {
  asked.times = 0;
  const project = await projectOf(`models: [{ name: m, args: [a] }]
traces: [{ name: t, model: ref(m), columns: { a: b } }]
charts: [{ name: c, traces: [ref(t)] }]`);
  expect(told(project)).toEqual([]);
  expect(asked.times).toBe(0);
});
