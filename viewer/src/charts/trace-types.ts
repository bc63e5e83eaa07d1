/** Every trace type of Plotly, each in a file of its own that is loaded when a chart needs it. */

/** Tile maps bring style sheets of their own. */
async function withMapStyles<T>(module: Promise<T>): Promise<T> {
  await import("./tile-maps.css");
  return module;
}

/** It draws with the programs of `scattergl`, whose `strict` source must therefore come first. */
async function polarPoints(): Promise<unknown> {
  await import("plotly.js/src/traces/scattergl/strict");
  return import("plotly.js/src/traces/scatterpolargl/strict");
}

/** Types that regl draws come from their `strict` sources, which need no `eval`. */
export const TRACE_MODULES = {
  bar: () => import("plotly.js/lib/bar"),
  barpolar: () => import("plotly.js/lib/barpolar"),
  box: () => import("plotly.js/lib/box"),
  candlestick: () => import("plotly.js/lib/candlestick"),
  carpet: () => import("plotly.js/lib/carpet"),
  choropleth: () => import("plotly.js/lib/choropleth"),
  choroplethmap: () => withMapStyles(import("plotly.js/lib/choroplethmap")),
  cone: () => import("plotly.js/lib/cone"),
  contour: () => import("plotly.js/lib/contour"),
  contourcarpet: () => import("plotly.js/lib/contourcarpet"),
  densitymap: () => withMapStyles(import("plotly.js/lib/densitymap")),
  funnel: () => import("plotly.js/lib/funnel"),
  funnelarea: () => import("plotly.js/lib/funnelarea"),
  heatmap: () => import("plotly.js/lib/heatmap"),
  histogram: () => import("plotly.js/lib/histogram"),
  histogram2d: () => import("plotly.js/lib/histogram2d"),
  histogram2dcontour: () => import("plotly.js/lib/histogram2dcontour"),
  icicle: () => import("plotly.js/lib/icicle"),
  image: () => import("plotly.js/lib/image"),
  indicator: () => import("plotly.js/lib/indicator"),
  isosurface: () => import("plotly.js/lib/isosurface"),
  mesh3d: () => import("plotly.js/lib/mesh3d"),
  ohlc: () => import("plotly.js/lib/ohlc"),
  parcats: () => import("plotly.js/lib/parcats"),
  parcoords: () => import("plotly.js/src/traces/parcoords/strict"),
  pie: () => import("plotly.js/lib/pie"),
  quiver: () => import("plotly.js/lib/quiver"),
  sankey: () => import("plotly.js/lib/sankey"),
  scatter: () => import("plotly.js/lib/scatter"),
  scatter3d: () => import("plotly.js/lib/scatter3d"),
  scattercarpet: () => import("plotly.js/lib/scattercarpet"),
  scattergeo: () => import("plotly.js/lib/scattergeo"),
  scattergl: () => import("plotly.js/src/traces/scattergl/strict"),
  scattermap: () => withMapStyles(import("plotly.js/lib/scattermap")),
  scatterpolar: () => import("plotly.js/lib/scatterpolar"),
  scatterpolargl: () => polarPoints(),
  scattersmith: () => import("plotly.js/lib/scattersmith"),
  scatterternary: () => import("plotly.js/lib/scatterternary"),
  splom: () => import("plotly.js/src/traces/splom/strict"),
  streamtube: () => import("plotly.js/lib/streamtube"),
  sunburst: () => import("plotly.js/lib/sunburst"),
  surface: () => import("plotly.js/lib/surface"),
  table: () => import("plotly.js/lib/table"),
  treemap: () => import("plotly.js/lib/treemap"),
  violin: () => import("plotly.js/lib/violin"),
  volume: () => import("plotly.js/lib/volume"),
  waterfall: () => import("plotly.js/lib/waterfall"),
} as const satisfies Record<string, () => Promise<unknown>>;

export type TraceType = keyof typeof TRACE_MODULES;

/** Types that Plotly has removed, and what draws them now. */
const STAND_INS: Readonly<Record<string, TraceType>> = {
  choroplethmapbox: "choroplethmap",
  densitymapbox: "densitymap",
  heatmapgl: "heatmap",
  pointcloud: "scattergl",
  scattermapbox: "scattermap",
};

/**
 * The type that is drawn for the one that is written; undefined when there is none of that name.
 */
export function drawnType(written: string): TraceType | undefined {
  const type = STAND_INS[written] ?? written;
  return isTraceType(type) ? type : undefined;
}

function isTraceType(type: string): type is TraceType {
  return Object.hasOwn(TRACE_MODULES, type);
}
