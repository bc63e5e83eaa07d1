/**
 * What each axis of a chart is: the author's type, else that of all columns which lie along it.
 * Plotly would guess from the look of the first series' texts.
 */
import type { Binding } from "../../../src/contract/binding.js";
import type { JsonObject, JsonValue } from "../../../src/contract/json-value.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { commonNumbers, numbersOf, type NumbersAlong } from "./numbers-along.js";
import { axesOf, valueProperty, type AxisPath } from "./subplot-axes.js";
import { drawnType, type TraceType } from "./trace-types.js";
import {
  commonKind,
  fallTogether,
  kindOfColumn,
  kindOfValues,
  type ValueKind,
} from "./value-kind.js";

export type AxisKind = Exclude<ValueKind, "boolean">;

export interface Axis {
  readonly path: AxisPath;
  /** Undefined where Plotly decides: axes of lists and of two levels. */
  readonly kind: AxisKind | undefined;
  /** The author has written the type. */
  readonly written: boolean;
  /** Bars lie along it, whose lengths are counted from nought. */
  readonly lengths: boolean;
  /** What all columns of numbers along it are. */
  readonly numbers: NumbersAlong;
  /** The format of the columns along it, where those that have one have the same. */
  readonly format?: string;
}

export interface AxisPlan {
  /** The axis along which a property of a trace lies. */
  readonly of: (trace: SiteTrace, property: string) => Axis | undefined;
  readonly axes: readonly Axis[];
}

/** `layout` is the author's. */
export function planAxes(traces: readonly LoadedTrace[], layout: JsonObject): AxisPlan {
  const found = new Map<string, Along>();
  for (const trace of traces) {
    const type = drawnType(trace.object.type);
    for (const [property, path] of axesOf(type, trace.object.props)) {
      const key = path.join(".");
      const axis = found.get(key) ?? {
        path,
        kinds: new Set<ValueKind>(),
        open: false,
        lengths: false,
        numbers: [],
        formats: new Set<string>(),
      };
      found.set(key, axis);
      const kind = type && kindAlong(type, trace, property);
      if (type && isLength(type, trace.object, property)) axis.lengths = true;
      if (kind === "open") axis.open = true;
      else if (kind !== undefined) axis.kinds.add(kind);
      for (const { column } of type ? boundAlong(type, trace.object, property) : []) {
        const format = trace.object.formats?.[column];
        if (format !== undefined && !isShared(trace.object.props, layout)) axis.formats.add(format);
      }
      if (type && kind === "number") axis.numbers.push(numbersAlong(type, trace, property, layout));
    }
  }
  const axes = new Map([...found].map(([key, along]) => [key, decided(along, layout)]));
  return {
    axes: [...axes.values()],
    of(trace, property) {
      const own = axesOf(drawnType(trace.type), trace.props).find(([name]) => name === property);
      return own && axes.get(own[1].join("."));
    },
  };
}

/** What lies along an axis. */
interface Along {
  readonly path: AxisPath;
  readonly kinds: Set<ValueKind>;
  open: boolean;
  lengths: boolean;
  readonly numbers: NumbersAlong[];
  readonly formats: Set<string>;
}

function decided(along: Along, layout: JsonObject): Axis {
  const { path, kinds, open, lengths, formats } = along;
  const type = writtenAt(layout, [...path, "type"]);
  const [format, ...others] = formats;
  const axis = {
    path,
    lengths,
    numbers: commonNumbers(along.numbers),
    ...(format !== undefined && others.length === 0 && { format }),
  };
  if (typeof type === "string" && type !== "-") {
    return { ...axis, kind: WRITTEN[type], written: true };
  }
  return { ...axis, kind: open ? undefined : commonKind(kinds), written: false };
}

/** Whether a trace is drawn as shares, which its values are not. */
function isShared(props: JsonObject, layout: JsonObject): boolean {
  const shares = [props["groupnorm"], props["histnorm"], layout["barnorm"]];
  return shares.some((one) => typeof one === "string" && one !== "");
}

/** What the numbers of a trace are that lie along an axis. */
function numbersAlong(
  type: TraceType,
  trace: LoadedTrace,
  property: string,
  layout: JsonObject,
): NumbersAlong {
  const { names, props } = trace.object;
  const { result } = trace;
  if (isShared(props, layout)) return { naming: false, whole: false };
  const filling = new Set(boundAlong(type, trace.object, property).map(({ column }) => column));
  const columns = result.columns.filter(({ name }) => filling.has(name));
  // Without a column they are counts.
  if (columns.length === 0) return { naming: false, whole: props[property] === undefined };
  const values = PLANES.has(type)
    ? undefined
    : (valueProperty(type, props, hasOf(trace.object)) ?? "y");
  const isPlace = property !== values;
  return commonNumbers(columns.map((column) => numbersOf(column, names?.[column.name], isPlace)));
}

/** Whether a property of a trace is the length of its bars. */
export function isLength(type: TraceType, trace: SiteTrace, property: string): boolean {
  return LENGTHS.has(type) && valueProperty(type, trace.props, hasOf(trace)) === property;
}

/** Types that draw a thing at each place, so that two things need two places. */
const APART = new Set<TraceType>([
  "bar",
  "barpolar",
  "box",
  "funnel",
  "heatmap",
  "violin",
  "waterfall",
]);
/** Types whose values are colours, along neither axis. */
const PLANES = new Set<TraceType>(["contour", "heatmap", "histogram2d", "histogram2dcontour"]);
const LENGTHS = new Set<TraceType>(["bar", "barpolar", "funnel", "waterfall"]);

function hasOf({ props, bindings }: SiteTrace): (property: string) => boolean {
  return (name) => props[name] !== undefined || bindings.some(({ path }) => path[0] === name);
}

const WRITTEN: Readonly<Record<string, AxisKind | undefined>> = {
  linear: "number",
  log: "number",
  date: "date",
  category: "category",
};

/** What an author has written of an axis, in the layout or in its template. */
export function writtenAt(layout: JsonObject, path: readonly string[]): JsonValue | undefined {
  return at(layout, path) ?? at(layout, ["template", "layout", ...path]);
}

function at(layout: JsonObject, path: readonly string[]): JsonValue | undefined {
  let value: JsonValue | undefined = layout;
  for (const key of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    value = value[key];
  }
  return value;
}

/** What fills a property of a trace, or in candles what lies along y under other names. */
function boundAlong(type: TraceType, { bindings }: SiteTrace, property: string): Binding[] {
  const isPrice = property === "y" && (type === "candlestick" || type === "ohlc");
  return bindings.filter(({ path: [name] }) =>
    isPrice ? PRICES.has(String(name)) : name === property,
  );
}

const PRICES = new Set(["open", "high", "low", "close"]);

/** `open`: nothing that one type could be made of. */
function kindAlong(
  type: TraceType,
  { object: trace, result }: LoadedTrace,
  property: string,
): ValueKind | "open" | undefined {
  const bound = boundAlong(type, trace, property);
  const has = hasOf(trace);
  if (bound.some(({ path }) => path.length > 1)) return "open";
  const values = valueProperty(type, trace.props, has);
  const column = result.columns.find(({ name }) => name === bound[0]?.column);
  if (column) {
    if (property !== values && APART.has(type) && fallTogether(column)) return "category";
    const kind = kindOfColumn(column);
    return kind === "boolean" && property === values ? "number" : (kind ?? "open");
  }
  const written = trace.props[property];
  if (Array.isArray(written)) return kindOfValues(written) ?? "open";
  if (type === "histogram" && property === values) return "number";
  // Boxes without places stand at the names of their series.
  const isAtName =
    (type === "box" || type === "violin") && property !== values && !has(`${property}0`);
  return isAtName ? "category" : undefined;
}
