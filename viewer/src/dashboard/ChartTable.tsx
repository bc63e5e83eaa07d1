import { useMemo, useState } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { cohortLabel } from "../data/cohorts.js";
import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import type { Formatter } from "../format/value.js";
import type { SelectorState } from "./context.js";
import { DataTable } from "../tables/DataTable.js";
import type { CardData } from "./card-data.js";
import { traceSources } from "../tables/table-source.js";
import { useTableView } from "../tables/table-view.js";
import { TableTools } from "../tables/TableTools.js";

interface ChartTableProps {
  readonly chart: SiteChart;
  readonly data: CardData<SiteTrace>;
  readonly selector: SelectorState | undefined;
}

/** The rows behind a chart, for those who would rather read them. */
export function ChartTable({ chart, data, selector }: ChartTableProps) {
  const { formatter } = useApp();
  const view = useTableView();
  const [wanted, setWanted] = useState<string>();
  const format = formatter.value;
  const sources = useMemo(
    () => traceSources(chosenSeries(data, selector, format), () => undefined, format),
    [data.loaded, selector?.chosen, format],
  );
  const source = sources.find(({ label }) => label === wanted) ?? sources[0];
  if (!source) return null;
  return (
    <>
      <div class="card-tools chart-table-tools">
        {sources.length > 1 && (
          <ChoiceMenu
            label="Series"
            options={sources.map(({ label }) => label)}
            chosen={new Set([source.label])}
            multiple={false}
            isDefault
            small
            onChange={(values) => setWanted(values?.[0])}
          />
        )}
        <TableTools name={chart.name} rows={source.rows} state={view} />
      </div>
      <DataTable
        key={source.label}
        label={`Rows of ${chart.name}`}
        rows={source.rows}
        state={view}
        pageSize={50}
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
