/** Draws a chart so that each row is in the picture, and counts those that cannot be. */
import type { DateNames } from "../format/date-names.js";
import type { Props } from "./bind.js";
import { computedTraces } from "./computed.js";
import type { HandedTrace } from "./handed-trace.js";
import { withLonePoints } from "./lone-points.js";
import type { Painter } from "./plotly.js";
import { plottable } from "./plottable.js";
import { countUndrawn, type Undrawn } from "./undrawn.js";

/** What to draw: traces with their rows, and their layout. */
export interface Drawing {
  readonly traces: readonly HandedTrace[];
  readonly layout: Props;
}

/** Draws on an element of the page; the rows that are not in the picture. */
export async function drawAllRows(
  painter: Painter,
  element: HTMLElement,
  { traces, layout }: Drawing,
  dates: DateNames,
): Promise<Undrawn> {
  const data = plottable(
    traces.map(({ props }) => props),
    layout,
  );
  // Plotly writes into the layout that it gets.
  await painter.draw(element, data, structuredClone(layout), dates);
  const marked = withLonePoints(traces, data, computedTraces(element));
  if (marked !== data) await painter.draw(element, [...marked], layout, dates);
  return countUndrawn(traces, computedTraces(element));
}
