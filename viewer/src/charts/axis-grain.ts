/** Axes of dates: what of the calendar lies along them, between which Plotly would put ticks. */
import type { Axis, AxisPlan } from "./axis-plan.js";
import type { Zone } from "../format/zone.js";
import { timeOfDay } from "./drawn-values.js";
import { isFarDate } from "./far-dates.js";
import { axesOf } from "./subplot-axes.js";
import type { DrawnSeries } from "./thinning.js";

const DAY = 86_400_000;
/** Between more of them Plotly puts no ticks. */
const FEW = { days: 7, months: 8, years: 8 };

/** What Plotly is told of such an axis: a tick for each day, month or year, or for one moment. */
export type Grain =
  | { readonly dtick: number | string }
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
  let [onDays, onMonths, onYears] = [true, true, true];
  for (const value of datesAlong(axis, plan, all)) {
    const text = isClock ? timeOfDay(value) : zone.local(value).replace(MIDNIGHT, "");
    onDays &&= text.length <= 10;
    onMonths &&= onDays && FIRST_OF_MONTH.test(text);
    onYears &&= onMonths && FIRST_OF_YEAR.test(text);
    if (first !== "" && text >= first && text <= last) continue;
    if (first === "" || text < first) first = text;
    if (last === "" || text > last) last = text;
    if (!onDays && first !== last) return undefined;
    if (!onMonths && daysBetween(first, last) > FEW.days) return undefined;
  }
  if (first === "") return undefined;
  if (!onDays) return oneTick(first, isClock);
  const days = daysBetween(first, last);
  if (onYears && days > 0 && days <= FEW.years * 366) return { dtick: "M12" };
  if (onMonths && days > 0 && days <= FEW.months * 31) return { dtick: "M1" };
  return days <= FEW.days ? { dtick: DAY } : undefined;
}

const MIDNIGHT = /[T ]00:00(:00)?$/;
const FIRST_OF_MONTH = /^\d{4}-\d\d(-01)?$/;
const FIRST_OF_YEAR = /^\d{4}-01(-01)?$/;

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
