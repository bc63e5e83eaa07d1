import { useState } from "preact/hooks";
import type { SiteChart } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { createFigure } from "../charts/figure.js";
import { readKpi } from "../charts/kpi.js";
import { chosenOption, useSelector } from "./context.js";
import type { ShownData } from "./shown-data.js";
import { KpiCard } from "./KpiCard.js";
import { StalePill } from "./StalePill.js";
import { ProblemStrip } from "./CardStates.js";

interface ChartKpisProps {
  readonly chart: SiteChart;
  readonly title: string;
  readonly data: ShownData | undefined;
}

/** A chart of nothing but numbers. */
export function ChartKpis({ chart, title, data }: ChartKpisProps) {
  const { formatter } = useApp();
  const selector = useSelector(chart.selector);
  const [open, setOpen] = useState(false);
  const loaded =
    data && !(data.loading && data.loaded.length === 0) && !data.pending ? data.loaded : undefined;
  const figure =
    loaded &&
    createFigure(loaded, {
      formatter: formatter.value,
      attributes: () => undefined,
      ...chosenOption(selector),
    });
  const several = (figure?.data.length ?? 0) > 1;
  const kpis = figure?.data.map((props) => {
    const kpi = readKpi(props, formatter.value);
    return several && kpi.label === undefined ? { ...kpi, label: String(props["name"]) } : kpi;
  });
  return (
    <>
      <KpiCard
        title={title}
        description={chart.description}
        kpis={kpis}
        badge={
          data?.staleSince !== undefined && (
            <StalePill since={data.staleSince} open={open} onToggle={() => setOpen(!open)} />
          )
        }
      />
      {open && data && <ProblemStrip problems={data.problems} />}
    </>
  );
}
