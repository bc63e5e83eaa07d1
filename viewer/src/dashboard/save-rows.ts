/** The rows behind a chart as a file; loaded when somebody wants them. */
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Loaded } from "../data/loaded.js";
import type { Formatter } from "../format/value.js";
import { downloadCsv } from "../tables/table-csv.js";
import { PLAIN_VIEW } from "../tables/table-rows.js";
import type { SelectorState } from "./context.js";
import { shownRows } from "./shown-rows.js";

/** Saves what the selector leaves of a chart's rows. */
export function saveRows(
  title: string,
  chart: SiteChart,
  loaded: readonly Loaded<SiteTrace>[],
  selector: SelectorState | undefined,
  formatter: Formatter,
): void {
  downloadCsv(title, shownRows(chart, loaded, selector, formatter), PLAIN_VIEW);
}
