/** What Plotly made of a chart: it keeps it on the element that it draws on. */
import type { Props } from "./bind.js";

/** An axis as Plotly understood it. */
export interface ComputedAxis {
  readonly type: string;
  /** Where a value of the data lies along the axis; undefined or NaN where it has no place. */
  readonly place: (value: unknown) => unknown;
  /** The same of a value of {@link ComputedTrace.points}. */
  readonly placeOfPoint: (value: unknown) => unknown;
}

export interface ComputedTrace {
  readonly type: string;
  /** The trace with all defaults: `_fullData`. */
  readonly full: Props;
  /** What is drawn of it: `calcdata`. */
  readonly points: readonly Props[];
  /** The axis of a property such as `x` or `r`, where the type has one for it. */
  readonly axis: (property: string) => ComputedAxis | undefined;
}

/** The traces of a chart after it was drawn, in order. */
export function computedTraces(element: object): ComputedTrace[] {
  const layout = partOf(Reflect.get(element, "_fullLayout"));
  const calculated = listOf(Reflect.get(element, "calcdata")) ?? [];
  return Array.from(listOf(Reflect.get(element, "_fullData")) ?? [], (data, index) => {
    const full = partOf(data);
    const axes = new Map<string, ComputedAxis | undefined>();
    return {
      type: String(full["type"]),
      full,
      points: Array.from(listOf(calculated[index]) ?? [], partOf),
      axis: (property) => {
        if (!axes.has(property)) axes.set(property, axisOf(layout, full, property));
        return axes.get(property);
      },
    };
  });
}

/** A map of properties; empty where there is none. */
export function partOf(value: unknown): Props {
  // Whatever is read from it is unknown again.
  return typeof value === "object" && value !== null ? (value as Props) : {};
}

/** A list or a typed array. */
export function listOf(value: unknown): ArrayLike<unknown> | undefined {
  if (Array.isArray(value)) return value;
  // Of the views only typed arrays have a length.
  return ArrayBuffer.isView(value) && "length" in value
    ? (value as unknown as ArrayLike<unknown>)
    : undefined;
}

/** Properties that lie along the radial axis or around it. */
const POLAR: Readonly<Record<string, string>> = { r: "radialaxis", theta: "angularaxis" };
/** Properties that lie along the y axis under another name. */
const ALONG_Y = new Set(["open", "high", "low", "close", "q1", "median", "q3"]);

function axisOf(layout: Props, full: Props, property: string): ComputedAxis | undefined {
  const letter = ALONG_Y.has(property) ? "y" : property;
  const key = POLAR[property];
  if (key !== undefined) return axisFrom(partOf(layout[String(full["subplot"])])[key]);
  if (!/^[xyz]$/.test(letter)) return undefined;
  const { scene } = full;
  if (typeof scene === "string") return axisFrom(partOf(layout[scene])[`${letter}axis`]);
  return axisNamed(layout, full[`${letter}axis`]);
}

/** An axis by its id, such as `x2`. */
function axisNamed(layout: Props, id: unknown): ComputedAxis | undefined {
  const name = typeof id === "string" ? id.replace(/^([xyz])/, "$1axis") : "";
  return axisFrom(layout[name]);
}

function axisFrom(value: unknown): ComputedAxis | undefined {
  const axis = partOf(value);
  // Categories would be added by the plain conversion.
  const place = axis["d2l_noadd"] ?? axis["d2l"];
  const placeOfPoint = axis["c2l"];
  if (typeof place !== "function" || typeof placeOfPoint !== "function") return undefined;
  return {
    type: String(axis["type"]),
    place: (one): unknown => place.call(axis, one),
    placeOfPoint: (one): unknown => placeOfPoint.call(axis, one),
  };
}
