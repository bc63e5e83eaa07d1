/**
 * From the traces of a chart and their results to what Plotly draws: series of the chosen cohorts →
 * fewer points where there are too many → properties filled with values.
 */
import { grouped } from "../format/grouped.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { JsonObject } from "../../../src/contract/json-value.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { ReferenceLine } from "../../../src/contract/reference-line.js";
import { cohortLabel } from "../data/cohorts.js";
import type { Column } from "../data/column.js";
import type { Formatter } from "../format/value.js";
import { grainOf } from "./axis-grain.js";
import { axisLayout } from "./axis-layout.js";
import { axisNotices } from "./axis-notices.js";
import { planAxes, type Axis, type AxisPlan } from "./axis-plan.js";
import { bindProps, type Props } from "./bind.js";
import { listOf } from "./computed.js";
import { drawnCategories } from "./drawn-categories.js";
import { drawnCount, drawnValues, type DrawnRows } from "./drawn-values.js";
import { cardFormat, cardValues } from "./card-values.js";
import { cellSteps } from "./cell-steps.js";
import { cellTexts, isCell } from "./cell-texts.js";
import { exactValues, isExact, isWritten } from "./exact-values.js";
import { cardRows, type CardRows } from "./number-card.js";
import { losesDigits, numberLabels, numbersAt } from "./number-labels.js";
import { numberScales } from "./number-scales.js";
import { formattedHover, isLabel, numberTexts } from "./number-texts.js";
import { formatNotices, formattedNumber, formattedTooltips } from "./trace-formats.js";
import { foldSlices, type Folded } from "./fold-slices.js";
import { gaugeLabels } from "./gauge-labels.js";
import { lineOrder } from "./line-order.js";
import type { LoadedTrace } from "./loaded-trace.js";
import { escapeMarkup } from "../format/markup.js";
import { createPainting, type Painting } from "./paint.js";
import { readingOf } from "./reading.js";
import { placeLines, type PlacedLine } from "./reference-lines.js";
import { createSliceColours, type SliceColours } from "./slice-colours.js";
import { createSeriesPlaces, type SeriesPlaces } from "./series-places.js";
import { axesOf } from "./subplot-axes.js";
import { fitValues, type TraceAttributes } from "./value-slots.js";
import { thinSeries, type DrawnSeries } from "./thinning.js";
import { drawnType, type TraceType } from "./trace-types.js";
import { kindOfColumn } from "./value-kind.js";

/** What Plotly draws, and what there is to say about it. */
export interface Figure {
  readonly data: readonly Props[];
  /** How many rows each drawn series has. */
  readonly rows: readonly number[];
  /** Of each drawn series, where it is a number with a `card` that is drawn as text. */
  readonly cards: readonly (CardRows | undefined)[];
  /** Of the layout: types of axes and the order of categories, below what the author has written. */
  readonly axes: Props;
  /** The author's lines across the chart. */
  readonly lines: readonly PlacedLine[];
  /** For each drawn series its place among the colours. */
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
  /** Across the chart. */
  readonly lines?: readonly ReferenceLine[];
  /** Colours of series. */
  readonly palette: readonly string[];
  readonly isColour: (text: string) => boolean;
  /** Knows all traces of the chart. */
  readonly places?: SeriesPlaces;
  /** Draws as Visivo 1.0 did: Plotly guesses what axes are, lines follow the rows. */
  readonly compat: boolean;
  /** Whether numbers are only written, so that they keep all their digits. */
  readonly asText?: boolean;
}

/** The chosen series of some traces as Plotly draws them, in the order of traces and cohorts. */
export function createFigure(traces: readonly LoadedTrace[], options: FigureOptions): Figure {
  const { formatter, layout, compat } = options;
  const places = options.places ?? createSeriesPlaces();
  places.learn([], traces, options.palette.length);
  const all = traces.flatMap(seriesOfTrace).filter(({ trace, series, result }) => {
    const labels = options.chosen?.(trace.name);
    return labels === undefined || labels.has(cohortLabel(series, result, formatter));
  });
  const orders = all.map((one) => (compat ? {} : lineOrder(one)));
  const drawn = all.map((one, index) => ({ ...one, ...orders[index] }));
  const { rows, notices } = thinSeries(drawn);
  const plan = planAxes(traces, layout);
  const painting = createPainting(traces, options);
  const notes = new Set<string>();
  const sliceColours = createSliceColours(traces, options.palette, formatter);
  const drawing: Drawing = { ...options, plan, painting, sliceColours, notes };
  const seriesPlaces = drawn.map(({ trace, series }) => places.of(trace.name, series.name));
  const data = drawn.map((series, index) =>
    plotlyTrace(series, rows[index] ?? series.series, seriesPlaces[index] ?? 0, drawing),
  );
  const lines = placeLines(options.lines ?? [], {
    plan,
    layout,
    formatter,
    categories: (axis) => namesAlong(axis, plan, drawn, data),
  });
  return {
    data,
    lines: lines.placed,
    rows: rows.map((one, index) => (isOneChosen(drawn[index]) ? 1 : drawnCount(one))),
    cards: drawn.map(({ trace, result, series }) =>
      options.asText ? cardRows(trace, result, series, formatter) : undefined,
    ),
    axes: compat
      ? {}
      : {
          autotypenumbers: "strict",
          ...axisLayout(plan.axes, layout, {
            categories: (axis) => drawnCategories(axis, plan, drawn, formatter),
            grain: (axis) => grainOf(axis, plan, drawn, formatter.zone),
            numbers: formatter.numbers,
          }),
        },
    places: seriesPlaces,
    notices: [
      ...notices,
      ...tangledNotices(drawn),
      ...axisNotices(traces, plan, compat, formatter),
      ...painting.notices(),
      ...formatNotices(traces),
      ...notes,
      ...lines.notices,
      ...standInNotices(traces),
    ],
  };
}

/** The names that are drawn along an axis of categories. */
function namesAlong(
  axis: Axis,
  plan: AxisPlan,
  drawn: readonly DrawnSeries[],
  data: readonly Props[],
): Set<string> {
  const names = new Set<string>();
  for (const [index, { trace, type }] of drawn.entries()) {
    for (const [property] of axesOf(type, trace.props)) {
      if (plan.of(trace, property) !== axis) continue;
      for (const name of Array.from(listOf(data[index]?.[property]) ?? [])) names.add(String(name));
    }
  }
  return names;
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

interface Drawing extends FigureOptions {
  readonly plan: AxisPlan;
  readonly painting: Painting;
  readonly sliceColours: SliceColours;
  /** Sentences about what was drawn are added to it. */
  readonly notes: Set<string>;
}

function isRound(type: TraceType): boolean {
  return type === "pie" || type === "funnelarea";
}

function foldedNotice({ name }: SiteTrace, { count }: Folded): string {
  return `The ${grouped(count)} smallest slices of ${name} are drawn as one.`;
}

function tangledNotices(drawn: readonly DrawnSeries[]): string[] {
  const traces = new Set(drawn.filter(({ tangled }) => tangled).map(({ trace }) => trace.name));
  return [...traces].map(
    (trace) =>
      `The line of ${trace} follows its rows, several of which share one x: \`order_by\` puts them in order.`,
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
  place: number,
  {
    formatter,
    attributes,
    layout,
    plan,
    painting,
    sliceColours,
    palette,
    compat,
    notes,
    asText = false,
  }: Drawing,
): Props {
  const columns = new Map(result.columns.map((column) => [column.name, column]));
  const schema = attributes(type);
  const colour = palette[place % palette.length] ?? "";
  let names: readonly string[] | undefined;
  const filled = bindProps(
    trace.props,
    trace.bindings,
    (binding) => {
      const column = columns.get(binding.column);
      if (!column) return undefined;
      const paint = painting.paint(type, binding, column, rows, colour);
      names ??= paint?.names;
      if (paint) return paint.colours;
      if (type === "table" && isCell(binding.path)) {
        return cellTexts(column, rows, trace, formatter);
      }
      if (asText) return cardValues(column, rows, formatter);
      if (!compat && isNumeric(column.type) && isLabel(binding.path, trace.props)) {
        return numberTexts(
          column,
          { title: trace.names?.[column.name], format: trace.formats?.[column.name] },
          rows,
          formatter.numbers,
        );
      }
      if (isExact(column.type) && isWritten(binding.path)) {
        return exactValues(column, rows);
      }
      const axis = plan.of(trace, String(binding.path[0]));
      const reading = compat ? "plain" : readingOf(type, schema, binding, column, axis);
      return drawnValues(column, rows, reading, formatter);
    },
    (path, values) => fitValues(schema, path, values),
  );
  const folded = isRound(type) && !compat ? foldSlices(filled) : undefined;
  if (folded) notes.add(foldedNotice(trace, folded));
  const numbers = formatter.numbers;
  const whole = { ...filled, ...folded?.props };
  const marker = isRound(type) && !compat ? sliceColours(whole) : undefined;
  const unwritten: Props = { ...whole, ...(marker && { marker }) };
  const ofNumber = formattedNumber({ trace, type, bound: unwritten }, numbers, asText);
  const bound = { ...unwritten, ...ofNumber };
  const alone = result.series.length === 1;
  const label = escapeMarkup(cohortLabel(series, result, formatter));
  const name = alone && bound["name"] !== undefined ? bound["name"] : label;
  const labelled = { trace, type, bound, columns, rows };
  if (!compat && losesDigits(labelled)) {
    notes.add(
      `Tooltips of ${trace.name} round numbers to 15 digits; "View as table" has all of them.`,
    );
  }
  const labels = numberLabels(labelled, { numbers, attributes: schema, layout });
  return {
    ...bound,
    ...onMap(bound),
    ...(compat ? {} : typedInTrace(type, trace, bound, columns)),
    ...(compat ? {} : cellSteps(trace, result)),
    ...(compat ? {} : numberScales(type, trace, bound, columns, numbers)),
    ...formattedTooltips(labelled, { schema, plan, layout, numbers }),
    ...namedHover(bound, names, schema),
    ...(schema && "hovertext" in schema
      ? formattedHover(bound, numbersAt(labelled, "text"), formatter.numbers)
      : {}),
    ...labels,
    ...(asText && cardFormat(trace, bound, columns)),
    ...(type === "indicator" && !asText && gaugeLabels(trace, unwritten, columns, rows, formatter)),
    type,
    name,
  };
}

/** Boxes lie along texts also where these look like numbers; pairs of columns have own axes. */
function typedInTrace(
  type: TraceType,
  trace: SiteTrace,
  bound: Props,
  columns: ReadonlyMap<string, Column>,
): Props {
  const kindAt = (...path: (string | number)[]) => {
    const binding = trace.bindings.find((one) => one.path.join(".") === path.join("."));
    const column = binding && columns.get(binding.column);
    return column && kindOfColumn(column);
  };
  if (type === "box" || type === "violin") {
    const lies = kindAt("y") === "category" && kindAt("x") === "number";
    return lies && bound["orientation"] === undefined ? { orientation: "h" } : {};
  }
  const { dimensions } = bound;
  if (type !== "splom" || !Array.isArray(dimensions)) return {};
  const typed = dimensions.map((dimension: Props, index) => {
    const kind = kindAt("dimensions", index, "values");
    return kind === "category" ? { axis: { type: kind }, ...dimension } : dimension;
  });
  return { dimensions: typed };
}

/** The name behind a colour stands in the tooltip, where the author has not written one. */
function namedHover(
  bound: Props,
  names: readonly string[] | undefined,
  schema: TraceAttributes | undefined,
): Props {
  const written = ["hovertemplate", "hoverinfo", "hovertext", "text"];
  if (!names || written.some((key) => bound[key] !== undefined)) return {};
  return schema && "hovertext" in schema ? { hovertext: names } : {};
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
