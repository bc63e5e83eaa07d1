import { useState } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { createFigure } from "../charts/figure.js";
import { comingKpi, readKpi } from "../charts/kpi.js";
import { undrawnNotice, undrawnNumbers } from "../charts/undrawn.js";
import { chosenOption, useSelector } from "./context.js";
import type { CardData } from "./card-data.js";
import { ProblemPill, problemsOf } from "./card-problems.js";
import { DataTime } from "./DataTime.js";
import { KpiCard } from "./KpiCard.js";
import { ProblemStrip } from "./CardStates.js";

interface ChartKpisProps {
  readonly chart: SiteChart;
  readonly title: string;
  readonly traces: readonly SiteTrace[];
  readonly data: CardData<SiteTrace> | undefined;
}

/** A chart of nothing but numbers. */
export function ChartKpis({ chart, title, traces, data }: ChartKpisProps) {
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
      layout: chart.layout,
      asText: true,
      palette: [],
      isColour: () => true,
      compat: false,
      ...chosenOption(selector),
    });
  const undrawn = figure && undrawnNumbers(figure);
  const missing = undrawn && undrawnNotice(undrawn);
  const problems = problemsOf(chart, data);
  const several = (figure?.data.length ?? 0) > 1;
  const kpis = figure?.data.map((props, index) => {
    const kpi = readKpi(props, formatter.value, figure.cards[index]);
    return several && kpi.label === undefined ? { ...kpi, label: String(props["name"]) } : kpi;
  });
  return (
    <>
      <KpiCard
        title={title}
        description={chart.description}
        kpis={kpis ?? traces.map((trace) => comingKpi(trace, formatter.value))}
        coming={!kpis}
        notes={[
          ...(missing === undefined ? [] : [missing]),
          ...(undrawn?.notes ?? []),
          ...(figure?.notices ?? []),
        ]}
        badge={
          loaded && (
            <>
              <ProblemPill
                problems={problems}
                staleSince={data?.staleSince}
                open={open}
                onToggle={() => setOpen(!open)}
              />
              {data?.staleSince === undefined && <DataTime asOf={data?.asOf} />}
            </>
          )
        }
      />
      {open && <ProblemStrip problems={problems} onRetry={data?.retry} />}
    </>
  );
}
