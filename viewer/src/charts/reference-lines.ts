/** Lines and bands across a chart: where on its axes they stand, and what they say. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import { axisKey, type ReferenceLine } from "../../../src/contract/reference-line.js";
import { escapeMarkup, stripMarkup } from "../format/markup.js";
import { isNumberFormat } from "../format/format-kind.js";
import type { Formatter } from "../format/value.js";
import { planAxes, writtenAt, type Axis, type AxisPlan } from "./axis-plan.js";
import { timeOfDay } from "./drawn-values.js";
import type { LoadedTrace } from "./loaded-trace.js";

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
