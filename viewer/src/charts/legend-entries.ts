/** What a legend lists: of a drawing, and how much of it before anything is drawn. */
import type { Props } from "./bind.js";
import { stripMarkup, unescapeMarkup } from "../format/markup.js";

export interface LegendEntry {
  readonly name: string;
  /** Absent where it has no colour of its own. */
  readonly colour?: string;
  readonly shown: boolean;
}

/** The parts of Plotly's computed traces that are read here. */
interface DrawnTrace {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly visible?: unknown;
  readonly showlegend?: unknown;
  readonly mode?: unknown;
  readonly line?: { readonly color?: unknown };
  readonly marker?: { readonly color?: unknown };
  readonly fillcolor?: unknown;
}

interface DrawnPoint {
  readonly trace?: DrawnTrace;
  readonly label?: unknown;
  readonly color?: unknown;
  readonly hidden?: unknown;
}

/** For each trace its points, of which the first names it; those of pies are slices. */
type Calculated = readonly (readonly DrawnPoint[])[];

/** Traces whose legend lists their slices. */
const SLICED = new Set(["pie", "funnelarea"]);

/** A text for Plotly as it reads on the page. */
export function legendName(text: unknown): string {
  return unescapeMarkup(stripMarkup(String(text)));
}

/** The entries that the legend of some traces would have. */
export function countEntries(data: readonly Props[]): number {
  return data.reduce((sum, { type, showlegend, labels }) => {
    if (showlegend === false) return sum;
    if (!SLICED.has(String(type))) return sum + 1;
    const isList = Array.isArray(labels) || ArrayBuffer.isView(labels);
    return sum + (isList ? new Set(Array.from(labels as ArrayLike<unknown>)).size : 0);
  }, 0);
}

/** The entries of what is drawn on an element; those of one name are one. */
export function legendEntries(element: HTMLElement): LegendEntry[] {
  // Plotly keeps on the element what it computed.
  const { calcdata = [] } = element as unknown as { calcdata?: Calculated };
  const entries = new Map<string, LegendEntry>();
  for (const points of calcdata) {
    for (const entry of entriesOf(points))
      if (!entries.has(entry.name)) entries.set(entry.name, entry);
  }
  return [...entries.values()];
}

function entriesOf(points: Calculated[number]): LegendEntry[] {
  const trace = points[0]?.trace;
  // Types that have no place in a legend have no such property.
  if (!trace || trace.visible === false || !trace.showlegend) return [];
  if (SLICED.has(String(trace.type))) {
    return points.flatMap(({ label, color, hidden }) =>
      label === undefined ? [] : [entry(label, color, hidden !== true)],
    );
  }
  return [entry(trace.name, colourOf(trace), trace.visible === true)];
}

function entry(name: unknown, colour: unknown, shown: boolean): LegendEntry {
  return { name: legendName(name), shown, ...(typeof colour === "string" ? { colour } : {}) };
}

function colourOf({ mode, line, marker, fillcolor }: DrawnTrace): unknown {
  const isLine = typeof mode === "string" && mode.includes("lines");
  const colours = isLine ? [line?.color, marker?.color] : [marker?.color, line?.color, fillcolor];
  return colours.find((colour) => typeof colour === "string");
}
