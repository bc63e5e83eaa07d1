/**
 * Plotly's own schema against the table made of it: whatever it names is taken, what it does not
 * name is reported.
 */
import { expect, test } from "vitest";
import {
  leavesOf,
  rightValues,
  SUBJECTS,
  wrongValues,
} from "../../../test/support/plotly-leaves.js";
import { yamlMapOf } from "../../../test/support/yaml-of.js";
import type { JsonObject } from "../../contract/json-value.js";
import { attributeTable } from "./attribute-table.js";
import { checkLayoutProperties, checkTraceProperties } from "./check-properties.js";

const SETTING = {
  compat: false,
  read: ({ value }: { readonly value: unknown }) =>
    value === null || ["string", "number", "boolean"].includes(typeof value)
      ? (value as string | number | boolean | null)
      : undefined,
};

const told = (subject: string, props: JsonObject): string[] => {
  const map = yamlMapOf(props);
  const { diagnostics } =
    subject === "layout"
      ? checkLayoutProperties(map, SETTING)
      : checkTraceProperties(map, subject, subject, SETTING);
  return diagnostics.map(({ code }) => code);
};

test("the table knows the trace types of the schema", () => {
  expect([...attributeTable().traceTypes, "layout"]).toEqual(SUBJECTS.map(([name]) => name));
});

test.each(SUBJECTS)("%s: every property takes what the schema names", (subject, attributes) => {
  const leaves = leavesOf(attributes);
  expect(leaves.length).toBeGreaterThan(30);
  const refused = leaves.flatMap(({ facts, at }) =>
    rightValues(facts)
      .map(at)
      .filter((props) => told(subject, props).length > 0)
      .map((props) => JSON.stringify(props)),
  );
  expect(refused).toEqual([]);
});

test.each(SUBJECTS)("%s: no property takes what fits none", (subject, attributes) => {
  // The name of a palette may stand for a layout's colours; it is checked elsewhere.
  const { colorway: _, ...checked } = attributes;
  const taken = leavesOf(checked).flatMap(({ facts, at }) =>
    wrongValues(facts)
      .map(at)
      .filter((props) => told(subject, props).length !== 1)
      .map((props) => JSON.stringify(props)),
  );
  expect(taken).toEqual([]);
});

test.each(SUBJECTS)("%s: expressions may stand for every value", (subject, attributes) => {
  const refused = leavesOf(attributes).flatMap(({ at }) =>
    ["?{ max(a) }", "query(a)", "column(a)"]
      .map(at)
      .filter((props) => told(subject, props).length > 0)
      .map((props) => JSON.stringify(props)),
  );
  expect(refused).toEqual([]);
});

test.each(SUBJECTS)("%s: a misspelt key is told at every depth", (subject, attributes) => {
  const passed = leavesOf(attributes)
    .map(({ at }) => JSON.stringify(at(0)))
    .map((text) => text.replace(/"([^"]+)":0/, '"$1zz":0'))
    .filter((text) => told(subject, JSON.parse(text) as JsonObject)[0] !== "unknown-property");
  expect(passed).toEqual([]);
});
