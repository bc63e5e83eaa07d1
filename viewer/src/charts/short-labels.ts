/**
 * Labels of categories that would take more than about a third of the chart are cut in their
 * middle; tooltips, and a pointer that rests on the label, show all of it.
 */
import type { Props } from "./bind.js";
import { addTitle, fitLabels } from "./fit-labels.js";
import { charactersIn, inTheMiddle } from "./in-the-middle.js";
import { escapeMarkup, unescapeMarkup } from "../format/markup.js";
import { withShortParts } from "./short-parts.js";

/** Mean width of a character of a label, in CSS pixels. */
const CHARACTER = 6.3;
const SHARE = 1 / 3;
/** Labels of fewer characters are never cut. */
const SHORTEST = 12;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** Set while Plotly makes a tooltip, which asks for the labels of axes too. */
interface Hovering {
  now: boolean;
}

interface PlotlyElement {
  readonly on: (event: string, handler: () => void) => void;
  readonly removeAllListeners: (event: string) => void;
}

/** Full texts of cut labels, by what is shown instead. */
type FullTexts = ReadonlyMap<string, string>;

export interface ShortLabels {
  readonly data: Props[];
  readonly layout: Props;
  /** To be called with what is drawn. */
  readonly explain: (element: HTMLElement) => void;
}

/** The traces and the layout for a chart of this size. */
export function shortLabels(data: readonly Props[], layout: Props, size: Size): ShortLabels {
  const hovering: Hovering = { now: false };
  const full = new Map<string, string>();
  const axes: Props = {};
  for (const [name, labels] of categories(data)) {
    const axis: unknown = layout[name];
    const written = typeof axis === "object" && axis !== null ? axis : {};
    if ("labelalias" in written || "ticktext" in written) continue;
    const texts = labels.map(unescapeMarkup);
    const short = cutLabels(texts, roomFor(name, labels.length, size));
    if (short.size === 0) continue;
    for (const [label, text] of short) full.set(text, label);
    axes[name] = { ...written, labelalias: aliases(escaped(short), hovering) };
  }
  return {
    data: data.map((trace) => withShortParts(trace, size)),
    layout: { ...layout, ...axes },
    explain: (element) => explain(element, full, hovering),
  };
}

/** The labels and what stands for them as Plotly takes them. */
function escaped(short: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...short].map(([label, text]) => [escapeMarkup(label), escapeMarkup(text)]));
}

/** Characters for each of some labels. Below the axis they may stand upright. */
function roomFor(axis: string, count: number, { width, height }: Size): number {
  const room = axis.startsWith("y") ? width * SHARE : Math.max(height * SHARE, width / count);
  return Math.max(SHORTEST, Math.floor(room / CHARACTER));
}

/** The texts along each axis, once each. */
function categories(data: readonly Props[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const trace of data) {
    for (const letter of ["x", "y"]) {
      const values = trace[letter];
      if (!Array.isArray(values)) continue;
      const axis = trace[`${letter}axis`];
      const name = `${letter}axis${typeof axis === "string" ? axis.slice(1) : ""}`;
      const labels = found.get(name) ?? new Set();
      for (const value of values as unknown[]) if (typeof value === "string") labels.add(value);
      found.set(name, labels);
    }
  }
  return new Map([...found].map(([name, labels]) => [name, [...labels]]));
}

/** What stands for the labels that are too long; no two of them read alike. */
export function cutLabels(labels: readonly string[], limit: number): Map<string, string> {
  const long = labels.filter((label) => label.length > charactersIn(label, limit));
  const cut = new Map(long.map((label) => [label, inTheMiddle(label, charactersIn(label, limit))]));
  const taken = new Set(labels.filter((label) => !cut.has(label)));
  const alike = new Set([...cut.values(), ...taken]).size < cut.size + taken.size;
  if (!alike) return cut;
  const common = commonStart(long);
  const around = new Map(
    long.map((label) => [label, aroundDifference(label, common, charactersIn(label, limit))]),
  );
  for (const [label, text] of around) {
    // Nothing tells them apart in so little room.
    if (taken.has(text)) around.delete(label);
    taken.add(text);
  }
  return around;
}

/** The beginning, and the part from where the labels differ. */
function aroundDifference(label: string, common: number, limit: number): string {
  const start = Math.floor(limit / 3);
  const room = limit - start - 2;
  const from = Math.max(start, Math.min(common - Math.floor(room / 3), label.length - room));
  const part = label.slice(from, from + room).trim();
  const end = from + room < label.length ? "…" : "";
  return `${label.slice(0, start).trimEnd()}…${part}${end}`;
}

function commonStart([first = "", ...others]: readonly string[]): number {
  let length = 0;
  while (length < first.length && others.every((other) => other[length] === first[length])) {
    length += 1;
  }
  return length;
}

/** Plotly asks this map for the labels of axes and of tooltips in the same way. */
function aliases(short: ReadonlyMap<string, string>, hovering: Hovering): Props {
  return {
    ...Object.fromEntries(short),
    hasOwnProperty: (label: string) => !hovering.now && short.has(label),
  };
}

function explain(element: HTMLElement, full: FullTexts, hovering: Hovering): void {
  // Plotly makes every element on which it draws a source of its events.
  const plot = element as unknown as PlotlyElement;
  for (const event of ["plotly_beforehover", "plotly_afterplot"]) plot.removeAllListeners(event);
  plot.on("plotly_beforehover", () => {
    hovering.now = true;
    queueMicrotask(() => (hovering.now = false));
  });
  const addTitles = () => {
    fitLabels(element);
    if (full.size === 0) return;
    for (const label of element.querySelectorAll<SVGTextElement>(".xtick text, .ytick text")) {
      const text = full.get(label.textContent ?? "");
      if (text !== undefined) addTitle(label, text);
    }
  };
  plot.on("plotly_afterplot", addTitles);
  addTitles();
}
