/** Axes of dates: what of the calendar lies along them, between which Plotly would put ticks. */
import type { Axis, AxisPlan } from "./axis-plan.js";
import type { Zone } from "../format/zone.js";
import { timeOfDay } from "./drawn-values.js";
import { isFarDate } from "./far-dates.js";
import { axesOf } from "./subplot-axes.js";
import type { DrawnSeries } from "./thinning.js";

const DAY = 86_400_000;
/** Between more days, or more of the others, Plotly puts no ticks. */
const DAYS = 7;
const FEW = 8;
/** From more weeks on it puts them between months. */
const WEEKS = 26;
/** Six ticks of days have room on a phone. */
const BETWEEN_TICKS = 5;
/** Years, quarters and months, in months. */
const STEPS = [12, 3, 1];

/** What Plotly is told of such an axis: a tick for each day, week, month, quarter or year, or for one moment. */
export type Grain =
  | { readonly dtick: number | string; readonly tick0?: string }
  | {
      readonly tickmode: "array";
      readonly tickvals: readonly string[];
      readonly tickformat: string;
    };

/** Undefined where Plotly's own ticks are right, and where an axis has no dates. */
export function grainOf(
  axis: Axis,
  plan: AxisPlan,
  all: readonly DrawnSeries[],
  zone: Zone,
): Grain | undefined {
  if (axis.kind !== "date" && axis.kind !== "time") return undefined;
  const isClock = axis.kind === "time";
  let [first, last] = ["", ""];
  let [onDays, onWeeks] = [true, true];
  // All dates are the first day of every so many months of the year; 0: they are not.
  let months = 12;
  for (const value of datesAlong(axis, plan, all)) {
    const text = isClock ? timeOfDay(value) : zone.local(value).replace(MIDNIGHT, "");
    onDays &&= text.length <= 10;
    const month = Number(FIRST_OF_MONTH.exec(text)?.[1]);
    months = STEPS.find((step) => step <= months && (month - 1) % step === 0) ?? 0;
    onWeeks &&= onDays && (first === "" || daysBetween(first, text) % 7 === 0);
    if (first !== "" && text >= first && text <= last) continue;
    if (first === "" || text < first) first = text;
    if (last === "" || text > last) last = text;
    if (!onDays && first !== last) return undefined;
    const days = daysBetween(first, last);
    if (months === 0 && days > (onWeeks ? WEEKS * 7 : DAYS)) return undefined;
  }
  if (first === "") return undefined;
  if (!onDays) return oneTick(first, isClock);
  const days = daysBetween(first, last);
  if (months > 0 && days > 0 && days <= FEW * months * 31) return { dtick: `M${months}` };
  // Weeks begin on the day that they have here; Plotly's own begin on Sundays.
  if (onWeeks && days > 0 && days <= WEEKS * 7) {
    return { dtick: 7 * DAY * Math.ceil(days / 7 / BETWEEN_TICKS), tick0: first };
  }
  return days <= DAYS ? { dtick: DAY } : undefined;
}

const MIDNIGHT = /[T ]00:00(:00)?$/;
const FIRST_OF_MONTH = /^\d{4}-(\d\d)(-01)?$/;

function daysBetween(first: string, last: string): number {
  return (Date.parse(last) - Date.parse(first)) / DAY;
}

/** Where a single moment lies, around which Plotly would write milliseconds. */
function oneTick(moment: string, isClock: boolean): Grain {
  const seconds = /:00$|T\d\d:\d\d$/.test(moment.replace(" ", "T")) ? "" : ":%S";
  const tickformat = `%H:%M${seconds}${isClock ? "" : "\n%b %-d, %Y"}`;
  return { tickmode: "array", tickvals: [moment], tickformat };
}

function* datesAlong(axis: Axis, plan: AxisPlan, all: readonly DrawnSeries[]): Iterable<string> {
  for (const { trace, type, result, series } of all) {
    for (const [property] of axesOf(type, trace.props)) {
      if (plan.of(trace, property) !== axis) continue;
      const binding = trace.bindings.find(({ path }) => path.join() === property);
      const column = result.columns.find(({ name }) => name === binding?.column);
      if (!column) continue;
      for (let row = series.start; row < series.end; row += 1) {
        const value = column.value(row);
        if (typeof value === "string" && !isFarDate(value)) yield value;
      }
    }
  }
}
