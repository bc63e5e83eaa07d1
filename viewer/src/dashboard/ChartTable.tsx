import { useMemo } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Formatter } from "../format/value.js";
import type { SelectorState } from "./context.js";
import type { Clicks } from "../inputs/clicks.js";
import { DataTable } from "../tables/DataTable.js";
import type { TableColumn, TableRows } from "../tables/table-model.js";
import { useTableView } from "../tables/table-view.js";
import { TableTools } from "../tables/TableTools.js";
import type { CardData } from "./card-data.js";
import { chartRows, type ChartRows } from "./chart-rows.js";

interface ChartTableProps {
  readonly chart: SiteChart;
  readonly data: CardData<SiteTrace>;
  readonly selector: SelectorState | undefined;
  /** Absent: nothing in it can be pressed. */
  readonly clicks: Clicks | undefined;
}

/** The rows behind a chart, for those who would rather read them. */
export function ChartTable({ chart, data, selector, clicks }: ChartTableProps) {
  const { formatter } = useApp();
  const view = useTableView();
  const format = formatter.value;
  const chosen = selector ? [...selector.chosen].join("\n") : "";
  const plain = useMemo(
    () => chartRows(chosenSeries(data, selector, format), chart.layout, format),
    [data.loaded, chosen, chart, format],
  );
  const rows = pressable(plain, data, clicks);
  return (
    <>
      <div class="card-tools chart-table-tools">
        <TableTools name={chart.name} rows={rows} state={view} />
      </div>
      <DataTable label={`Rows of ${chart.name}`} rows={rows} state={view} pageSize={50} />
    </>
  );
}

/** What a click on a mark does, a button in the row of the mark does as well. */
function pressable(
  rows: ChartRows,
  { loaded }: CardData<SiteTrace>,
  clicks: Clicks | undefined,
): TableRows {
  const clicked = loaded.flatMap(({ object }) => object.clicks ?? []);
  const columns = rows.columns.map((column, index): TableColumn => {
    const input = clicked.find((one) => one.column === rows.shown[index])?.input;
    if (!clicks || input === undefined) return column;
    const { isChosen, toggle } = clicks;
    return {
      ...column,
      press: {
        isPressed: (row) => isChosen(input, column.value(row)),
        run: (row) => toggle(input, column.value(row)),
      },
    };
  });
  return { ...rows, columns };
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
