/** What plotly.js's own schema says, leaf by leaf, for tests of what was made of it. */
import { createRequire } from "node:module";
import { z } from "zod/mini";
import type { JsonObject, JsonValue } from "../../src/contract/json-value.js";

export type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const node = z.custom<Node>(isNode);
const schema = z
  .object({
    traces: z.record(z.string(), z.object({ attributes: node })),
    layout: z.object({ layoutAttributes: node }),
  })
  .parse(createRequire(import.meta.url)("plotly.js/dist/plot-schema.json"));

/** A leaf of the schema and how a value is put at its place. */
export interface Leaf {
  readonly facts: Node;
  readonly at: (value: JsonValue) => JsonObject;
}

export function leavesOf(attributes: Node): Leaf[] {
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

/** A text that is taken wherever one is, since it is a format as well. */
const ANY_TEXT = ",d";

/** What the schema itself says may stand there. */
export function rightValues({
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
    string: [ANY_TEXT],
  };
  const choices = list(values).filter(
    (value) => !(typeof value === "string" && /^\/.+\/$/.test(value)),
  );
  const all = [
    ...(valType === "string" ? [] : (fixed[String(valType)] ?? [])),
    ...(valType === "string" && choices.length === 0 ? [ANY_TEXT] : choices),
    ...list(flags),
    ...(list(flags).length > 1 ? [list(flags).map(String).join("+")] : []),
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
export function wrongValues({ valType, min, max, extras }: Node): JsonValue[] {
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
  return [
    ...(byType[String(valType)] ?? []),
    ...(isNumber && typeof min === "number" && !list(extras).includes(min - 1) ? [min - 1] : []),
    ...(isNumber && typeof max === "number" ? [max + 1] : []),
  ];
}

/** The attributes of every trace type by its name, and those of the layout. */
export const SUBJECTS: readonly (readonly [string, Node])[] = [
  ...Object.entries(schema.traces).map(([type, { attributes }]) => [type, attributes] as const),
  ["layout", schema.layout.layoutAttributes],
];
