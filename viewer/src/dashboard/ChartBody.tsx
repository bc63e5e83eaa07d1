import type { Signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { FramedDiagnostic } from "../../../src/contract/diagnostic.js";
import type { SiteChart, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import type { Props } from "../charts/bind.js";
import type { Drawing } from "../charts/draw-all-rows.js";
import { createFigure, type Figure } from "../charts/figure.js";
import { handedTraces } from "../charts/handed-trace.js";
import { chartLayout, layoutNotices, seriesColours } from "../charts/layout.js";
import { keepLabelsApart } from "../charts/line-labels.js";
import { lineWords } from "../charts/reference-lines.js";
import { createSeriesPlaces } from "../charts/series-places.js";
import type { Painter } from "../charts/plotly.js";
import type { ReadToken } from "../charts/token.js";
import type { TraceType } from "../charts/trace-types.js";
import { isBlank, undrawnNotice, type Undrawn } from "../charts/undrawn.js";
import { cohortLabel, cohortLabels } from "../data/cohorts.js";
import type { Formatter } from "../format/value.js";
import { PartMissing } from "../data/load-failure.js";
import { viewerDiagnostic } from "../data/viewer-diagnostic.js";
import type { Clicks } from "../inputs/clicks.js";
import { chosenOption, type SelectorState } from "./context.js";
import type { CardData } from "./card-data.js";
import type { DrawnCard } from "./CardMenu.js";
import { Empty, Failure, NoRows, ProblemStrip, Skeleton } from "./CardStates.js";
import { ChartLegend } from "./ChartLegend.js";
import { useLegendChoice } from "./legend-choice.js";
import { Plot } from "./Plot.js";
import { CHART_TABLE } from "./table-parts.js";

interface ChartBodyProps {
  readonly chart: SiteChart;
  readonly title: string;
  readonly types: ReadonlySet<TraceType>;
  readonly data: CardData<SiteTrace> | undefined;
  readonly asTable: boolean;
  /** Shown above what could be drawn all the same. */
  readonly problems: readonly FramedDiagnostic[];
  readonly selector: SelectorState | undefined;
  /** Filled with what is drawn. */
  readonly drawn: Signal<DrawnCard | undefined>;
  /** Absent: clicks on marks choose nothing. */
  readonly clicks: Clicks | undefined;
}

/** What is inside of a chart's card when it has not failed. */
export function ChartBody(props: ChartBodyProps) {
  const { formatter, theme } = useApp();
  const { data, selector, asTable, problems } = props;
  if (!data || (data.loading && data.loaded.length === 0)) return <Skeleton />;
  if (data.loaded.length === 0) {
    return data.pending ? <Skeleton note="Waiting for its first run" /> : <NoRows />;
  }
  if (data.loaded.every(({ result }) => result.rows === 0)) return <NoRows />;
  if (isNothingChosen(data, selector, formatter.value))
    return <NothingChosen selector={selector} />;
  return (
    <>
      <ProblemStrip problems={problems} onRetry={data.retry} />
      {asTable ? (
        <CHART_TABLE.Component
          chart={props.chart}
          data={data}
          selector={selector}
          clicks={props.clicks}
        />
      ) : (
        <>
          <Drawn {...props} data={data} />
          {theme.paper.value && (
            <div class="instead-of-plot">
              <CHART_TABLE.Component
                chart={props.chart}
                data={data}
                selector={selector}
                clicks={props.clicks}
              />
            </div>
          )}
        </>
      )}
    </>
  );
}

function Drawn({
  chart,
  title,
  types,
  data,
  selector,
  drawn,
  clicks,
}: ChartBodyProps & { data: CardData<SiteTrace> }) {
  const { formatter, store } = useApp();
  const places = useRef(createSeriesPlaces());
  const compat = store.site.value?.compat === true;
  const [notices, setNotices] = useState<readonly string[]>([]);
  const [failure, setFailure] = useState<FramedDiagnostic>();
  const [undrawn, setUndrawn] = useState<Undrawn>();
  const format = formatter.value;
  const legend = useLegendChoice(selector, governedLabels(data, selector, format));

  function compose(painter: Painter, token: ReadToken): Drawing {
    const colours = seriesColours(chart.layout, token);
    places.current.learn(chart.traces, data.loaded, colours.length);
    const figure = createFigure(data.loaded, {
      formatter: format,
      attributes: (type) => painter.attributes(type),
      layout: chart.layout,
      lines: chart.lines ?? [],
      palette: colours,
      isColour: (text) => CSS.supports("color", text),
      places: places.current,
      compat,
      ...chosenOption(selector),
    });
    const next = [...figure.notices, ...layoutNotices(chart.layout)];
    setNotices((now) => (now.join("\n") === next.join("\n") ? now : next));
    const traces = handedTraces(figure);
    const arranged = legend.arrange(
      traces.map(({ props }) => props),
      layout(figure, token),
    );
    return {
      traces: traces.map((trace, at) => ({
        ...trace,
        props: dimmed(data.loaded, arranged.data[at] ?? trace.props, token),
      })),
      layout: arranged.layout,
    };
  }

  function layout(figure: Figure, token: ReadToken): Drawing["layout"] {
    return chartLayout(chart.layout, figure, {
      token,
      separators: format.numbers.separators,
      touch: matchMedia("(pointer: coarse)").matches,
      identity: chart.name,
    });
  }

  const lines = lineWords(chart.lines ?? [], data.loaded, chart.layout, format);
  function dimmed(loaded: CardData<SiteTrace>["loaded"], props: Props, token: ReadToken): Props {
    return clicks?.kept === undefined ? props : clicks.dim(loaded, props, token("--border-2"));
  }

  const chosen = selector ? [...selector.chosen].join("\n") : "";
  const missing = undrawn && undrawnNotice(undrawn);
  const blank = undrawn !== undefined && isBlank(undrawn);
  const below = [
    ...(missing === undefined || blank ? [] : [missing]),
    ...(undrawn?.notes ?? []),
    ...notices,
  ];
  const plotted = useRef<HTMLElement>(undefined);
  useEffect(() => {
    const { current: element } = plotted;
    drawn.value =
      element && undrawn && !blank
        ? { element, types, legend: legend.entries, notices: below }
        : undefined;
  });
  useEffect(() => () => (drawn.value = undefined), []);

  return (
    <>
      <ChartLegend title={title} legend={legend} />
      {failure !== undefined && <Failure title="This chart cannot be drawn" problems={[failure]} />}
      <Plot
        label={label(title, chart, data, lines)}
        types={types}
        compose={compose}
        inputs={[
          ...data.loaded.map(({ result }) => result),
          JSON.stringify(chart),
          JSON.stringify(data.loaded.map(({ object }) => [object.props, object.bindings])),
          chosen,
          legend.inputs,
          clicks?.state(data.loaded),
          format,
          compat,
        ]}
        old={data.updating}
        onPlotted={(element) => {
          plotted.current = element;
          legend.plotted(element);
          if (lines.length > 0) keepLabelsApart(element);
          clicks?.take(data.loaded, element);
        }}
        blank={blank}
        onDrawn={(missed) => {
          setFailure(undefined);
          setUndrawn(missed);
        }}
        onFailure={(error) => {
          setFailure(drawingProblem(title, error));
          setUndrawn(undefined);
        }}
      />
      {blank && <Empty title="Nothing to draw" text={missing} />}
      {below.map((notice) => (
        <p key={notice} class="card-note">
          {notice}
        </p>
      ))}
    </>
  );
}

/** Of the series from which the selector chooses, those of this chart. */
function governedLabels(
  { loaded }: CardData<SiteTrace>,
  selector: SelectorState | undefined,
  formatter: Formatter,
): string[] {
  if (!selector) return [];
  const results = loaded.filter(({ object }) => selector.governs(object.name));
  return cohortLabels(
    results.map(({ result }) => result),
    formatter,
  );
}

function isNothingChosen(
  { loaded }: CardData<SiteTrace>,
  selector: SelectorState | undefined,
  formatter: Formatter,
): boolean {
  if (!selector) return false;
  return loaded.every(
    ({ object, result }) =>
      selector.governs(object.name) &&
      result.series.every((series) => !selector.chosen.has(cohortLabel(series, result, formatter))),
  );
}

function NothingChosen({ selector }: { selector: SelectorState | undefined }) {
  return (
    <Empty
      title="Nothing is selected"
      text={`Choose in \`${selector?.selector.name ?? ""}\` what to show.`}
      action={{ label: "Show all", run: () => selector?.choose(undefined) }}
    />
  );
}

function label(
  title: string,
  chart: SiteChart,
  { loaded }: CardData<SiteTrace>,
  lines: readonly string[],
): string {
  const series = loaded.reduce((sum, { result }) => sum + result.series.length, 0);
  const what = chart.description === undefined ? title : `${title}: ${chart.description}`;
  const facts = [...(series > 1 ? [`${series} series`] : []), ...lines];
  return facts.length > 0 ? `${what} (${facts.join("; ")})` : what;
}

function drawingProblem(name: string, error: Error): FramedDiagnostic {
  return error instanceof PartMissing
    ? viewerDiagnostic("viewer-part-missing", {}, error.message)
    : viewerDiagnostic("viewer-draw-failed", { name }, String(error));
}
