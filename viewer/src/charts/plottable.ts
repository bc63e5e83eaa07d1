/** What Plotly would draw wrong or not at all, in a form in which it draws it right. */
import type { Props } from "./bind.js";
import { withDrawableDates } from "./far-dates.js";
import { withDrawableNumbers } from "./drawable-numbers.js";
import { withNamedNodes } from "./flow-names.js";
import { withoutNegativeSlices } from "./parts-of-a-whole.js";

/** The traces of a chart as they are handed to Plotly. */
export function plottable(traces: readonly Props[], layout: Props): Props[] {
  return traces.map((written) => {
    const trace = withDrawableNumbers(written);
    switch (trace["type"]) {
      case "pie":
      case "funnelarea":
        return withoutNegativeSlices(trace);
      case "sankey":
        return withNamedNodes(trace);
      default:
        return withDrawableDates(trace, layout);
    }
  });
}
