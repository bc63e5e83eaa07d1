import { useRef, useState } from "preact/hooks";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { typesOf } from "../charts/figure.js";
import { isNumbersOnly } from "../charts/kpi.js";
import { stripMarkup } from "../charts/markup.js";
import { Icon } from "../controls/Icon.js";
import { useDashboard, useSelector, useShown } from "./context.js";
import { Card } from "./Card.js";
import { Failure } from "./CardStates.js";
import { ChartBody } from "./ChartBody.js";
import { ChartKpis } from "./ChartKpis.js";
import { useNear } from "./near.js";
import { SelectorControl } from "./SelectorControl.js";
import { StalePill } from "./StalePill.js";
import { useLastGood, type ShownData } from "./shown-data.js";
import { gatherTraces, type TraceData } from "./trace-data.js";

/** A chart in its card, in whatever state its data is. */
export function ChartItem({ name }: { name: string }) {
  const chart = useDashboard().charts[name];
  return chart ? <ChartCard chart={chart} /> : <MissingCard name={name} />;
}

function ChartCard({ chart }: { chart: SiteChart }) {
  const { results } = useApp();
  const dashboard = useDashboard();
  const shown = useShown();
  const frame = useRef<HTMLDivElement>(null);
  const near = useNear(frame);
  const traces = chart.traces
    .filter((name) => shown("trace", name))
    .flatMap((name) => dashboard.traces[name] ?? []);
  const data = useLastGood(
    near ? gatherTraces(traces, (one) => results.get(one).value) : undefined,
  );
  const title = stripMarkup(chart.title ?? chart.name);
  return (
    <div ref={frame} class="item-frame">
      {isNumbersOnly(traces) && !isFailed(chart, data) ? (
        <ChartKpis chart={chart} title={title} data={data} />
      ) : (
        <DrawnChart chart={chart} title={title} traces={traces} data={data} />
      )}
    </div>
  );
}

interface DrawnChartProps {
  readonly chart: SiteChart;
  readonly title: string;
  readonly traces: readonly SiteTrace[];
  readonly data: ShownData | undefined;
}

function DrawnChart({ chart, title, traces, data }: DrawnChartProps) {
  const selector = useSelector(chart.selector);
  const [asTable, setAsTable] = useState(false);
  const [showProblems, setShowProblems] = useState(false);
  const failed = isFailed(chart, data);
  const partly = data !== undefined && data.problems.length > 0 && data.loaded.length > 0;
  return (
    <Card
      title={title}
      description={chart.description}
      failed={failed}
      updating={data?.updating ?? false}
      tools={
        <>
          {data?.staleSince !== undefined && (
            <StalePill
              since={data.staleSince}
              open={showProblems}
              onToggle={() => setShowProblems(!showProblems)}
            />
          )}
          {partly && data.staleSince === undefined && (
            <button
              type="button"
              class="pill err"
              aria-expanded={showProblems}
              onClick={() => setShowProblems(!showProblems)}
            >
              <span class="dot err" />
              Incomplete
            </button>
          )}
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
        </>
      }
    >
      {failed ? (
        <Failure
          title="This chart could not be built"
          problems={[...chart.problems, ...(data?.problems ?? [])]}
        />
      ) : (
        <ChartBody
          chart={chart}
          title={title}
          types={typesOf(traces)}
          data={data}
          asTable={asTable}
          showProblems={showProblems}
          selector={selector}
        />
      )}
    </Card>
  );
}

function isFailed(chart: SiteChart, data: TraceData | undefined): boolean {
  if (chart.problems.some(({ severity }) => severity === "error") && chart.traces.length === 0)
    return true;
  if (!data || data.loading || data.loaded.length > 0) return false;
  return [...chart.problems, ...data.problems].some(({ severity }) => severity === "error");
}

function MissingCard({ name }: { name: string }) {
  return (
    <Card title={name} failed>
      <Failure
        title="This chart could not be built"
        problems={[
          {
            code: "viewer-missing-object",
            severity: "error",
            message: `The chart \`${name}\` is not part of what was published.`,
          },
        ]}
      />
    </Card>
  );
}
