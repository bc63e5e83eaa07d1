/** What Plotly would draw wrong or not at all, in a form in which it draws it right. */
import type { Props } from "./bind.js";
import { withMissingErrors } from "./error-bars.js";
import { withDrawableDates } from "./far-dates.js";
import { withDrawableNumbers } from "./drawable-numbers.js";
import type { HandedTrace } from "./handed-trace.js";
import { withNamedNodes } from "./flow-names.js";
import { withDrawableLogs } from "./log-values.js";
import { withoutNegativeSlices } from "./parts-of-a-whole.js";
import { withTreeParts } from "./tree-parts.js";
import { withWholeRows } from "./whole-rows.js";

/** The traces of a chart as they are handed to Plotly, with the rows that it gets. */
export function plottable(traces: readonly HandedTrace[], layout: Props): HandedTrace[] {
  return traces.map(({ kept: _all, ...trace }) => {
    const { props, kept } = withWholeRows(trace.type, drawable(trace.props, layout), layout);
    return { ...trace, props, ...(kept && { kept }) };
  });
}

function drawable(written: Props, layout: Props): Props {
  const trace = withMissingErrors(withDrawableNumbers(written));
  switch (trace["type"]) {
    case "pie":
    case "funnelarea":
      return withoutNegativeSlices(trace);
    case "sunburst":
    case "treemap":
    case "icicle":
      return withTreeParts(trace);
    case "sankey":
      return withNamedNodes(trace);
    default:
      return withDrawableDates(withDrawableLogs(trace, layout), layout);
  }
}
