/**
 * Indicators that are numbers only, drawn as text of the page: lighter than Plotly and set like
 * everything else.
 */
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { decimalText, difference, exactValue, quotient } from "../format/decimal.js";
import type { Formatter } from "../format/value.js";
import { NULL_TEXT } from "../format/text-form.js";
import type { Props } from "./bind.js";
import { stripMarkup } from "../format/markup.js";

/** A headline number as it is written. */
export interface Kpi {
  readonly label?: string;
  readonly value: string;
  readonly delta?: {
    readonly text: string;
    readonly direction: "up" | "down" | "level";
    /** A CSS colour that the author chose. */
    readonly colour?: string;
  };
}

/** Whether a chart needs no drawing: all its traces are indicators without a gauge. */
export function isNumbersOnly(traces: readonly SiteTrace[]): boolean {
  return (
    traces.length > 0 &&
    traces.every(({ type, props }) => type === "indicator" && !modeOf(props).includes("gauge"))
  );
}

/** From the filled properties of an `indicator` trace. */
export function readKpi(props: Props, { numbers }: Formatter): Kpi {
  const mode = modeOf(props);
  const value = single(props["value"]);
  const number = part(props["number"]);
  const label = titleText(props["title"]);
  const delta = mode.includes("delta")
    ? readDelta(value, part(props["delta"]), textOf(number["valueformat"]), numbers)
    : undefined;
  const specifier = textOf(number["valueformat"]);
  return {
    ...(label === undefined ? {} : { label }),
    value: mode.includes("number")
      ? textOf(number["prefix"]) + written(value, specifier, numbers) + textOf(number["suffix"])
      : "",
    ...(delta ? { delta } : {}),
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
  numbers: Formatter["numbers"],
): Kpi["delta"] {
  const relative = delta["relative"] === true;
  const change = changeOf(value, single(delta["reference"]), relative);
  if (change === undefined) return undefined;
  const specifier = textOf(delta["valueformat"]) || (relative ? ".1%" : numberFormat);
  const size = typeof change === "string" ? change.replace("-", "") : Math.abs(change);
  const direction = Number(change) > 0 ? "up" : Number(change) < 0 ? "down" : "level";
  const colour = single(part(delta[direction === "up" ? "increasing" : "decreasing"])["color"]);
  return {
    text: textOf(delta["prefix"]) + written(size, specifier, numbers) + textOf(delta["suffix"]),
    direction,
    ...(typeof colour === "string" ? { colour } : {}),
  };
}

/** Exact between exact numbers, and then a text; undefined where there is nothing to compare. */
function changeOf(now: unknown, before: unknown, relative: boolean): string | number | undefined {
  if (!isWritten(now) || !isWritten(before)) return undefined;
  const [exactNow, exactBefore] = [exactValue(now), exactValue(before)];
  if (exactNow && exactBefore) {
    const change = difference(exactNow, exactBefore);
    const result = relative ? quotient(change, exactBefore) : change;
    return result && decimalText(result);
  }
  const change = Number(now) - Number(before);
  const result = relative ? change / Number(before) : change;
  return Number.isFinite(result) ? result : undefined;
}

function isWritten(value: unknown): value is number | string {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}

function written(value: unknown, specifier: string, numbers: Formatter["numbers"]): string {
  if (typeof value !== "number" && typeof value !== "string") return NULL_TEXT;
  return specifier === "" ? numbers.headline(value) : numbers.withFormat(value, specifier);
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
