/**
 * Lines and bands across a chart: shapes of Plotly's, which make an axis grow to show them, and
 * labels beside the drawing, where nothing else is.
 */
import type { JsonObject } from "../../../src/contract/json-value.js";
import { axisKey, type ReferenceLine } from "../../../src/contract/reference-line.js";
import { escapeMarkup, stripMarkup } from "../format/markup.js";
import { isNumberFormat } from "../format/format-kind.js";
import type { Formatter } from "../format/value.js";
import { planAxes, writtenAt, type Axis, type AxisPlan } from "./axis-plan.js";
import type { Props } from "./bind.js";
import { partOf } from "./computed.js";
import { timeOfDay } from "./drawn-values.js";
import { inTheMiddle } from "./in-the-middle.js";
import type { LoadedTrace } from "./loaded-trace.js";
import type { ReadToken } from "./token.js";

/** Lines at their places. */
export interface PlacedLines {
  readonly placed: readonly PlacedLine[];
  /** What the card says of those that are not drawn. */
  readonly notices: readonly string[];
}

export interface PlacedLine {
  readonly line: ReferenceLine;
  readonly letter: "x" | "y";
  readonly from: number | string;
  readonly to: number | string | undefined;
  readonly isLog: boolean;
  readonly label: string;
  /** `target at y = $15`. */
  readonly words: string;
}

export interface LinesAround {
  readonly plan: AxisPlan;
  /** The author's. */
  readonly layout: JsonObject;
  readonly formatter: Formatter;
  /** Names along an axis of categories. */
  readonly categories: (axis: Axis) => ReadonlySet<string> | undefined;
}

/** `layout` is the author's. */
export function placeLines(lines: readonly ReferenceLine[], around: LinesAround): PlacedLines {
  const notices: string[] = [];
  const placed = lines.flatMap((line) => {
    const { misfit, ...one } = placeLine(line, around);
    if (misfit === undefined) return [one];
    notices.push(`The line ${one.words} is not drawn: ${misfit}.`);
    return [];
  });
  return { placed, notices };
}

/** What all lines say, for those who do not see them. */
export function lineWords(
  lines: readonly ReferenceLine[],
  traces: readonly LoadedTrace[],
  layout: JsonObject,
  formatter: Formatter,
): string[] {
  if (lines.length === 0) return [];
  const around = { plan: planAxes(traces, layout), layout, formatter, categories: () => undefined };
  return lines.map((line) => placeLine(line, around).words);
}

function placeLine(
  line: ReferenceLine,
  { plan, layout, formatter, categories }: LinesAround,
): PlacedLine & { readonly misfit?: string } {
  const key = axisKey(line.axis);
  const axis = plan.axes.find(({ path }) => path.length === 1 && path[0] === key);
  const isLog = writtenAt(layout, [key, "type"]) === "log";
  const write = (place: number | string) => placeText(place, axis, formatter);
  const place = write(line.from) + (line.to === undefined ? "" : ` to ${write(line.to)}`);
  const label = line.label ?? place;
  const words = `${line.label === undefined ? "" : `${stripMarkup(label)} `}at ${line.axis} = ${place}`;
  const letter = line.axis.startsWith("x") ? "x" : "y";
  const known = { line, letter, isLog, label, words } as const;
  if (!axis)
    return { ...known, from: line.from, to: line.to, misfit: `no trace lies along ${key}` };
  const names = axis.kind === "category" ? categories(axis) : undefined;
  const ends = [line.from, ...(line.to === undefined ? [] : [line.to])].map((end) =>
    placeOn(end, axis, { names, isLog, formatter }),
  );
  const misfit = ends.flatMap((end) => (typeof end === "object" ? end.misfit : []))[0];
  const [from, to] = ends.map((end) => (typeof end === "object" ? "" : end));
  const range = misfit ?? outsideOf(writtenAt(layout, [key, "range"]), [from ?? "", to], axis);
  return { ...known, from: from ?? "", to, ...(range !== undefined && { misfit: range }) };
}

interface Along {
  readonly names: ReadonlySet<string> | undefined;
  readonly isLog: boolean;
  readonly formatter: Formatter;
}

function placeOn(
  place: number | string,
  { kind, path }: Axis,
  { names, isLog, formatter }: Along,
): number | string | { readonly misfit: string } {
  const text = String(place);
  switch (kind) {
    case "number": {
      const number = text.trim() === "" ? Number.NaN : Number(text);
      if (!Number.isFinite(number)) return { misfit: `${path[0]} has numbers` };
      return isLog && number <= 0 ? { misfit: `${path[0]} is logarithmic` } : number;
    }
    case "date":
      if (Number.isNaN(Date.parse(text)) || typeof place === "number")
        return { misfit: `${path[0]} has dates` };
      return formatter.zone.place(text);
    case "time":
      return /^\d\d:\d\d/.test(text) ? timeOfDay(text) : { misfit: `${path[0]} has times of day` };
    case "category": {
      const name = escapeMarkup(text);
      return names?.has(name) === false ? { misfit: `${path[0]} has no such category` } : name;
    }
    default:
      return place;
  }
}

/** Of a range that the author has written, beyond which an axis does not grow. */
function outsideOf(
  range: unknown,
  ends: readonly (number | string | undefined)[],
  { kind, path }: Axis,
): string | undefined {
  if (!Array.isArray(range) || (kind !== "number" && kind !== "date")) return undefined;
  const value = (end: unknown) => (kind === "date" ? Date.parse(String(end)) : Number(end));
  const [first = 0, last = 0] = range.map(value).toSorted((a, b) => a - b);
  const isInside = ends.some(
    (end) => end !== undefined && value(end) >= first && value(end) <= last,
  );
  const isRead = Number.isFinite(first) && Number.isFinite(last);
  return isInside || !isRead ? undefined : `it is outside of the range of ${path[0]}`;
}

/** A place as the ticks of its axis write it. */
function placeText(
  place: number | string,
  axis: Axis | undefined,
  { numbers, value, zone }: Formatter,
): string {
  const format = axis?.format;
  if (axis?.kind === "number" && Number.isFinite(Number(place))) {
    if (axis.numbers.naming) return String(place);
    const isOwn = format !== undefined && isNumberFormat(format);
    return isOwn ? numbers.withFormat(String(place), format) : numbers.plain(place);
  }
  if (axis?.kind === "date" && typeof place === "string") {
    const own = format !== undefined && !isNumberFormat(format) ? format : undefined;
    return value(zone.local(place), "timestamp", own);
  }
  return String(place);
}

/** Beside the drawing a label has so many pixels, above it so much of its height. */
const MOST_CHARACTERS = 18;
const CHARACTER = 6.4;
const LANE = 0.08;
const MOST_LANES = 3;
/** By this name the page knows its own labels among annotations. */
export const LINE_LABEL = "line";

/** What of them goes into the layout, which is that of the author and the page. */
export function lineLayout(placed: readonly PlacedLine[], layout: Props, token: ReadToken): Props {
  if (placed.length === 0) return {};
  const yaxis = partOf(layout["yaxis"]);
  const isAlone = !Object.keys(layout).some((key) => /^([xy]axis[2-9]|grid$)/.test(key));
  const across = placed.filter(({ letter }) => letter === "y");
  const upward = placed.filter(({ letter }) => letter === "x");
  const lanes = isAlone && yaxis["domain"] === undefined ? Math.min(MOST_LANES, upward.length) : 0;
  const top = 1 - LANE * lanes;
  const margin = partOf(layout["margin"]);
  const longest = Math.max(0, ...across.map(({ label }) => shown(label).length));
  const room = isAlone && margin["r"] === undefined ? 12 + longest * CHARACTER : 0;
  return {
    shapes: [...listIn(layout["shapes"]), ...placed.map((one) => shapeOf(one, token))],
    annotations: [
      ...listIn(layout["annotations"]),
      ...placed.map((one) => labelOf(one, { isAlone, top }, token)),
    ],
    ...(room > 0 && across.length > 0 ? { margin: { ...margin, r: Math.round(room) } } : {}),
    ...(lanes > 0 ? { yaxis: { ...yaxis, domain: [0, top] } } : {}),
  };
}

function shapeOf({ line, letter, from, to }: PlacedLine, token: ReadToken): Props {
  const colour = line.color ?? token("--text-3");
  const other = letter === "x" ? "y" : "x";
  const along = {
    [`${letter}ref`]: line.axis,
    [`${letter}0`]: from,
    [`${letter}1`]: to ?? from,
    [`${other}ref`]: `${other} domain`,
    [`${other}0`]: 0,
    [`${other}1`]: 1,
  };
  return to === undefined
    ? { type: "line", ...along, line: { color: colour, width: 1.5, dash: "dash" } }
    : {
        type: "rect",
        ...along,
        fillcolor: colour,
        opacity: 0.16,
        line: { width: 0 },
        layer: "below",
      };
}

function labelOf(
  { line, letter, from, to, isLog, label }: PlacedLine,
  { isAlone, top }: { readonly isAlone: boolean; readonly top: number },
  token: ReadToken,
): Props {
  const middle = to === undefined ? from : middleOf(from, to);
  const place = isLog ? Math.log10(Number(middle)) : middle;
  const beside =
    letter === "y"
      ? {
          xref: "paper",
          x: 1,
          xanchor: isAlone ? "left" : "right",
          yref: line.axis,
          y: place,
          yanchor: isAlone ? "middle" : "bottom",
          xshift: isAlone ? 4 : 0,
        }
      : {
          xref: line.axis,
          x: place,
          xanchor: "center",
          yref: "paper",
          y: top,
          yanchor: "bottom",
          yshift: 3,
        };
  return {
    ...beside,
    name: LINE_LABEL,
    text: escapeMarkup(shown(label)),
    hovertext: shown(label) === label ? "" : escapeMarkup(label),
    showarrow: false,
    borderpad: 1,
    font: { size: 11.5, color: token("--text-2") },
    ...(isAlone ? {} : { bgcolor: token("--surface") }),
  };
}

function shown(label: string): string {
  return inTheMiddle(stripMarkup(label), MOST_CHARACTERS);
}

function middleOf(from: number | string, to: number | string): number | string {
  if (typeof from === "number" && typeof to === "number") return (from + to) / 2;
  const [first, last] = [Date.parse(String(from)), Date.parse(String(to))];
  if (Number.isNaN(first) || Number.isNaN(last)) return from;
  return new Date((first + last) / 2).toISOString().slice(0, -1);
}

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
