/** Gives a property the values of a column in the shape that Plotly's schema says it takes. */
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { DrawnValues } from "./drawn-values.js";

/** The part of Plotly's own schema of a trace type that is read here. */
export interface TraceAttributes {
  readonly [key: string]: unknown;
}

type Slot =
  /** One value: the first row is meant. */
  | "one"
  /** A value per row. */
  | "list"
  /** As it comes: also a list per row. */
  | "lists"
  /**
   * A few values that belong together, such as the ends of an axis: a row's own list, or a value
   * per row.
   */
  | "tuple"
  /** A place in an author's list of values. */
  | "element";

/** Properties of every type, which the schemas of the single types do not repeat. */
const COMMON_SINGLES = new Set([
  "name",
  "visible",
  "opacity",
  "showlegend",
  "legend",
  "legendgroup",
  "legendgrouptitle",
  "legendrank",
  "legendwidth",
  "uirevision",
  "xaxis",
  "yaxis",
  "scene",
  "geo",
  "subplot",
]);
/** Properties that take anything and of which a list means something. */
const FREE_LISTS = new Set(["selectedpoints", "opacityscale", "labelalias", "geojson"]);
/** Lists that may hold lists: planes, and columns of Plotly's tables. */
const PLANES = /(^|\.)(z|surfacecolor|customdata|text|hovertext|(cells|header)\.values)$/;

/** A column's values as the property at `path` takes them: one, a list, or a list of lists. */
export function fitValues(
  attributes: TraceAttributes | undefined,
  path: PropertyPath,
  values: DrawnValues,
): unknown {
  const first: unknown = values[0];
  const alone = values.length === 1;
  switch (slotOf(attributes, path)) {
    case "one":
      return first ?? null;
    case "list":
      return alone && Array.isArray(first) ? first : values;
    case "tuple":
      return Array.isArray(first) ? first : values;
    case "element":
      return alone ? first : values;
    default:
      return values;
  }
}

/** A property in Plotly's schema. */
interface PropertySchema {
  readonly valType: unknown;
}

/** The schema of the property at `path`, or of the list of values that the path goes on into. */
export function schemaAt(
  attributes: TraceAttributes | undefined,
  path: PropertyPath,
): PropertySchema | undefined {
  return walk(attributes, path).schema;
}

function walk(
  attributes: TraceAttributes | undefined,
  path: PropertyPath,
): { readonly schema?: PropertySchema; readonly inside: boolean } {
  let node: object | undefined = attributes;
  for (const key of path) {
    if (!node) return { inside: false };
    if ("valType" in node) return { schema: node, inside: true };
    // The schema of a list of maps, such as `dimensions`, is that of each of them.
    if (typeof key === "number" && "_isLinkedToArray" in node) continue;
    const next: unknown = Reflect.get(node, key);
    node = typeof next === "object" && next !== null ? next : undefined;
  }
  return node && "valType" in node ? { schema: node, inside: false } : { inside: false };
}

function slotOf(attributes: TraceAttributes | undefined, path: PropertyPath): Slot {
  if (path.length > 0 && COMMON_SINGLES.has(String(path[0]))) return "one";
  const { schema, inside } = walk(attributes, path);
  if (!schema) return "lists";
  if (inside) return elementSlot(schema, path);
  if (isTuple(schema)) return "tuple";
  if (schema.valType === "data_array") return PLANES.test(path.join(".")) ? "lists" : "list";
  if (schema.valType === "any" && FREE_LISTS.has(String(path.at(-1)))) return "lists";
  return takesList(schema) ? "list" : "one";
}

/** The path goes on into a list of values that the author wrote. */
function elementSlot(node: PropertySchema, path: PropertyPath): Slot {
  if (node.valType !== "data_array") return "one";
  const list = path.filter((key) => typeof key === "string").join(".");
  return PLANES.test(list) ? "lists" : "element";
}

function isTuple({ valType }: PropertySchema): boolean {
  return valType === "info_array" || valType === "colorscale" || valType === "colorlist";
}

function takesList(node: object): boolean {
  return "arrayOk" in node && node.arrayOk === true;
}
