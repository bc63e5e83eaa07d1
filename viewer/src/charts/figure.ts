/**
 * From the traces of a chart and their results to what Plotly draws: series of the chosen cohorts →
 * fewer points where there are too many → properties filled with values.
 */
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Loaded } from "../data/loaded.js";
import type { Formatter } from "../format/value.js";
import { bindProps, type Props } from "./bind.js";
import { drawnValues, type DrawnRows } from "./drawn-values.js";
import { exactValues, isExact, isWritten } from "./exact-values.js";
import { drawnCount } from "./drawn-values.js";
import { escapeMarkup } from "./markup.js";
import { numberLabels } from "./number-labels.js";
import { fitValues, type TraceAttributes } from "./value-slots.js";
import { thinSeries, type DrawnSeries } from "./thinning.js";
import { drawnType, type TraceType } from "./trace-types.js";

/** A trace with its rows. */
export type LoadedTrace = Loaded<SiteTrace>;

/** What Plotly draws, and what there is to say about it. */
export interface Figure {
  readonly data: readonly Props[];
  /** How many rows each drawn series has. */
  readonly rows: readonly number[];
  /**
   * For each drawn series its place among all series, chosen or not: it keeps its colour when
   * others are hidden.
   */
  readonly places: readonly number[];
  /** What the reader must know about the drawing. */
  readonly notices: readonly string[];
}

export interface FigureOptions {
  readonly formatter: Formatter;
  /** Labels of the cohorts of a trace to draw; undefined: all. */
  readonly chosen?: (trace: string) => ReadonlySet<string> | undefined;
  /** Plotly's schema of a type; undefined while the type is not loaded. */
  readonly attributes: (type: TraceType) => TraceAttributes | undefined;
  /** The author's layout. */
  readonly layout: JsonObject;
  /** Whether numbers are only written, so that they keep all their digits. */
  readonly asText?: boolean;
}

/** The chosen series of some traces as Plotly draws them, in the order of traces and cohorts. */
export function createFigure(traces: readonly LoadedTrace[], options: FigureOptions): Figure {
  const all = traces.flatMap(seriesOfTrace);
  const chosen = all
    .map((series, place) => ({ series, place }))
    .filter(({ series: { trace, series } }) => {
      const labels = options.chosen?.(trace.name);
      return labels === undefined || labels.has(cohortLabel(series));
    });
  const drawn = chosen.map(({ series }) => series);
  const { rows, notices } = thinSeries(drawn);
  const data = drawn.map((series, index) =>
    plotlyTrace(series, rows[index] ?? series.series, options),
  );
  return {
    data,
    rows: rows.map((one, index) => (isOneChosen(drawn[index]) ? 1 : drawnCount(one))),
    places: chosen.map(({ place }) => place),
    notices: [...notices, ...standInNotices(traces)],
  };
}

/** Whether the author chose which row an indicator shows: a row or a value instead of a column. */
function isOneChosen(series: DrawnSeries | undefined): boolean {
  return (
    series?.type === "indicator" &&
    !series.trace.bindings.some(
      ({ path, index, slice }) => path.join(".") === "value" && index === undefined && !slice,
    )
  );
}

/** The types that a chart needs from Plotly. */
export function typesOf(traces: Iterable<SiteTrace>): Set<TraceType> {
  const types = [...traces].map(({ type }) => drawnType(type));
  return new Set(types.filter((type) => type !== undefined));
}

function seriesOfTrace({ object: trace, result }: LoadedTrace): DrawnSeries[] {
  const type = drawnType(trace.type);
  return type ? result.series.map((series) => ({ trace, type, result, series })) : [];
}

function plotlyTrace(
  { trace, type, result, series }: DrawnSeries,
  rows: DrawnRows,
  { formatter, attributes, layout, asText = false }: FigureOptions,
): Props {
  const columns = new Map(result.columns.map((column) => [column.name, column]));
  const schema = attributes(type);
  const bound = bindProps(
    trace.props,
    trace.bindings,
    ({ column: name, path }) => {
      const column = columns.get(name);
      if (!column) return undefined;
      return isExact(column.type) && (asText || isWritten(path))
        ? exactValues(column, rows)
        : drawnValues(column, rows, formatter.zone);
    },
    (path, values) => fitValues(schema, path, values),
  );
  const alone = result.series.length === 1;
  const name =
    alone && bound["name"] !== undefined ? bound["name"] : escapeMarkup(cohortLabel(series));
  const { numbers } = formatter;
  const labels = numberLabels(
    { trace, type, bound, columns, rows },
    { numbers, attributes: schema, layout },
  );
  return { ...bound, ...onMap(bound), ...labels, type, name };
}

/** Mapbox subplots are maps now. */
function onMap({ subplot }: Props): Props {
  return typeof subplot === "string" && subplot.startsWith("mapbox")
    ? { subplot: subplot.replace("mapbox", "map") }
    : {};
}

function standInNotices(traces: readonly LoadedTrace[]): string[] {
  const notices = new Set<string>();
  for (const { object: trace } of traces) {
    const type = drawnType(trace.type);
    if (type === undefined)
      notices.add(`The trace type ${trace.type} is not known to this version.`);
    else if (type !== trace.type) notices.add(`The trace type ${trace.type} is drawn as ${type}.`);
  }
  return [...notices];
}
