/**
 * Rows that lack a coordinate, for types that fail at such a hole or fill it with something else: a
 * grid, a field of vectors, a body. They are left out before Plotly draws.
 */
import type { Props } from "./bind.js";
import { listOf, partOf } from "./computed.js";
import { isTooLarge } from "./drawable-numbers.js";
import type { TraceType } from "./trace-types.js";

interface Need {
  /** Coordinates of a row; those that a trace does not have are not asked for. */
  readonly coordinates: readonly string[];
  /** Along each of these the type needs rows at two places at least, to draw anything. */
  readonly along?: readonly string[];
  /** Whether there must be a row for all of these places together. */
  readonly complete?: true;
  /** What must have more than one value. */
  readonly varied?: string;
  /** The components of an arrow, which is seen if one of them is not zero. */
  readonly arrow?: readonly string[];
  /** How many rows the type needs at least. */
  readonly rows?: number;
}

const PLANE = { coordinates: ["x", "y", "z"] } as const;
const CARPET = { along: ["a", "b"] } as const;
const BODY = { along: ["x", "y", "z"], complete: true } as const;
const VECTORS = ["x", "y", "z", "u", "v", "w"];

/** What each of the types needs. */
export const NEEDS: Partial<Record<TraceType, Need>> = {
  heatmap: PLANE,
  histogram2d: PLANE,
  histogram2dcontour: PLANE,
  contour: { ...PLANE, along: ["x", "y"] },
  carpet: { coordinates: ["a", "b", "x", "y"], ...CARPET, complete: true },
  contourcarpet: { coordinates: ["a", "b", "z"], ...CARPET },
  quiver: { coordinates: ["x", "y", "u", "v"], arrow: ["u", "v"] },
  mesh3d: { ...PLANE, rows: 3 },
  cone: { coordinates: VECTORS, arrow: ["u", "v", "w"] },
  streamtube: { coordinates: VECTORS, ...BODY },
  isosurface: { coordinates: ["x", "y", "z", "value"], ...BODY, varied: "value" },
  volume: { coordinates: ["x", "y", "z", "value"], ...BODY, varied: "value" },
  densitymap: { coordinates: ["lon", "lat", "z"] },
  sankey: { coordinates: ["source", "target", "value"] },
  parcoords: { coordinates: [] },
  splom: { coordinates: [] },
};

/** Properties whose lists are no values of rows, however long they are. */
const OTHER_LISTS = /^(colorscale|colorbar|contours|node|starts|selectedpoints|aaxis|baxis|meta)$/;

export interface WholeTrace {
  readonly props: Props;
  /** The rows that are handed on, where some are not. */
  readonly kept?: readonly number[];
}

/** The trace without the rows that lack a coordinate; one that has too few of them is hidden. */
export function withWholeRows(type: TraceType, trace: Props, layout: Props): WholeTrace {
  const need = NEEDS[type];
  const holder = type === "sankey" ? partOf(trace["link"]) : trace;
  // Meshes may name their points by position; lists of lists have cells in the place of rows.
  if (!need || holder["i"] !== undefined || hasPlanes(need, holder)) return { props: trace };
  const lists = coordinatesOf(type, need, holder).map(([property, list]) => ({
    list,
    fits: fitOf(type, property, trace, layout),
  }));
  const rows = Math.min(...lists.map(({ list }) => list.length));
  if (lists.length === 0) return { props: trace };
  const kept: number[] = [];
  for (let row = 0; row < rows; row += 1) {
    if (!lists.every(({ list, fits }) => fits(list[row]))) continue;
    if (hasLength(need, holder, row)) kept.push(row);
  }
  if (!isEnough(need, holder, kept)) return { props: { ...trace, visible: false }, kept: [] };
  if (kept.length === rows) return { props: trace };
  const picked = pick(holder, rows, kept);
  return { props: type === "sankey" ? { ...trace, link: picked } : picked, kept };
}

function hasPlanes({ coordinates }: Need, holder: Props): boolean {
  return coordinates.some((property) =>
    Array.from(listOf(holder[property]) ?? []).some((one) => listOf(one) !== undefined),
  );
}

/** Lists with a value for each row. */
function coordinatesOf(
  type: TraceType,
  { coordinates }: Need,
  holder: Props,
): [string, ArrayLike<unknown>][] {
  const lists = coordinates.map((property) => [property, listOf(holder[property])] as const);
  const dimensions = Array.from(listOf(holder["dimensions"]) ?? [], partOf);
  for (const { values, visible } of dimensions) {
    if (visible !== false) lists.push(["values", listOf(values)]);
  }
  return lists.flatMap(([property, list]) =>
    list && !(property === "z" && isCounted(type, holder)) ? [[property, list]] : [],
  );
}

/** Bins count their rows, unless they are told what to make of another value. */
function isCounted(type: TraceType, { histfunc }: Props): boolean {
  return type.startsWith("histogram2d") && (histfunc === undefined || histfunc === "count");
}

function fitOf(
  type: TraceType,
  property: string,
  trace: Props,
  layout: Props,
): (value: unknown) => boolean {
  if (type === "sankey") {
    const flows = (value: unknown) => isAboveZero(value) && !isTooLarge(property, value);
    return property === "value" ? flows : isThere;
  }
  if (type === "parcoords") return isNumeric;
  if (property === "values") return (value) => isThere(value) && !isTooLarge(property, value);
  const id = trace[`${property}axis`];
  const axis = partOf(layout[`${property}axis${typeof id === "string" ? id.slice(1) : ""}`]);
  return axis["type"] === "log" && typeof trace["scene"] !== "string" ? isAboveZero : isThere;
}

function isThere(value: unknown): boolean {
  return typeof value === "number" ? Number.isFinite(value) : value !== null && value !== undefined;
}

function isNumeric(value: unknown): boolean {
  const isWritten = typeof value === "number" || (typeof value === "string" && value !== "");
  return isWritten && Number.isFinite(Number(value)) && !isTooLarge("values", Number(value));
}

function isAboveZero(value: unknown): boolean {
  return isThere(value) && Number(value) > 0;
}

/** Whether the arrow of a row points anywhere. */
export function hasLength({ arrow }: Need, holder: Props, row: number): boolean {
  return !arrow || arrow.some((property) => Number(listOf(holder[property])?.[row] ?? 0) !== 0);
}

/** Whether rows are enough to draw anything: a flow needs to lead somewhere. */
function isEnough(need: Need, holder: Props, kept: readonly number[]): boolean {
  const count = (lists: readonly ArrayLike<unknown>[]) =>
    new Set(kept.map((row) => JSON.stringify(lists.map((list) => list[row])))).size;
  const lists = (properties: readonly string[]) =>
    properties.map((property) => listOf(holder[property])).filter((list) => list !== undefined);
  if (kept.length < (need.rows ?? 1)) return false;
  const [from, to] = [listOf(holder["source"]), listOf(holder["target"])];
  if (from && to && kept.every((row) => from[row] === to[row])) return false;
  if (need.varied !== undefined && count(lists([need.varied])) < 2) return false;
  const along = lists(need.along ?? []);
  const places = along.map((list) => count([list]));
  const cells = places.reduce((all, one) => all * one, 1);
  return places.every((one) => one > 1) && (!need.complete || count(along) === cells);
}

/** The same properties with the kept rows of each list of as many values. */
function pick(props: Props, rows: number, kept: readonly number[]): Props {
  const picked: Props = {};
  for (const [key, value] of Object.entries(props)) {
    const list = listOf(value);
    const isMap = list === undefined && typeof value === "object" && value !== null;
    if (OTHER_LISTS.test(key)) picked[key] = value;
    else if (key === "dimensions" && list) {
      picked[key] = Array.from(list, (one) => pick(partOf(one), rows, kept));
    } else if (list?.length === rows) picked[key] = kept.map((row) => list[row]);
    else picked[key] = isMap ? pick(partOf(value), rows, kept) : value;
  }
  return picked;
}
