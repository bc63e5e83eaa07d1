import { expect, test } from "vitest";
import type { DashboardSummary, Site } from "../../../src/contract/pages/home.js";
import { carriedChoices } from "./carried-choices.js";

const summary = (name: string, inputs: readonly string[]): DashboardSummary => ({
  name,
  tags: [],
  rows: [],
  cards: [],
  failing: 0,
  stale: 0,
  ...(inputs.length > 0 && { inputs: inputs.map((one) => ({ name: one, label: one })) }),
});

const site: Site = {
  project: "shop",
  timeZone: "UTC",
  levels: [],
  dashboards: [
    summary("Sales", ["region", "period", "city"]),
    summary("Costs", ["period", "region"]),
    summary("Text", []),
  ],
};

const query = "region=EU&region=US&city=Ulm&Pick=a&region:null=1&period=2024-01..2024-06&period=x";

test("what is chosen of inputs that both dashboards have goes along", () => {
  expect(carriedChoices(site, { path: "d/Sales/", query }, "d/Costs/")).toBe(
    "region=EU&region=US&region:null=1&period=2024-01..2024-06&period=x",
  );
  expect(carriedChoices(site, { path: "d/Sales/", query: "city:none=1" }, "d/Costs/")).toBe("");
});

test("nothing goes along to pages without inputs, nor from there", () => {
  for (const [path, to] of [
    ["d/Sales/", ""],
    ["d/Sales/", "d/Text/"],
    ["", "d/Sales/"],
    ["d/Unknown/", "d/Sales/"],
  ] as const) {
    expect(carriedChoices(site, { path, query }, to)).toBe("");
  }
  expect(carriedChoices(undefined, { path: "d/Sales/", query }, "d/Costs/")).toBe("");
});
