/** Plotly's own schema against the table made of it: whatever it names is taken, what it does not name is told. */
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { z } from "zod";
import { yamlMapOf } from "../../../test/support/yaml-of.js";
import type { JsonObject, JsonValue } from "../../contract/site.js";
import { attributeTable } from "./attribute-table.js";
import { checkLayoutProperties, checkTraceProperties } from "./check-properties.js";

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const node = z.custom<Node>(isNode);
const schema = z
  .object({
    traces: z.record(z.string(), z.object({ attributes: node })),
    layout: z.object({ layoutAttributes: node }),
  })
  .parse(createRequire(import.meta.url)("plotly.js/dist/plot-schema.json"));

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

/** A leaf of the schema and how a value is put at its place. */
interface Leaf {
  readonly facts: Node;
  readonly at: (value: JsonValue) => JsonObject;
}

function leavesOf(attributes: Node): Leaf[] {
  return Object.entries(attributes).flatMap(([key, facts]): Leaf[] => {
    if (key.startsWith("_") || key === "impliedEdits" || !isNode(facts)) return [];
    const at = (value: JsonValue): JsonObject => ({ [key]: value });
    if (facts["valType"] !== undefined) return [{ facts, at }];
    const { items } = facts;
    const item = isNode(items) ? Object.values(items).find(isNode) : undefined;
    return leavesOf(item ?? facts).map((leaf) => ({
      facts: leaf.facts,
      at: (value) => at(item ? [leaf.at(value)] : leaf.at(value)),
    }));
  });
}

const list = (value: unknown): JsonValue[] => (Array.isArray(value) ? value : []);

/** What the schema itself says may stand there. */
function rightValues({
  valType,
  dflt,
  values,
  flags,
  extras,
  min,
  max,
  arrayOk,
}: Node): JsonValue[] {
  const fixed: Readonly<Record<string, JsonValue[]>> = {
    data_array: [
      [1, 2],
      [["a"], [null]],
    ],
    boolean: [true, false],
    color: ["teal", "#1f77b4", "rgb(1, 2, 3)", "hsla(120, 50%, 50%, 0.3)"],
    colorlist: [["red", "#abc"]],
    colorscale: [
      "Viridis",
      [
        [0, "red"],
        [1, "rgb(0,0,0)"],
      ],
    ],
    angle: ["auto", 45],
    any: [1, "2024-01-01", ["a"], { b: 1 }],
    string: ["text"],
  };
  const choices = list(values).filter((value) => !/^\/.+\/$/.test(String(value)));
  const all = [
    ...(valType === "string" ? [] : (fixed[String(valType)] ?? [])),
    ...(valType === "string" && choices.length === 0 ? ["text"] : choices),
    ...list(flags),
    ...(list(flags).length > 1 ? [list(flags).join("+")] : []),
    ...list(extras),
    ...[min, max].filter((bound) => typeof bound === "number"),
    ...(valType === "number" || valType === "integer"
      ? [Number(min ?? 0) + 1 > Number(max ?? Infinity) ? Number(min ?? 0) : Number(min ?? 0) + 1]
      : []),
    ...(dflt === undefined || dflt === null ? [] : [dflt as JsonValue]),
  ];
  return arrayOk === true ? [...all, ...all.map((value) => [value, null])] : all;
}

/** What nobody means there. */
function wrongValues({ valType, min, max, extras }: Node): JsonValue[] {
  const byType: Readonly<Record<string, JsonValue[]>> = {
    data_array: ["zzz", 3, {}],
    boolean: ["zzz", 3, {}],
    number: ["zzz", true, {}],
    integer: ["zzz", 1.5, {}],
    color: ["zzz", true, 3, {}],
    colorlist: ["zzz", ["zzz"], {}],
    colorscale: ["zzz", true, [[0, "zzz"]], [[2, "red"]], [0], {}],
    angle: ["zzz", {}],
    string: [true, {}],
    enumerated: ["zzz", {}],
    flaglist: ["zzz", 3, {}],
    subplotid: ["zzz", 3, {}],
    info_array: ["zzz", 3, {}],
  };
  const isNumber = valType === "number" || valType === "integer";
  const below = isNumber && typeof min === "number" && !list(extras).includes(min - 1);
  return [
    ...(byType[String(valType)] ?? []),
    ...(below ? [Number(min) - 1] : []),
    ...(isNumber && typeof max === "number" ? [max + 1] : []),
  ];
}

const subjects: readonly (readonly [string, Node])[] = [
  ...Object.entries(schema.traces).map(([type, { attributes }]) => [type, attributes] as const),
  ["layout", schema.layout.layoutAttributes],
];

test("the table knows the trace types of the schema", () => {
  expect(attributeTable().traceTypes).toEqual(Object.keys(schema.traces));
});

test.each(subjects)("%s: every property takes what the schema names", (subject, attributes) => {
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

test.each(subjects)("%s: no property takes what fits none", (subject, attributes) => {
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

test.each(subjects)("%s: expressions may stand for every value", (subject, attributes) => {
  const refused = leavesOf(attributes).flatMap(({ at }) =>
    ["?{ max(a) }", "query(a)", "column(a)"]
      .map(at)
      .filter((props) => told(subject, props).length > 0)
      .map((props) => JSON.stringify(props)),
  );
  expect(refused).toEqual([]);
});

test.each(subjects)("%s: a misspelt key is told at every depth", (subject, attributes) => {
  const passed = leavesOf(attributes)
    .map(({ at }) => JSON.stringify(at(0)))
    .map((text) => text.replace(/"([^"]+)":0/, '"$1zz":0'))
    .filter((text) => told(subject, JSON.parse(text) as JsonObject)[0] !== "unknown-property");
  expect(passed).toEqual([]);
});
