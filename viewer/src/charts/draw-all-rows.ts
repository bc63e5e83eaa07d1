/** Draws a chart so that each row is in the picture, and counts those that cannot be. */
import type { Language } from "../format/value.js";
import type { Props } from "./bind.js";
import { computedTraces } from "./computed.js";
import { drawingNotes } from "./drawing-notes.js";
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
  language: Language,
): Promise<Undrawn> {
  const given = plottable(traces, layout);
  const handed = traces.map((trace, index) => ({ ...trace, kept: given[index]?.kept }));
  const data = given.map(({ props }) => props);
  // Plotly writes into the layout that it gets.
  await painter.draw(element, data, structuredClone(layout), language);
  const marked = withLonePoints(handed, data, computedTraces(element));
  if (marked !== data) await painter.draw(element, [...marked], layout, language);
  const computed = computedTraces(element);
  const size = { width: element.clientWidth, height: element.clientHeight };
  return { ...countUndrawn(handed, computed), notes: drawingNotes(computed, size) };
}
