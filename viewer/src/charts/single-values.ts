import type { PropertyPath } from "../../../src/contract/property-path.js";

/** The part of Plotly's own schema of a trace type that is read here. */
export interface TraceAttributes {
  readonly [key: string]: unknown;
}

const LISTS = new Set(["data_array", "any", "info_array", "colorscale", "colorlist"]);
/** Properties of every type, which the schemas of the single types do not repeat. */
const COMMON_SINGLES = new Set(["name", "visible", "opacity", "legendgroup", "showlegend"]);

/** Whether a property takes one value, so that a query's first row is meant and not the list of all rows. */
export function takesOneValue(
  attributes: TraceAttributes | undefined,
  path: PropertyPath,
): boolean {
  let node: unknown = attributes;
  for (const key of path) {
    if (typeof node !== "object" || node === null) return false;
    node = Reflect.get(node, key);
  }
  if (typeof node === "object" && node !== null && "valType" in node) {
    const arrayOk = "arrayOk" in node && node.arrayOk === true;
    return !arrayOk && typeof node.valType === "string" && !LISTS.has(node.valType);
  }
  return path.length === 1 && COMMON_SINGLES.has(String(path[0]));
}
