/**
 * The layout that Plotly gets: the author's over the page's template, without what the card does
 * itself.
 */
import type { JsonObject, JsonValue } from "../../../src/contract/json-value.js";
import type { Props } from "./bind.js";
import { gapsBetweenFew } from "./few-places.js";
import type { Figure } from "./figure.js";
import { lineLayout } from "./line-layout.js";
import { chartTemplate, palette } from "./template.js";
import type { ReadToken } from "./token.js";

export interface LayoutOptions {
  readonly token: ReadToken;
  /** Decimal and grouping mark. */
  readonly separators: string;
  /** On touch screens a drag scrolls the page. */
  readonly touch: boolean;
  /** Keeps zoom and hidden legend entries while the data behind the same chart changes. */
  readonly identity: string;
}

/** Traces whose legend lists their parts, so that one of them already needs it. */
const PARTS = new Set(["pie", "funnelarea", "sunburst", "treemap", "icicle"]);
/** Types without axes along the edges. */
const NO_EDGE_AXES =
  /^(pie|funnelarea|sunburst|treemap|icicle|sankey|indicator|table|choropleth|scattergeo|scatter3d|surface|mesh3d|cone|streamtube|isosurface|volume|choroplethmap|scattermap|densitymap)$/;
/** Types in the middle of their place, with labels all around. */
const ROUND = /^(scatterpolar|scatterpolargl|barpolar|scattersmith|scatterternary)$/;
/** Tooltips without the name of the series, which says nothing where there is one only. */
const UNNAMED: JsonObject = { layout: { hoverlabel: { namelength: 0 } } };
const LINES_AND_BARS = new Set(["scatter", "scattergl", "bar", "histogram", "waterfall", "funnel"]);

/** The whole layout: the author's without title and size, which are the card's. */
export function chartLayout(written: JsonObject, figure: Figure, options: LayoutOptions): Props {
  const { title: _title, width: _width, height: _height, template, images, ...rest } = written;
  const showlegend =
    figure.data.length > 1 || figure.data.some(({ type }) => PARTS.has(String(type)));
  const fitting = merge(chartTemplate(options.token), {
    layout: { ...room(figure.data), ...gapsBetweenFew(figure.data, written) },
  });
  // What Plotly shows in the place of a name in flows is their value.
  const isNamed = showlegend || figure.data.some(({ type }) => type === "sankey");
  const named = isNamed ? fitting : merge(fitting, UNNAMED);
  const own = merge(named, isObject(template) ? template : {});
  const axes = merge(figure.axes, rest);
  const whole: Props = {
    hovermode: hoverMode(figure.data),
    showlegend,
    separators: options.separators,
    ...(options.touch ? { dragmode: false } : {}),
    ...axes,
    ...overlaidAxes(axes),
    ...maps(rest),
    ...(Array.isArray(images) ? { images: images.filter(isOwnPicture) } : {}),
    ...colours(written, figure, options.token),
    autosize: true,
    uirevision: options.identity,
    template: own,
  };
  return { ...whole, ...lineLayout(figure.lines, whole, options.token) };
}

/** Margins and the place of the legend for what has no axes along the edges. */
function room(data: readonly Props[]): JsonObject {
  const all = (pattern: RegExp) =>
    data.length > 0 && data.every(({ type }) => pattern.test(String(type)));
  if (all(ROUND)) return { margin: { l: 48, r: 48, t: 44, b: 36 }, legend: { y: 1.12 } };
  // Names stand beside the first and the last of its columns, and above each.
  if (all(/^parcats$/)) return { margin: { l: 72, r: 72, t: 30, b: 10 } };
  if (data.some(({ type, mode }) => type === "indicator" && String(mode).includes("gauge")))
    return { margin: { l: 36, r: 36, t: 16, b: 12 } };
  return all(NO_EDGE_AXES) ? { margin: { l: 6, r: 6, t: 6, b: 6 } } : {};
}

/**
 * An axis over another has round ticks of its own and no lines: Plotly's default writes at it what
 * its values are at the lines of the other one, such as 97.67.
 */
function overlaidAxes(written: Props): Props {
  const axes = Object.entries(written).flatMap(([key, axis]) =>
    /^[xy]axis\d*$/.test(key) &&
    isPlain(axis) &&
    axis["overlaying"] !== undefined &&
    ["tickmode", "dtick", "tickvals"].every((property) => axis[property] === undefined)
      ? [[key, { showgrid: false, ...axis, tickmode: "auto" }]]
      : [],
  );
  return Object.fromEntries(axes) as Props;
}

/** Cohorts keep their colours when others are hidden, whatever type draws them. */
function colours(written: JsonObject, { data, places }: Figure, token: ReadToken): Props {
  const list = seriesColours(written, token);
  const inOrder = places.every((place, index) => place === index);
  if (inOrder || data.some(({ type }) => PARTS.has(String(type)))) return {};
  return { colorway: places.map((place) => list[place % list.length]) };
}

/** The author's colours of series, else the page's. */
export function seriesColours(written: JsonObject, token: ReadToken): readonly string[] {
  const { colorway } = written;
  return Array.isArray(colorway) && colorway.length > 0 ? colorway.map(String) : palette(token);
}

/** One tooltip for all series where they share their places along an axis. */
function hoverMode(data: readonly Props[]): string {
  const shared = data.every(({ type, mode, orientation }) => {
    const markersOnly = typeof mode === "string" && !mode.includes("lines");
    return (
      LINES_AND_BARS.has(String(type)) && orientation !== "h" && !(isScatter(type) && markersOnly)
    );
  });
  return shared && data.length > 0 ? "x unified" : "closest";
}

function isScatter(type: unknown): boolean {
  return type === "scatter" || type === "scattergl";
}

/** A map without a style of its own is drawn on an empty ground, since no tiles are fetched. */
function maps(written: JsonObject): Props {
  const blank = { version: 8, sources: {}, layers: [] };
  const styled = mapsIn(written).map(([key, map]) => [
    key,
    { ...map, style: isObject(map["style"]) ? map["style"] : blank },
  ]);
  return { map: { style: blank }, ...Object.fromEntries(styled) };
}

/** `map`, `map2` and so on. */
function mapsIn(written: JsonObject): [string, JsonObject][] {
  return Object.entries(written).flatMap(([key, value]) =>
    /^map\d*$/.test(key) && isObject(value) ? [[key, value]] : [],
  );
}

/** What of a written layout is not drawn. */
export function layoutNotices(written: JsonObject): string[] {
  const images = written["images"];
  const foreign = Array.isArray(images) && !images.every(isOwnPicture);
  const tiles = mapsIn(written).some(([, map]) => typeof map["style"] === "string");
  return [
    ...(foreign ? ["Pictures from other hosts are not loaded."] : []),
    ...(tiles ? ["Map tiles are not fetched; the map has an empty ground."] : []),
  ];
}

/** A picture from elsewhere would be a request that leaves the page. */
function isOwnPicture(image: JsonValue): boolean {
  return (
    isObject(image) && typeof image["source"] === "string" && image["source"].startsWith("data:")
  );
}

function merge(base: Props, over: JsonObject): Props {
  const merged: Props = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isObject(value) && isPlain(below) ? merge(below, value) : value;
  }
  return merged;
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isPlain(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
