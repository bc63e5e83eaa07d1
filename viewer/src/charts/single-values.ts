import type { PropertyPath } from "../../../src/contract/property-path.js";

/** The part of Plotly's own schema of a trace type that is read here. */
export interface TraceAttributes {
  readonly [key: string]: unknown;
}

const LISTS = new Set(["data_array", "info_array", "colorscale", "colorlist"]);
/** Properties that take anything and of which a list means something. */
const FREE_LISTS = new Set(["selectedpoints", "opacityscale", "labelalias", "geojson", "value"]);
/** Properties of every type, which the schemas of the single types do not repeat. */
const COMMON_SINGLES = new Set(["name", "visible", "opacity", "legendgroup", "showlegend"]);

/** Whether a property takes one value, so that a query's first row is meant and not the list of all rows. */
export function takesOneValue(
  attributes: TraceAttributes | undefined,
  path: PropertyPath,
): boolean {
  let node: unknown = attributes;
  for (const step of path) {
    if (!isRecord(node)) return false;
    node = typeof step === "number" ? itemOf(node, step) : node[step];
  }
  if (isRecord(node) && typeof node["valType"] === "string") {
    const { valType } = node;
    if (node["arrayOk"] === true || LISTS.has(valType)) return false;
    return valType !== "any" || !FREE_LISTS.has(String(path.at(-1)));
  }
  return path.length === 1 && COMMON_SINGLES.has(String(path[0]));
}

/** Lists of objects carry the properties of each; lists such as ranges name their items. */
function itemOf(node: TraceAttributes, position: number): unknown {
  if ("_isLinkedToArray" in node) return node;
  if (node["valType"] !== "info_array") return undefined;
  const { items } = node;
  return Array.isArray(items) ? items[position] : items;
}

function isRecord(value: unknown): value is TraceAttributes {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
