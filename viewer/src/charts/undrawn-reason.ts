/** Why Plotly has no place for a row, in the words of a card's notice. */
import type { Props } from "./bind.js";
import { listOf, partOf, type ComputedTrace } from "./computed.js";
import { isTooLarge } from "./drawable-numbers.js";
import { isFarDate } from "./far-dates.js";
import { legendName } from "./legend-entries.js";
import type { HandedTrace } from "./handed-trace.js";
import { FIRST_ROW_ONLY } from "./number-card.js";
import { hasSize, isNumber, ROW_CHECKS, valuesAt } from "./row-checks.js";
import type { TraceType } from "./trace-types.js";
import { hasLength, NEEDS } from "./whole-rows.js";

/** Types whose sizes are parts of a whole. */
const PARTS = new Set<TraceType>([
  "pie",
  "funnelarea",
  "funnel",
  "sankey",
  "sunburst",
  "treemap",
  "icicle",
]);
/** Floats that JSON has no word for. */
const NOT_FINITE = /^(NaN|-?Infinity)$/;
const BEYOND: Readonly<Record<string, string>> = {
  lat: "the latitude is beyond a pole",
  lon: "the longitude is beyond the earth",
};
/** What is missing where all values of a row are fine. */
const OTHERWISE: Partial<Record<TraceType, string>> = {
  heatmap: "another row has the same place",
  contour: "another row has the same place",
  contourcarpet: "another row has the same place",
  scattergeo: "the map does not have the place",
  choropleth: "the map does not have the region, or another row has it",
  choroplethmap: "the map does not have the region, or another row has it",
  scattercarpet: "the place is outside of the carpet",
  sankey: "there is no node at the position",
  bar: "the bars at its place add up to zero",
  pie: "the values of its label are negative together",
  funnelarea: "the values of its label are negative together",
};

/** The reason for a row of a trace that is not drawn. */
export function undrawnReason(
  { type, props, rows, kept }: HandedTrace,
  trace: ComputedTrace,
  row: number,
): string {
  if (type === "indicator" && row > 0) return FIRST_ROW_ONLY;
  for (const [property, list] of coordinates(type, props, rows)) {
    const reason = faultOf(list[row], property, type, trace);
    if (reason !== undefined) return reason;
  }
  if (!hasSize(props, row)) return "its size is not above zero";
  const need = NEEDS[type];
  if (need && !hasLength(need, props, row)) return "an arrow of no length";
  if (kept?.length === 0 && type === "sankey") return "all flows lead to where they begin";
  if (kept?.length === 0 && need?.complete) return "the rows are not a complete grid";
  if (kept?.length === 0 && need) return "there are too few places to draw between";
  return zeros(type, props) ?? treeFault(type, props) ?? OTHERWISE[type] ?? "no place in the chart";
}

/** The lists with a value for each row that decide whether it is drawn. */
function coordinates(type: TraceType, props: Props, rows: number): [string, ArrayLike<unknown>][] {
  if (type === "indicator") return [["value", listOf(props["value"]) ?? [props["value"]]]];
  const dimensions = Array.from(listOf(props["dimensions"]) ?? [], partOf);
  const lists = [
    ...ROW_CHECKS[type].properties.map(
      (property) => [property, valuesAt(props, property)] as const,
    ),
    ...dimensions.map((one) => ["values", valuesAt(one, "values")] as const),
  ];
  return lists.flatMap(([property, list]) => (list?.length === rows ? [[property, list]] : []));
}

function faultOf(
  value: unknown,
  property: string,
  type: TraceType,
  { axis }: ComputedTrace,
): string | undefined {
  const along = axis(property);
  if (value === null || value === undefined) return along?.type === "date" ? "no date" : "no value";
  if (along?.type === "date") {
    return isNumber(along.place(value)) && !isFarDate(value)
      ? undefined
      : "the date is too far away";
  }
  if (typeof value === "number" && !isNumber(value)) return "not a finite number";
  if (typeof value === "string" && NOT_FINITE.test(value)) return "not a finite number";
  if (isTooLarge(property, value)) return BEYOND[property] ?? "the number is too large";
  if (property === "link.value" && Number(value) === 0) return "a flow of zero";
  if (along?.type === "log" && isNumber(value) && Number(value) <= 0) {
    return "not above zero on a logarithmic axis";
  }
  if (PARTS.has(type) && isNumber(value) && Number(value) < 0) return "a negative part of a whole";
  if (along && along.type !== "category" && along.type !== "multicategory" && !isNumber(value)) {
    return "not a number";
  }
  return undefined;
}

/** Trees are drawn whole or not at all. */
function treeFault(type: TraceType, props: Props): string | undefined {
  if (type !== "sunburst" && type !== "treemap" && type !== "icicle") return undefined;
  const names = Array.from(valuesAt(props, "ids") ?? valuesAt(props, "labels") ?? []);
  if (new Set(names).size < names.length) return "a part occurs twice";
  const parents = Array.from(valuesAt(props, "parents") ?? []);
  const known = new Set(names);
  const unknown = parents.find((parent) => !isNothing(parent) && !known.has(parent));
  if (unknown !== undefined) return `the parent ${legendName(unknown)} has no row of its own`;
  return props["branchvalues"] === "total"
    ? "a part is smaller than the sum of its own parts"
    : "the rows are not one tree";
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === "";
}

/** All sizes are zero: there is nothing to divide. */
function zeros(type: TraceType, props: Props): string | undefined {
  const sizes = PARTS.has(type) && valuesAt(props, type === "sankey" ? "link.value" : "values");
  if (!sizes) return undefined;
  return Array.from(sizes).every((size) => Number(size ?? 0) === 0)
    ? "all values are 0"
    : undefined;
}
