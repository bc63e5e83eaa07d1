/**
 * Which rows of a trace Plotly drew, by type: read from what it computed, not from rules about
 * values, so that it holds whatever Plotly takes for a place.
 */
import type { Props } from "./bind.js";
import { listOf, partOf, type ComputedTrace } from "./computed.js";
import type { TraceType } from "./trace-types.js";

/** Whether a row of the trace is drawn. */
export type RowCheck = (row: number) => boolean;

interface TypeCheck {
  /** Properties with a value per row that decide where, and whether, a row is drawn. */
  readonly properties: readonly string[];
  readonly check: (trace: ComputedTrace, properties: readonly string[], rows: number) => RowCheck;
}

/** Plotly leaves larger numbers out of its ranges. */
const LARGEST = Number.MAX_VALUE * 1e-4;

/** The checks of a type. */
export const ROW_CHECKS = {
  scatter: { properties: ["x", "y"], check: points((trace, point) => isPlaced(trace, point)) },
  scattergl: { properties: ["x", "y"], check: glPoints },
  bar: { properties: ["x", "y"], check: points(isBar) },
  funnel: { properties: ["x", "y"], check: points(isBar) },
  waterfall: { properties: ["x", "y"], check: waterfall },
  histogram: { properties: ["x", "y"], check: histogram },
  histogram2d: { properties: ["x", "y"], check: histogram2d },
  histogram2dcontour: { properties: ["x", "y"], check: histogram2d },
  box: { properties: ["x", "y"], check: samples },
  violin: { properties: ["x", "y"], check: samples },
  ohlc: { properties: ["x", "open", "high", "low", "close"], check: points(isCandle) },
  candlestick: { properties: ["x", "open", "high", "low", "close"], check: points(isCandle) },
  quiver: { properties: ["x", "y", "u", "v"], check: values },
  splom: { properties: [], check: splom },
  heatmap: { properties: ["x", "y", "z"], check: plane },
  contour: { properties: ["x", "y", "z"], check: plane },
  image: { properties: ["z"], check: all },
  surface: { properties: ["z"], check: plane },
  carpet: { properties: ["a", "b", "x", "y"], check: values },
  contourcarpet: { properties: ["a", "b", "z"], check: plane },
  scattercarpet: {
    properties: ["a", "b"],
    check: points((_, { x, y, vis }) => isNumber(x) && isNumber(y) && vis !== false),
  },
  scatterpolar: {
    properties: ["r", "theta"],
    check: points((trace, { r, theta }) => along(trace, "r", r) && isNumber(theta)),
  },
  scatterpolargl: { properties: ["r", "theta"], check: values },
  barpolar: {
    properties: ["r", "theta"],
    check: points((trace, { p, s }) => along(trace, "r", s) && isNumber(p)),
  },
  scattersmith: {
    properties: ["real", "imag"],
    check: points((_, { real, imag }) => isNumber(real) && isNumber(imag)),
  },
  scatterternary: {
    properties: ["a", "b", "c"],
    check: points((_, { x, y }) => isNumber(x) && isNumber(y)),
  },
  scattergeo: { properties: ["locations", "lon", "lat"], check: points(isOnMap) },
  scattermap: { properties: ["locations", "lon", "lat"], check: points(isOnMap) },
  densitymap: {
    properties: ["lon", "lat", "z"],
    check: points(
      (trace, point) => isOnMap(trace, point) && (!("z" in point) || isNumber(point["z"])),
    ),
  },
  choropleth: { properties: ["locations", "z"], check: regions },
  choroplethmap: { properties: ["locations", "z"], check: regions },
  scatter3d: { properties: ["x", "y", "z"], check: values },
  mesh3d: { properties: ["x", "y", "z"], check: values },
  cone: { properties: ["x", "y", "z", "u", "v", "w"], check: values },
  streamtube: { properties: ["x", "y", "z", "u", "v", "w"], check: grid },
  isosurface: { properties: ["x", "y", "z", "value"], check: grid },
  volume: { properties: ["x", "y", "z", "value"], check: grid },
  pie: { properties: ["labels", "values"], check: slices },
  funnelarea: { properties: ["labels", "values"], check: slices },
  sunburst: { properties: ["labels", "parents", "values", "ids"], check: tree },
  treemap: { properties: ["labels", "parents", "values", "ids"], check: tree },
  icicle: { properties: ["labels", "parents", "values", "ids"], check: tree },
  sankey: { properties: ["link.source", "link.target", "link.value"], check: links },
  parcats: { properties: [], check: all },
  parcoords: { properties: [], check: parcoords },
  table: { properties: [], check: all },
  indicator: { properties: ["value"], check: (trace) => (row) => row === 0 && hasReading(trace) },
} as const satisfies Record<TraceType, TypeCheck>;

/** A number that has a place in a drawing. */
export function isNumber(value: unknown): boolean {
  if (typeof value === "number") return Math.abs(value) < LARGEST;
  return typeof value === "string" && value.trim() !== "" && Math.abs(Number(value)) < LARGEST;
}

/** The values of a property such as `x` or `link.value`. */
export function valuesAt(props: Props, property: string): ArrayLike<unknown> | undefined {
  let value: unknown = props;
  for (const key of property.split(".")) value = partOf(value)[key];
  return listOf(value);
}

/** Types whose computed points know their row: by their place, or by `i`. */
function points(
  isDrawn: (trace: ComputedTrace, point: Props) => boolean,
): (trace: ComputedTrace) => RowCheck {
  return (trace) => {
    const drawn = new Set<number>();
    trace.points.forEach((point, index) => {
      const { i: row } = point;
      if (isDrawn(trace, point)) drawn.add(typeof row === "number" ? row : index);
    });
    return (row) => drawn.has(row);
  };
}

function along({ axis }: ComputedTrace, property: string, value: unknown): boolean {
  const line = axis(property);
  return isNumber(line ? line.placeOfPoint(value) : value);
}

function isPlaced(trace: ComputedTrace, { x, y, gap }: Props): boolean {
  return gap !== true && along(trace, "x", x) && along(trace, "y", y);
}

/** A bar has a place and a size. */
function isBar(trace: ComputedTrace, { p, s }: Props): boolean {
  const across = trace.full["orientation"] === "h";
  return along(trace, across ? "y" : "x", p) && along(trace, across ? "x" : "y", s);
}

function isCandle(trace: ComputedTrace, point: Props): boolean {
  if (point["empty"] === true || !along(trace, "x", point["pos"])) return false;
  return ["o", "h", "l", "c", "min", "q1", "q3", "max"].every(
    (key) => !(key in point) || along(trace, "y", point[key]),
  );
}

function isOnMap(_: ComputedTrace, { lonlat, loc }: Props): boolean {
  const [lon, lat] = Array.from(listOf(lonlat) ?? []);
  return lonlat === undefined
    ? typeof loc === "string" && loc !== ""
    : isNumber(lon) && isNumber(lat);
}

/** Regions that the map knows, with a value; of several rows the last covers the others. */
function regions({ points: parts }: ComputedTrace): RowCheck {
  const drawn = new Map<unknown, number>();
  parts.forEach(({ loc, z, geojson, fOut }, row) => {
    const shape = partOf(geojson ?? fOut);
    if (shape["type"] !== undefined && isNumber(z)) drawn.set(loc, row);
  });
  const rows = new Set(drawn.values());
  return (row) => rows.has(row);
}

/** Where Plotly counts a row without a value as zero, the row has still nothing to show. */
function waterfall(trace: ComputedTrace): RowCheck {
  const size = trace.full["orientation"] === "h" ? "x" : "y";
  const sizes = valuesAt(trace.full, size);
  const measures = valuesAt(trace.full, "measure");
  const isPositioned = points(isBar)(trace);
  return (row) =>
    isPositioned(row) &&
    (String(measures?.[row]).startsWith("t") || isNumber(trace.axis(size)?.place(sizes?.[row])));
}

function glPoints({ points: [first], axis }: ComputedTrace): RowCheck {
  const { x, y } = partOf(first?.["t"]);
  const [xs, ys] = [listOf(x), listOf(y)];
  return (row) =>
    isNumber(axis("x")?.placeOfPoint(xs?.[row])) && isNumber(axis("y")?.placeOfPoint(ys?.[row]));
}

/** Types that compute no list of points: each written property has a value that has a place. */
function values(trace: ComputedTrace, properties: readonly string[]): RowCheck {
  const written = properties.flatMap((property) => {
    const list = valuesAt(trace.full, property);
    const axis = trace.axis(property);
    if (!list) return [];
    return [(row: number) => isNumber(axis ? axis.place(list[row]) : list[row])];
  });
  return (row) => written.every((isThere) => isThere(row));
}

/** Types that draw a whole grid or nothing. */
function grid(trace: ComputedTrace, properties: readonly string[]): RowCheck {
  const check = values(trace, properties);
  return (row) => trace.full["_len"] !== 0 && check(row);
}

function histogram(trace: ComputedTrace): RowCheck {
  const [place, other] = trace.full["orientation"] === "h" ? ["y", "x"] : ["x", "y"];
  const isCounted = trace.full["histfunc"] === "count" || !valuesAt(trace.full, other);
  return values(trace, isCounted ? [place] : [place, other]);
}

function histogram2d({ points: [cells], full }: ComputedTrace): RowCheck {
  const drawn = new Set<unknown>();
  for (const line of Array.from(listOf(cells?.["pts"]) ?? [])) {
    for (const cell of Array.from(listOf(line) ?? [])) {
      for (const row of Array.from(listOf(cell) ?? [])) drawn.add(row);
    }
  }
  const sizes = full["histfunc"] === "count" ? undefined : valuesAt(full, "z");
  return (row) => drawn.has(row) && (!sizes || isNumber(sizes[row]));
}

/** Boxes and violins know the samples that they are made of, or are told their quartiles. */
function samples(trace: ComputedTrace): RowCheck {
  // The number of statistics that the rows have.
  if (trace.full["_hasPreCompStats"]) return values(trace, ["q1", "median", "q3"]);
  const drawn = new Set<unknown>();
  const along = trace.full["orientation"] === "h" ? "x" : "y";
  for (const { pts } of trace.points) {
    for (const sample of Array.from(listOf(pts) ?? [], partOf)) {
      if (isNumber(trace.axis(along)?.placeOfPoint(sample["v"]))) drawn.add(sample["i"]);
    }
  }
  return (row) => drawn.has(row);
}

/** Cells in rows of a table, in lists of their own, or row by row with the places of the cells. */
function plane(trace: ComputedTrace, properties: readonly string[], rows: number): RowCheck {
  const z = valuesAt(trace.full, "z");
  const lines = Array.from(z ?? [], listOf);
  if (!lines.some((line) => line !== undefined)) {
    const kept = new Set<unknown>();
    for (const line of Array.from(listOf(trace.full["_after2before"]) ?? [])) {
      for (const row of Array.from(listOf(line) ?? [])) kept.add(row);
    }
    const check = values(trace, properties);
    return (row) => (kept.size === 0 || kept.has(row)) && check(row);
  }
  if (lines.length === rows) return (row) => Array.from(lines[row] ?? []).some(isNumber);
  return (row) => lines.some((line) => isNumber(line?.[row]));
}

function splom(trace: ComputedTrace): RowCheck {
  const dimensions = visibleDimensions(trace).map((dimension) => {
    const list = valuesAt(dimension, "values");
    const isText = Array.from(list ?? []).some(
      (value) => typeof value === "string" && !isNumber(value),
    );
    return { list, isText };
  });
  return (row) =>
    dimensions.every(({ list, isText }) =>
      isText ? list?.[row] !== null && list?.[row] !== undefined : isNumber(list?.[row]),
    );
}

function parcoords(trace: ComputedTrace): RowCheck {
  const dimensions = visibleDimensions(trace).map((dimension) => valuesAt(dimension, "values"));
  return (row) => dimensions.every((list) => isNumber(list?.[row]));
}

function visibleDimensions({ full }: ComputedTrace): Props[] {
  return Array.from(listOf(full["dimensions"]) ?? [], partOf).filter(
    ({ visible }) => visible !== false,
  );
}

/** Slices know the rows that they are made of. */
function slices({ points: parts }: ComputedTrace): RowCheck {
  const drawn = new Set<unknown>();
  for (const { pts } of parts) for (const row of Array.from(listOf(pts) ?? [])) drawn.add(row);
  return (row) => drawn.has(row);
}

/** A tree is drawn whole, without the rows that cannot be parts of it, or not at all. */
function tree({ points: parts }: ComputedTrace): RowCheck {
  const { hierarchy } = parts[0] ?? {};
  const isEmpty = !(Number(partOf(hierarchy)["value"]) > 0);
  const drawn = new Set(isEmpty ? [] : parts.map(({ i }) => i));
  return (row) => drawn.has(row);
}

function links({ points: [flows] }: ComputedTrace): RowCheck {
  const drawn = new Set(
    Array.from(listOf(flows?.["_links"]) ?? [], (link) => partOf(link)["pointNumber"]),
  );
  return (row) => drawn.has(row);
}

function hasReading({ full }: ComputedTrace): boolean {
  return isNumber(full["value"]);
}

function all(): RowCheck {
  return () => true;
}
