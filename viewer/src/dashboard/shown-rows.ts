import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Loaded } from "../data/loaded.js";
import type { Formatter } from "../format/value.js";
import { chartRows, type ChartRows } from "./chart-rows.js";
import type { SelectorState } from "./context.js";

/** The rows behind a chart that its selector leaves, as one table. */
export function shownRows(
  { layout }: SiteChart,
  loaded: readonly Loaded<SiteTrace>[],
  selector: SelectorState | undefined,
  formatter: Formatter,
): ChartRows {
  return chartRows(chosenSeries(loaded, selector, formatter), layout, formatter);
}

function chosenSeries(
  loaded: readonly Loaded<SiteTrace>[],
  selector: SelectorState | undefined,
  formatter: Formatter,
): readonly Loaded<SiteTrace>[] {
  if (!selector) return loaded;
  return loaded.map(({ object, result }) => {
    if (!selector.governs(object.name)) return { object, result };
    const series = result.series.filter((one) =>
      selector.chosen.has(cohortLabel(one, result, formatter)),
    );
    return { object, result: { ...result, series } };
  });
}
