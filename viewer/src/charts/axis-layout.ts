/** What of the plan of a chart's axes goes into its layout, below what the author has written. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import { isNumberFormat } from "../format/format-kind.js";
import type { NumberFormatter } from "../format/number.js";
import { axisFormat, plotlyFormat } from "../format/own-formats.js";
import type { Grain } from "./axis-grain.js";
import type { Props } from "./bind.js";
import { writtenAt, type Axis, type AxisKind } from "./axis-plan.js";

const TYPES = {
  number: { type: "linear" },
  date: { type: "date" },
  time: { type: "date", tickformat: "%H:%M", hoverformat: "%H:%M:%S" },
  category: { type: "category" },
} satisfies Record<AxisKind, Props>;

/** Plotly begins axes of dates where the data begins, which would cut bars. */
const FROM_MIDNIGHT = { autorangeoptions: { include: "1970-01-01" } };

export interface AlongAxis {
  /** The categories along an axis in order; undefined where Plotly knows it. */
  readonly categories: (axis: Axis) => readonly string[] | undefined;
  /** What of the calendar lies along it. */
  readonly grain: (axis: Axis) => Grain | undefined;
  readonly numbers: NumberFormatter;
}

export function axisLayout(
  axes: readonly Axis[],
  layout: JsonObject,
  { categories, grain, numbers }: AlongAxis,
): Props {
  const made: Props = {};
  for (const axis of axes) {
    const own = {
      ...(axis.kind && !axis.written ? TYPES[axis.kind] : {}),
      ...(axis.kind === "number" ? formats(axis, layout, numbers) : {}),
      ...(axis.kind === "time" && axis.lengths ? FROM_MIDNIGHT : {}),
      ...(hasTicks(axis, layout) ? {} : grain(axis)),
      ...(axis.kind === "date" || axis.kind === "time" ? dateFormats(axis, layout) : {}),
      ...(axis.kind === "category" && !hasOrder(axis, layout) ? orderOf(categories(axis)) : {}),
    };
    if (Object.keys(own).length > 0) put(made, axis.path, own);
  }
  return made;
}

/**
 * How numbers are written where the author's layout says nothing of it: in the format of their
 * columns, else as in the cells of tables.
 */
function formats(
  { path, numbers, format }: Axis,
  layout: JsonObject,
  write: NumberFormatter,
): Props {
  const has = (key: string) => writtenAt(layout, [...path, key]) !== undefined;
  // Degrees are Plotly's.
  if (path.at(-1) === "angularaxis" || FORMATS.some(has)) return {};
  const ticks = path.length === 1 ? "edge" : "inside";
  if (format !== undefined && isNumberFormat(format)) {
    return {
      tickformat: plotlyFormat(write, format, ticks),
      ...(has("hoverformat") ? {} : { hoverformat: plotlyFormat(write, format) }),
    };
  }
  return {
    tickformat: axisFormat({ ...numbers, ticks }),
    ...(has("hoverformat") ? {} : { hoverformat: axisFormat({ naming: numbers.naming }) }),
  };
}

/** The same of dates, whose ticks have Plotly's forms where their columns have no format. */
function dateFormats({ path, format }: Axis, layout: JsonObject): Props {
  const has = (key: string) => writtenAt(layout, [...path, key]) !== undefined;
  if (format === undefined || isNumberFormat(format)) return {};
  if (has("tickformat") || has("tickformatstops")) return {};
  return { tickformat: format, ...(has("hoverformat") ? {} : { hoverformat: format }) };
}

const FORMATS = [
  "tickformat",
  "tickformatstops",
  "exponentformat",
  "showexponent",
  "minexponent",
  "separatethousands",
];

function hasOrder({ path }: Axis, layout: JsonObject): boolean {
  return ["categoryorder", "categoryarray"].some(
    (key) => writtenAt(layout, [...path, key]) !== undefined,
  );
}

function hasTicks({ path }: Axis, layout: JsonObject): boolean {
  return ["dtick", "tickmode", "tickvals", "nticks"].some(
    (key) => writtenAt(layout, [...path, key]) !== undefined,
  );
}

function orderOf(categories: readonly string[] | undefined): Props {
  return categories ? { categoryorder: "array", categoryarray: categories } : {};
}

function put(target: Props, [first, second]: readonly string[], own: Props): void {
  if (first === undefined) return;
  // Whatever is there was put there before, for another axis of the same subplot.
  target[first] = second === undefined ? own : { ...(target[first] as Props), [second]: own };
}
