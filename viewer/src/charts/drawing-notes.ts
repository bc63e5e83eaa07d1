/** What a reader would take wrongly from a drawing in which all rows are. */
import { grouped } from "../format/grouped.js";
import { partOf, type ComputedTrace } from "./computed.js";

const TREES = new Set(["sunburst", "treemap", "icicle"]);
/** In CSS pixels. */
const SEEN = 0.5;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Sentences about what was drawn in a place of this size. */
export function drawingNotes(traces: readonly ComputedTrace[], { width, height }: Size): string[] {
  const gaps = count(traces, stackedGaps);
  const tiny = count(traces, (trace) => unseenParts(trace, width * height));
  return [
    ...(gaps > 0
      ? [
          `${gaps === 1 ? "1 place has no value and counts" : `${grouped(gaps)} places have no value and count`} as 0 in the stacked areas; \`stackgaps: interpolate\` draws on between its neighbours.`,
        ]
      : []),
    ...(tiny > 0
      ? [`${grouped(tiny)} ${tiny === 1 ? "part is" : "parts are"} too small to be seen.`]
      : []),
  ];
}

function count(traces: readonly ComputedTrace[], of: (trace: ComputedTrace) => number): number {
  const shown = traces.filter(({ full }) => full["visible"] === true);
  return shown.reduce((sum, trace) => sum + of(trace), 0);
}

/** Places of other series of a stack, at which Plotly puts nought. */
function stackedGaps({ full, points }: ComputedTrace): number {
  const { stackgroup, stackgaps } = full;
  if (typeof stackgroup !== "string" || stackgroup === "" || stackgaps === "interpolate") return 0;
  return points.filter(({ gap }) => gap === true).length;
}

/** Parts of a tree that have values and less room than a pixel. */
function unseenParts({ type, points: [first] }: ComputedTrace, room: number): number {
  if (!TREES.has(type)) return 0;
  const root = partOf(first?.["hierarchy"]);
  const { descendants, value: whole } = root;
  if (typeof descendants !== "function" || typeof whole !== "number" || whole <= 0) return 0;
  const parts: unknown = descendants.call(root);
  if (!Array.isArray(parts)) return 0;
  return parts.map(partOf).filter(({ value }) => {
    const share = Number(value) / whole;
    return share > 0 && share * room < SEEN;
  }).length;
}
