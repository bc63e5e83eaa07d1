/** Runs in the page: counts rows in what Plotly computed of a chart. */
import type { Props } from "../../viewer/src/charts/bind.js";
import { computedTraces, listOf, partOf } from "../../viewer/src/charts/computed.js";
import { ROW_CHECKS, valuesAt } from "../../viewer/src/charts/row-checks.js";
import { drawnType, type TraceType } from "../../viewer/src/charts/trace-types.js";
import { rowCheck } from "../../viewer/src/charts/undrawn.js";

/** How many rows of a chart are drawn. */
export function drawnRows(element: Element): number {
  const handed = Array.from(listOf(Reflect.get(element, "data")) ?? [], partOf);
  return computedTraces(element).reduce((sum, trace, index) => {
    const type = drawnType(trace.type);
    const props = handed[index] ?? {};
    if (type === undefined) return sum;
    const rows = lengthOf(type, props);
    const isDrawn = rowCheck({ type, props, rows }, trace);
    return sum + Array.from({ length: rows }, (_, row) => row).filter(isDrawn).length;
  }, 0);
}

function lengthOf(type: TraceType, props: Props): number {
  const lists = [
    ...ROW_CHECKS[type].properties.map((property) => valuesAt(props, property)),
    ...Array.from(listOf(props["dimensions"]) ?? [], (one) => valuesAt(partOf(one), "values")),
    ...Array.from(valuesAt(props, "cells.values") ?? [], listOf),
  ];
  return Math.max(type === "indicator" ? 1 : 0, ...lists.map((list) => list?.length ?? 0));
}
