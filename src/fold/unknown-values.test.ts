import { expect, test } from "vitest";
import type { CubePlan } from "../contract/cube.js";
import type { ChoiceInput } from "../contract/input.js";
import { storedValues, unknownValues } from "./unknown-values.js";

const REGION: ChoiceInput = {
  is: "choice",
  name: "region",
  label: "region",
  column: "region",
  multiple: true,
  default: ["EU", null],
};

const PLAN: CubePlan = {
  dialect: "duckdb",
  inputs: [{ input: "region", column: 0, all: 1 }],
  nothing: 2,
  outputs: [],
  cohortName: "",
  having: [],
  order: [],
  ordered: false,
  dropNullCohort: false,
};

const STORED = {
  rows: 4,
  columns: [
    { name: "inputs.region", type: "text", values: ["EU", "US", null, null] },
    { name: "inputs.region.all", type: "int64", values: [0, 0, 1, 0] },
    { name: "nothing", type: "int64", values: [0, 0, 0, 1] },
  ],
  cohorts: [],
  cube: PLAN,
} as const;

test("values are those of rows, not of what stands for all or for none", () => {
  expect([...storedValues(STORED, "region")]).toEqual(["EU", "US"]);
  expect(storedValues({ ...STORED, cube: { ...PLAN, inputs: [] } }, "region").size).toBe(0);
});

test("what is chosen and not there is told; where nothing is chosen, the default is looked at", () => {
  const known = () => storedValues(STORED, "region");
  const texts = (given: Parameters<typeof unknownValues>[1]) =>
    unknownValues([REGION], given, known).map(({ text }) => text);
  expect(texts(new Map())).toEqual([null]);
  expect(texts(new Map([["region", "all"]]))).toEqual([]);
  const some = { is: "values", values: ["US", "us", "us"] } as const;
  expect(texts(new Map([["region", some]]))).toEqual(["us"]);
});
