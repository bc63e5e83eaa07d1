/** What a reader must know of the axes of a chart. */
import { kindOfColumn } from "./value-kind.js";
import { isLength, type AxisPlan } from "./axis-plan.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { axesOf } from "./subplot-axes.js";
import { drawnType } from "./trace-types.js";
import type { Column } from "../data/column.js";
import type { Formatter } from "../format/value.js";
import type { Zone } from "../format/zone.js";

export function axisNotices(
  traces: readonly LoadedTrace[],
  plan: AxisPlan,
  compat: boolean,
  { zone }: Formatter,
): string[] {
  const notices = new Set<string>();
  for (const { object: trace, result } of traces) {
    const type = drawnType(trace.type);
    for (const [property] of axesOf(type, trace.props)) {
      const binding = trace.bindings.find(({ path }) => path.join() === property);
      const column = result.columns.find(({ name }) => name === binding?.column);
      const axis = plan.of(trace, property);
      if (!column || !axis) continue;
      if (!compat && axis.kind === "date" && isRepeated(column, zone)) {
        notices.add(
          "The clock goes back in these rows: the time that it shows twice is drawn half as wide, one pass after the other.",
        );
      }
      if (kindOfColumn(column) !== "category") continue;
      const pair = compat && !axis.written ? fallingTogether(column) : undefined;
      if (pair) {
        const [one, other] = pair;
        notices.add(
          `${one} and ${other} of ${trace.name} are drawn in one place, as Visivo 1.0 did: they look like one number.`,
        );
      }
      if (!compat && !axis.written && type && isLength(type, trace, property)) {
        notices.add(
          `The ${property} of ${trace.name} is text, so that its lengths mean nothing: cast it to a number.`,
        );
      }
    }
  }
  return [...notices];
}

const repeated = new WeakMap<Column, boolean>();

/** Whether the clock of the zone shows some instant of a column twice. */
function isRepeated(column: Column, zone: Zone): boolean {
  if (column.type !== "instant") return false;
  const known = repeated.get(column);
  if (known !== undefined) return known;
  const rows = Array.from({ length: column.length }, (_, row) => row);
  const is = rows.some((row) => zone.isTwice(String(column.value(row))));
  repeated.set(column, is);
  return is;
}

/** Two texts that are one number to Plotly, which takes a column for numbers if a third looks so. */
function fallingTogether(column: Column): readonly [string, string] | undefined {
  const texts = new Set<string>();
  for (let row = 0; row < column.length; row += 1) {
    const value = column.value(row);
    if (value !== null) texts.add(String(value));
  }
  const byNumber = new Map<number, string>();
  let pair: readonly [string, string] | undefined;
  let numbers = 0;
  for (const text of texts) {
    const number = text.trim() === "" ? Number.NaN : Number(text.replace(/[$,%\s]/g, ""));
    if (Number.isNaN(number)) continue;
    numbers += 1;
    const other = byNumber.get(number);
    if (other !== undefined) pair ??= [other, text];
    byNumber.set(number, text);
  }
  return texts.size - numbers > numbers * 2 ? undefined : pair;
}
