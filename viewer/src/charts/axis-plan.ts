/**
 * What each axis of a chart is: the author's type, else that of all columns which lie along it.
 * Plotly would guess from the look of the first series' texts.
 */
import type { JsonObject, JsonValue } from "../../../src/contract/json-value.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { axesOf, valueProperty, type AxisPath } from "./subplot-axes.js";
import { drawnType, type TraceType } from "./trace-types.js";
import { commonKind, kindOfColumn, kindOfValues, type ValueKind } from "./value-kind.js";

export type AxisKind = Exclude<ValueKind, "boolean">;

export interface Axis {
  readonly path: AxisPath;
  /** Undefined where Plotly decides: axes of lists and of two levels. */
  readonly kind: AxisKind | undefined;
  /** The author has written the type. */
  readonly written: boolean;
}

export interface AxisPlan {
  /** The axis along which a property of a trace lies. */
  readonly of: (trace: SiteTrace, property: string) => Axis | undefined;
  readonly axes: readonly Axis[];
}

/** `layout` is the author's. */
export function planAxes(traces: readonly LoadedTrace[], layout: JsonObject): AxisPlan {
  const found = new Map<string, { path: AxisPath; kinds: Set<ValueKind>; open: boolean }>();
  for (const trace of traces) {
    const type = drawnType(trace.object.type);
    for (const [property, path] of axesOf(type, trace.object.props)) {
      const key = path.join(".");
      const axis = found.get(key) ?? { path, kinds: new Set<ValueKind>(), open: false };
      found.set(key, axis);
      const kind = type && kindAlong(type, trace, property);
      if (kind === "open") axis.open = true;
      else if (kind !== undefined) axis.kinds.add(kind);
    }
  }
  const axes = new Map(
    [...found].map(([key, { path, kinds, open }]) => [key, decided(path, kinds, open, layout)]),
  );
  return {
    axes: [...axes.values()],
    of(trace, property) {
      const own = axesOf(drawnType(trace.type), trace.props).find(([name]) => name === property);
      return own && axes.get(own[1].join("."));
    },
  };
}

function decided(
  path: AxisPath,
  kinds: ReadonlySet<ValueKind>,
  open: boolean,
  layout: JsonObject,
): Axis {
  const type = writtenAt(layout, [...path, "type"]);
  if (typeof type === "string" && type !== "-") {
    return { path, kind: WRITTEN[type], written: true };
  }
  return { path, kind: open ? undefined : commonKind(kinds), written: false };
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

/** `open`: nothing that one type could be made of. */
function kindAlong(
  type: TraceType,
  { object: trace, result }: LoadedTrace,
  property: string,
): ValueKind | "open" | undefined {
  const bound = trace.bindings.filter(({ path }) => path[0] === property);
  const has = (name: string) =>
    trace.props[name] !== undefined || trace.bindings.some(({ path }) => path[0] === name);
  if (bound.some(({ path }) => path.length > 1)) return "open";
  const values = valueProperty(type, trace.props, has);
  const column = result.columns.find(({ name }) => name === bound[0]?.column);
  if (column) {
    const kind = kindOfColumn(column);
    return kind === "boolean" && property === values ? "number" : (kind ?? "open");
  }
  const written = trace.props[property];
  if (Array.isArray(written)) return kindOfValues(written) ?? "open";
  // Boxes without places stand at the names of their series.
  const isAtName =
    (type === "box" || type === "violin") && property !== values && !has(`${property}0`);
  return isAtName ? "category" : undefined;
}
