import { useFileName } from "./file-name.js";
import { useSignal, type ReadonlySignal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { typesOf } from "../charts/figure.js";
import type { Clicks } from "../inputs/clicks.js";
import { isNumbersOnly } from "../charts/kpi.js";
import { stripMarkup } from "../format/markup.js";
import { Icon } from "../controls/Icon.js";
import { useApp } from "../app/context.js";
import { importPart } from "../data/load-failure.js";
import { useArrival } from "./arrival.js";
import { Card } from "./Card.js";
import { CardMenu, type DrawnCard } from "./CardMenu.js";
import { DataTime } from "./DataTime.js";
import { useCardData, type CardData } from "./card-data.js";
import { isFailed, ProblemPill, problemsOf } from "./card-problems.js";
import { Failure, MissingCard } from "./CardStates.js";
import { ChartBody } from "./ChartBody.js";
import { ChartKpis } from "./ChartKpis.js";
import { useDashboard, useSelector, useShown, useTraces } from "./context.js";
import { useClicks } from "./inputs.js";
import { Origins } from "./Origins.js";
import { useDrawnAtRest } from "./prepared-for-paper.js";
import { SelectorControl } from "./SelectorControl.js";

/** A chart in its card, in whatever state its data is. */
export function ChartItem({ name }: { name: string }) {
  const chart = useDashboard().charts[name];
  return chart ? <ChartCard chart={chart} /> : <MissingCard kind="chart" name={name} />;
}

function ChartCard({ chart }: { chart: SiteChart }) {
  const shown = useShown();
  const frame = useRef<HTMLDivElement>(null);
  useArrival(frame, "chart", chart.name);
  const traces = useTraces(chart.traces.filter((name) => shown("trace", name)));
  const wanted = useDrawnAtRest(traces);
  const clicks = useClicks(chart.name);
  const data = useCardData(frame, traces, { wanted, without: clicks?.kept });
  const title = stripMarkup(chart.title ?? chart.name);
  const props = { chart, title, traces, data, clicks };
  const isNumbers = isNumbersOnly(traces) && !isFailed(chart, data);
  return (
    <div ref={frame} class={isNumbers ? "item-frame number-frame" : "item-frame"}>
      {isNumbers ? (
        <>
          <ChartKpis chart={chart} title={title} traces={traces} data={data} />
          <div class="card-tools number-menu">
            <ChartMenu {...props} />
          </div>
        </>
      ) : (
        <DrawnChart {...props} />
      )}
    </div>
  );
}

interface ChartMenuProps extends DrawnChartProps {
  /** Absent where nothing is ever drawn. */
  readonly drawn?: ReadonlySignal<DrawnCard | undefined>;
}

function ChartMenu({ chart, title, traces, data, drawn }: ChartMenuProps) {
  const { formatter } = useApp();
  const selector = useSelector(chart.selector);
  const loaded = data?.loaded ?? [];
  const hasRows = loaded.some(({ result }) => result.rows > 0);
  const fileName = useFileName(chart, data?.asOf);
  return (
    <CardMenu
      kind="chart"
      name={chart.name}
      title={title}
      description={chart.description}
      governed={chart}
      asOf={data?.asOf}
      incomplete={loaded.length < traces.length}
      drawn={drawn?.value}
      saveRows={
        hasRows
          ? async () => {
              const { saveRows } = await importPart(import("./save-rows.js"));
              saveRows(fileName(title), chart, loaded, selector, formatter.value);
            }
          : undefined
      }
    />
  );
}

interface DrawnChartProps {
  readonly chart: SiteChart;
  readonly title: string;
  readonly traces: readonly SiteTrace[];
  readonly data: CardData<SiteTrace> | undefined;
  readonly clicks: Clicks | undefined;
}

function DrawnChart(props: DrawnChartProps) {
  const { chart, title, traces, data, clicks } = props;
  const drawn = useSignal<DrawnCard | undefined>(undefined);
  const selector = useSelector(chart.selector);
  const [asTable, setAsTable] = useState(false);
  const [showProblems, setShowProblems] = useState(false);
  const failed = isFailed(chart, data);
  const problems = problemsOf(chart, data);
  return (
    <Card
      title={title}
      description={chart.description}
      failed={failed}
      updating={data?.updating ?? false}
      foot={chart.origins && <Origins origins={chart.origins} of="chart" />}
      tools={
        <>
          {data && data.loaded.length > 0 && (
            <ProblemPill
              problems={problems}
              staleSince={data.staleSince}
              open={showProblems}
              onToggle={() => setShowProblems(!showProblems)}
            />
          )}
          {data?.staleSince === undefined && <DataTime asOf={data?.asOf} />}
          {selector && !selector.placed && <SelectorControl name={selector.selector.name} small />}
          {!failed && (
            <button
              type="button"
              class="icon-button small"
              aria-pressed={asTable}
              aria-label={`View ${title} as table`}
              title="View as table"
              onClick={() => setAsTable(!asTable)}
            >
              <Icon name={asTable ? "chart" : "table"} />
            </button>
          )}
          <ChartMenu {...props} drawn={drawn} />
        </>
      }
    >
      {failed ? (
        <Failure
          title={`This chart could not be ${data?.retry ? "loaded" : "built"}`}
          problems={problems}
          onRetry={data?.retry}
        />
      ) : (
        <ChartBody
          chart={chart}
          title={title}
          types={typesOf(traces)}
          data={data}
          asTable={asTable}
          problems={showProblems ? problems : []}
          selector={selector}
          drawn={drawn}
          clicks={clicks}
        />
      )}
    </Card>
  );
}
