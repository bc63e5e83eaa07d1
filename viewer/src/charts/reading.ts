/** How the values of a column are read for the property that they fill. */
import type { Binding } from "../../../src/contract/binding.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { Column } from "../data/column.js";
import type { Axis, AxisKind } from "./axis-plan.js";
import type { Reading } from "./drawn-values.js";
import type { TraceType } from "./trace-types.js";
import { fallTogether, kindOfColumn } from "./value-kind.js";
import { schemaAt, type TraceAttributes } from "./value-slots.js";

/** Properties that name the parts of a trace. */
const NAMES: Partial<Record<TraceType, RegExp>> = {
  pie: /^labels$/,
  funnelarea: /^labels$/,
  sunburst: /^(labels|ids)$/,
  treemap: /^(labels|ids)$/,
  icicle: /^(labels|ids)$/,
  sankey: /^node\.label$/,
};
const HIERARCHIES = new Set<TraceType>(["sunburst", "treemap", "icicle"]);
/** Types whose parts may be named by columns. */
const WITH_DIMENSIONS = new Set<TraceType>(["parcats", "splom"]);
/** Lists of values that are no numbers. */
const WORDS = /^(labels?|ids|parents|locations|customdata|text|hovertext)$/;

/** `axis` is the one along which the property lies. */
export function readingOf(
  type: TraceType,
  schema: TraceAttributes | undefined,
  { path }: Binding,
  column: Column,
  axis: Axis | undefined,
): Reading {
  if (column.type === "list") return "plain";
  const property = path.join(".");
  if (axis && path.length === 1) return alongAxis(axis.kind, column);
  if (axis && path.length === 2) return isNumeric(column.type) ? "plain" : "name";
  if (NAMES[type]?.test(property) === true) return "name";
  if (HIERARCHIES.has(type) && property === "parents") return "parent";
  if (WITH_DIMENSIONS.has(type) && path[0] === "dimensions" && path[2] === "values") {
    const isMerged = type === "parcats" && fallTogether(column);
    return isMerged || kindOfColumn(column) === "category" ? "name" : "plain";
  }
  return column.type === "bool" && isForNumbers(schema, path) ? "number" : "plain";
}

function alongAxis(kind: AxisKind | undefined, { type }: Column): Reading {
  switch (kind) {
    case "category":
      return "name";
    case "number":
      return "number";
    case "time":
      return "time";
    case "date":
      if (type === "instant") return "moment";
      return type === "time" ? "time" : "plain";
    default:
      return "plain";
  }
}

function isForNumbers(schema: TraceAttributes | undefined, path: PropertyPath): boolean {
  const type = schemaAt(schema, path)?.valType;
  if (type === "data_array") return !WORDS.test(String(path.at(-1)));
  return type === "number" || type === "integer" || type === "angle";
}
