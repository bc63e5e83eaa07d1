/** Which axis of the layout a property of a trace lies along. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { TraceType } from "./trace-types.js";

/** `xaxis2`; `polar`, `angularaxis`; `scene`, `zaxis`. */
export type AxisPath = readonly string[];

const CARTESIAN = new Set<TraceType>([
  "bar",
  "box",
  "candlestick",
  "contour",
  "funnel",
  "heatmap",
  "histogram",
  "histogram2d",
  "histogram2dcontour",
  "ohlc",
  "quiver",
  "scatter",
  "scattergl",
  "violin",
  "waterfall",
]);
const POLAR = new Set<TraceType>(["barpolar", "scatterpolar", "scatterpolargl"]);
const SCENE = new Set<TraceType>(["mesh3d", "scatter3d", "surface"]);

/** The properties that lie along axes, with their axes. */
export function axesOf(
  type: TraceType | undefined,
  props: JsonObject,
): [property: string, AxisPath][] {
  if (!type) return [];
  if (CARTESIAN.has(type)) {
    return ["x", "y"].map((letter) => [letter, [cartesianAxis(letter, props[`${letter}axis`])]]);
  }
  if (POLAR.has(type)) {
    const subplot = textOr(props["subplot"], "polar");
    return [
      ["theta", [subplot, "angularaxis"]],
      ["r", [subplot, "radialaxis"]],
    ];
  }
  if (SCENE.has(type)) {
    const scene = textOr(props["scene"], "scene");
    return ["x", "y", "z"].map((letter) => [letter, [scene, `${letter}axis`]]);
  }
  return [];
}

/** The property whose values are lengths or samples, where the type has one beside positions. */
export function valueProperty(
  type: TraceType,
  { orientation }: JsonObject,
  has: (property: string) => boolean,
): string | undefined {
  const onlyX = has("x") && !has("y");
  const onlyY = has("y") && !has("x");
  switch (type) {
    case "bar":
    case "waterfall":
      return (orientation ?? (onlyX ? "h" : "v")) === "h" ? "x" : "y";
    case "box":
    case "violin":
      return (orientation ?? (onlyX ? "h" : "v")) === "h" ? "x" : "y";
    case "funnel":
      return (orientation ?? (onlyY ? "v" : "h")) === "h" ? "x" : "y";
    case "histogram":
      return (orientation ?? (onlyY ? "h" : "v")) === "h" ? "x" : "y";
    case "barpolar":
      return "r";
    default:
      return undefined;
  }
}

/** `x2` → `xaxis2` */
function cartesianAxis(letter: string, id: unknown): string {
  const number = typeof id === "string" ? id.slice(1) : "";
  return `${letter}axis${number === "1" ? "" : number}`;
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === "string" && value !== "" ? value : fallback;
}
