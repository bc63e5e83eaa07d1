import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod/mini";
import { leavesOf, rightValues, SUBJECTS } from "../../../test/support/plotly-leaves.js";
import type { JsonObject } from "../../contract/json-value.js";
import { attributeTable } from "./attribute-table.js";
import { createPlotlySchemas, type PlotlySchemas } from "./json-schema.js";

const ajv = new Ajv({ strict: false });
ajv.addSchema(plotlySchema(), "plotly");

/** All subjects in one document, as users' editors have them. */
function plotlySchema(): JsonObject {
  const schemas = createPlotlySchemas();
  const subjects = Object.fromEntries(
    SUBJECTS.map(([subject]): [string, JsonObject] => [subject, schemaOf(schemas, subject)]),
  );
  return { $defs: { ...subjects, ...schemas.definitions() } };
}

function schemaOf(schemas: PlotlySchemas, subject: string): JsonObject {
  const schema = subject === "layout" ? schemas.layout() : schemas.traceProps(subject);
  if (!schema) throw new Error(`There is no type ${subject}`);
  return schema;
}

function fits(subject: string, value: JsonObject): boolean {
  const validator = ajv.getSchema(`plotly#/$defs/${subject}`);
  if (!validator) throw new Error(`There is no type ${subject}`);
  return validator(value) === true;
}

const Scenario = z.object({
  traces: z.array(z.object({ props: z.looseObject({ type: z.string() }) })),
  charts: z.array(z.object({ layout: z.unknown() })),
});

const scenario = (name: string) => {
  const file = new URL(`../../../test/scenarios/${name}/project/headwater.yml`, import.meta.url);
  return Scenario.parse(parse(readFileSync(file, "utf8")));
};
// Parsed YAML without tags is JSON.
const json = (value: unknown) => value as JsonObject;

test.each(SUBJECTS)("%s: the schema takes what Plotly's names", (subject, attributes) => {
  const refused = leavesOf(attributes)
    .flatMap(({ facts, at }) => rightValues(facts).map(at))
    .filter((props) => !fits(subject, subject === "layout" ? props : { type: subject, ...props }))
    .map((props) => JSON.stringify(props));
  expect(refused).toEqual([]);
});

test("every property of the scenario with every type fits", () => {
  const { traces, charts } = scenario("plotly-every-type");
  const wrong = traces.filter(({ props }) => !fits(props.type, json(props)));
  expect(wrong).toEqual([]);
  expect(charts.map(({ layout }) => fits("layout", json(layout)))).toEqual([true]);
});

test("no trace and no layout of the scenario with faults fits", () => {
  const { traces, charts } = scenario("plotly-faults");
  const fitting = traces.filter(({ props }) => fits(props.type, json(props)));
  expect(fitting).toEqual([]);
  expect(charts.map(({ layout }) => fits("layout", json(layout)))).toEqual([false, false]);
});

test.each([
  ["scatter", { mode: "lines+markers" }, true],
  ["scatter", { mode: "lines+marker" }, false],
  ["scatter", { opacity: 2 }, false],
  ["scatter", { opacity: "?{ max(a) }" }, true],
  ["scatter", { opacity: "${env.OPACITY}" }, true],
  ["scatter", { opacity: null }, true],
  ["scatter", { colr: "red" }, false],
  ["scatter", { line: { color: "ff00zz!" } }, false],
  ["scatter", { line: { color: "ff8800" } }, true],
  ["scatter", { xaxis: "x12" }, true],
  ["scatter", { xaxis: "y" }, false],
  ["pie", { title: "Shares", domain: { x: [0, 1] } }, true],
  ["pie", { domain: { x: [0] } }, false],
  ["pie", { domain: { x: [0, 1, 1] } }, false],
  ["layout", { xaxis3: { title: "Day" }, hovermode: false }, true],
  ["layout", { xaxis03: {} }, false],
  ["layout", { width: "?{ a }" }, false],
  ["layout", { annotations: {} }, false],
])("%s: %j fits: %s", (subject, props, right) => {
  expect(fits(subject, subject === "layout" ? props : { type: subject, ...props })).toBe(right);
});

test("a trace's schema wants its own type", () => {
  expect(fits("bar", { type: "pie" })).toBe(false);
  expect(fits("bar", {})).toBe(false);
  expect(createPlotlySchemas().traceProps("bra")).toBeUndefined();
});

test("schemas of all types in one document share their definitions", () => {
  const schemas = createPlotlySchemas();
  const all = [
    ...attributeTable().traceTypes.map((type) => schemas.traceProps(type)),
    schemas.layout(),
  ];
  const text = JSON.stringify({ all, $defs: schemas.definitions() });
  const defined = Object.keys(schemas.definitions());
  const used = new Set([...text.matchAll(/#\/\$defs\/([\w-]+)/g)].map(([, name]) => name));
  expect([...used].filter((name) => !defined.includes(name ?? ""))).toEqual([]);
  expect(text.length).toBeLessThan(400_000);
});
