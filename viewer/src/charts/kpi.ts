/**
 * Indicators that are numbers only, drawn as text of the page: lighter than Plotly and set like
 * everything else.
 */
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { isShareFormat } from "../format/format-kind.js";
import { stripMarkup } from "../format/markup.js";
import type { NumberFormatter } from "../format/number.js";
import type { Formatter } from "../format/value.js";
import { writtenNumber } from "../format/written-number.js";
import type { Props } from "./bind.js";
import { differenceOf, ratioOf, sizeOf } from "./comparison.js";
import type { CardRows, LinePoint } from "./number-card.js";

/** A headline number as it is written. */
export interface Kpi {
  readonly label?: string;
  readonly value: string;
  readonly delta?: Delta;
  /** What the delta compares with, or why there is none. */
  readonly than?: string;
  /** Of which month the number is, or whatever its rows lie along; absent where that is clear. */
  readonly place?: string;
  /** The rows behind the number; absent where no line is drawn. */
  readonly line?: readonly LinePoint[];
}

export interface Delta {
  readonly text: string;
  readonly direction: "up" | "down" | "level";
  readonly judgement?: "good" | "bad";
  /** The judgement in a word, where the direction does not say it. */
  readonly word?: "better" | "worse";
  /** A CSS colour that the author chose. */
  readonly colour?: string;
}

/** Whether a chart needs no drawing: all its traces are indicators without a gauge. */
export function isNumbersOnly(traces: readonly SiteTrace[]): boolean {
  return (
    traces.length > 0 &&
    traces.every(({ type, props }) => type === "indicator" && !modeOf(props).includes("gauge"))
  );
}

/** From the filled properties of an `indicator` trace; `rows` where it has a `card`. */
export function readKpi(props: Props, { numbers }: Formatter, rows?: CardRows): Kpi {
  const mode = modeOf(props);
  const value = rows ? rows.value : single(props["value"]);
  const number = part(props["number"]);
  const label = titleText(props["title"]);
  const specifier = textOf(number["valueformat"]);
  const delta = mode.includes("delta")
    ? readDelta(value, part(props["delta"]), specifier, numbers)
    : undefined;
  return {
    ...(label === undefined ? {} : { label }),
    value: mode.includes("number")
      ? textOf(number["prefix"]) +
        writtenNumber(value, specifier, numbers) +
        textOf(number["suffix"])
      : "",
    ...(delta ? { delta } : {}),
    ...(rows && compared(rows, specifier, numbers)),
  };
}

/** Words of about the length of those that come, for the room of a number without its rows. */
export function comingKpi({ props, card }: SiteTrace, formatter: Formatter): Kpi {
  const { label } = readKpi(props, formatter);
  const isCompared = card?.over !== undefined || card?.target !== undefined;
  const change = card?.good === "down" ? ({ word: "better" } as const) : {};
  return {
    ...(label !== undefined && { label }),
    value: "",
    ...((isCompared || modeOf(props).includes("delta")) && {
      delta: { text: "00.0%", direction: "up", ...change },
    }),
    ...(isCompared && { than: card.label ?? "vs 000" }),
    ...(card?.sparkline === true && card.over !== undefined && { line: [] }),
  };
}

function modeOf(props: Props): string {
  return textOf(props["mode"]) || "number";
}

/** A difference has the format of its number, unless it has its own. */
function readDelta(
  value: unknown,
  delta: Props,
  numberFormat: string,
  numbers: NumberFormatter,
): Delta | undefined {
  const relative = delta["relative"] === true;
  const reference = single(delta["reference"]);
  const difference = differenceOf(value, reference);
  const change = relative && difference !== undefined ? ratioOf(difference, reference) : difference;
  if (change === undefined) return undefined;
  const specifier = textOf(delta["valueformat"]) || (relative ? ".1%" : numberFormat);
  const direction = directionOf(change);
  const colour = single(part(delta[direction === "up" ? "increasing" : "decreasing"])["color"]);
  return {
    text:
      textOf(delta["prefix"]) +
      writtenNumber(sizeOf(change), specifier, numbers) +
      textOf(delta["suffix"]),
    ...judged(direction, "up"),
    ...(typeof colour === "string" ? { colour } : {}),
  };
}

/** The comparison of a card; percentages are of the size of what was before. */
function compared(
  { value, before, than, place, card, line }: CardRows,
  format: string,
  numbers: NumberFormatter,
): Omit<Kpi, "label" | "value"> {
  const drawn = { ...(line.length > 0 && { line }), ...(place !== undefined && { place }) };
  const difference = differenceOf(value, before);
  if (difference === undefined) return value === null ? drawn : { than, ...drawn };
  const isShare = isShareFormat(format);
  const kind = card.change ?? (isShare ? "difference" : "percent");
  const base = typeof before === "boolean" || before === undefined ? null : before;
  const ratio = kind === "percent" && base !== null ? ratioOf(difference, sizeOf(base)) : undefined;
  const points = writtenNumber(sizeOf(difference), format, numbers);
  const text =
    ratio === undefined
      ? isShare
        ? points.replace("%", " pp")
        : points
      : numbers.withFormat(sizeOf(ratio), ",.1%");
  return { delta: { text, ...judged(directionOf(difference), card.good) }, than, ...drawn };
}

function judged(
  direction: Delta["direction"],
  good: "up" | "down" | "neither",
): Omit<Delta, "text"> {
  if (direction === "level" || good === "neither") return { direction };
  const isGood = direction === good;
  return {
    direction,
    judgement: isGood ? "good" : "bad",
    ...(good === "down" ? { word: isGood ? "better" : "worse" } : {}),
  };
}

function directionOf(change: string | number): Delta["direction"] {
  const number = Number(change);
  if (number === 0) return "level";
  return number > 0 ? "up" : "down";
}

/** A query's column where one value is meant: its first row. */
function single(value: unknown): unknown {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Reflect.get(value, 0);
  return value;
}

function titleText(title: unknown): string | undefined {
  const written = single(title);
  const text = typeof written === "string" ? written : single(part(title)["text"]);
  return typeof text === "string" && text !== "" ? stripMarkup(text) : undefined;
}

function part(value: unknown): Props {
  // A nested map of Plotly properties, whose fields are checked where they are read.
  return typeof value === "object" && value !== null ? (value as Props) : {};
}

function textOf(value: unknown): string {
  const text = single(value);
  return typeof text === "string" ? text : "";
}
