import { useMemo } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { lineWords } from "../charts/reference-lines.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Formatter } from "../format/value.js";
import type { SelectorState } from "./context.js";
import { DataTable } from "../tables/DataTable.js";
import { useTableView } from "../tables/table-view.js";
import { TableTools } from "../tables/TableTools.js";
import type { CardData } from "./card-data.js";
import { chartRows } from "./chart-rows.js";

interface ChartTableProps {
  readonly chart: SiteChart;
  readonly data: CardData<SiteTrace>;
  readonly selector: SelectorState | undefined;
}

/** The rows behind a chart, for those who would rather read them. */
export function ChartTable({ chart, data, selector }: ChartTableProps) {
  const { formatter, theme } = useApp();
  const view = useTableView();
  const format = formatter.value;
  const chosen = selector ? [...selector.chosen].join("\n") : "";
  const rows = useMemo(
    () => chartRows(chosenSeries(data, selector, format), chart.layout, format),
    [data.loaded, chosen, chart, format],
  );
  const lines = lineWords(chart.lines ?? [], data.loaded, chart.layout, format);
  return (
    <>
      <div class="card-tools chart-table-tools">
        <TableTools name={chart.name} rows={rows} state={view} />
      </div>
      {lines.length > 0 && <p class="card-note">{`Lines of the chart: ${lines.join("; ")}.`}</p>}
      <DataTable
        label={`Rows of ${chart.name}`}
        rows={rows}
        state={view}
        paper={theme.paper.value}
      />
    </>
  );
}

function chosenSeries(
  { loaded }: CardData<SiteTrace>,
  selector: SelectorState | undefined,
  formatter: Formatter,
): CardData<SiteTrace>["loaded"] {
  if (!selector) return loaded;
  return loaded.map(({ object, result }) => {
    if (!selector.governs(object.name)) return { object, result };
    const series = result.series.filter((one) =>
      selector.chosen.has(cohortLabel(one, result, formatter)),
    );
    return { object, result: { ...result, series } };
  });
}
