import { useMemo } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { lineWords } from "../charts/reference-lines.js";
import type { SelectorState } from "./context.js";
import { Icon } from "../controls/Icon.js";
import { downloadCsv } from "../tables/table-csv.js";
import type { Clicks } from "../inputs/clicks.js";
import { DataTable } from "../tables/DataTable.js";
import type { TableColumn } from "../tables/table-columns.js";
import type { TableRows } from "../tables/table-rows.js";
import { useTableView } from "../tables/table-view.js";
import { TableTools } from "../tables/TableTools.js";
import type { CardData } from "./card-data.js";
import { useFileName } from "./file-name.js";
import { shownRows } from "./shown-rows.js";
import type { ChartRows } from "./chart-rows.js";

export interface ChartTableProps {
  readonly chart: SiteChart;
  readonly data: CardData<SiteTrace>;
  readonly selector: SelectorState | undefined;
  /** Absent: nothing in it can be pressed. */
  readonly clicks: Clicks | undefined;
}

/** The rows behind a chart, for those who would rather read them. */
export function ChartTable({ chart, data, selector, clicks }: ChartTableProps) {
  const { formatter, theme } = useApp();
  const view = useTableView();
  const format = formatter.value;
  const fileName = useFileName(chart, data.asOf);
  const chosen = selector ? [...selector.chosen].join("\n") : "";
  const plain = useMemo(
    () => shownRows(chart, data.loaded, selector, format),
    [data.loaded, chosen, chart, format],
  );
  const rows = pressable(plain, data, clicks);
  const lines = lineWords(chart.lines ?? [], data.loaded, chart.layout, format);
  return (
    <>
      <div class="card-tools chart-table-tools">
        <TableTools name={chart.name} rows={rows} state={view} />
        <button
          type="button"
          class="icon-button small"
          aria-label={`Download ${chart.name} as CSV`}
          title="Download what is found as CSV"
          onClick={() => downloadCsv(fileName(chart.name), rows, view.view)}
        >
          <Icon name="download" />
        </button>
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
