/** Properties of each type of trace over the columns of nasty rows, and its layout. */

const LINES = 'mode: lines, x: "?{ d }", y: "?{ a }"';
const SPACE = 'x: "?{ a }", y: "?{ b }", z: "?{ c }"';
const TREE = 'labels: "?{ t }", parents: "?{ u }", values: "?{ a }"';
const PRICES = 'x: "?{ d }", open: "?{ a }", high: "?{ b }", low: "?{ c }", close: "?{ e }"';
const DIMENSIONS = 'dimensions: [{ label: A, values: "?{ a }" }, { label: B, values: "?{ b }" }]';

/** Properties of each type, and its layout. */
export const TYPES: Readonly<Record<string, readonly [props: string, layout?: string]>> = {
  bar: ['x: "?{ t }", y: "?{ a }"', "{ yaxis: { type: log } }"],
  barpolar: ['r: "?{ a }", theta: "?{ t }"'],
  box: ['x: "?{ t }", y: "?{ a }"'],
  candlestick: [PRICES],
  carpet: ['a: "?{ a }", b: "?{ b }", y: "?{ c }"'],
  choropleth: ['locationmode: country names, locations: "?{ t }", z: "?{ a }"'],
  choroplethmap: [
    'locations: "?{ t }", z: "?{ a }", geojson: { type: FeatureCollection, features: [{ type: Feature, id: a, geometry: { type: Polygon, coordinates: [[[9.9, 53.5], [10, 53.5], [10, 53.6], [9.9, 53.5]]] } }] }',
  ],
  cone: [`${SPACE}, u: "?{ e }", v: "?{ f }", w: "?{ g }"`],
  contour: ['x: "?{ b }", y: "?{ c }", z: "?{ a }"'],
  contourcarpet: ['a: "?{ a }", b: "?{ b }", z: "?{ c }"'],
  densitymap: ['lon: "?{ a }", lat: "?{ b }", z: "?{ c }"'],
  funnel: ['x: "?{ a }", y: "?{ t }"'],
  funnelarea: ['labels: "?{ t }", values: "?{ a }"'],
  heatmap: ['x: "?{ d }", y: "?{ t }", z: "?{ a }"'],
  histogram: ['x: "?{ a }"'],
  histogram2d: ['x: "?{ a }", y: "?{ b }"'],
  histogram2dcontour: ['x: "?{ a }", y: "?{ b }"'],
  icicle: [TREE],
  image: ['z: "?{ list_value(list_value(1, 2, 3)) }"'],
  indicator: ['mode: gauge+number, value: "?{ a }"'],
  isosurface: [`${SPACE}, value: "?{ e }"`],
  mesh3d: [SPACE],
  ohlc: [PRICES],
  parcats: [DIMENSIONS.replaceAll(/\{ [ab] \}/g, "{ t }")],
  parcoords: [DIMENSIONS],
  pie: ['labels: "?{ t }", values: "?{ a }"'],
  quiver: ['x: "?{ a }", y: "?{ b }", u: "?{ c }", v: "?{ e }"'],
  sankey: ['link: { source: "?{ t }", target: "?{ u }", value: "?{ a }" }'],
  scatter: ['mode: markers, x: "?{ a }", y: "?{ b }"', "{ xaxis: { type: log } }"],
  scatter3d: [`mode: markers, ${SPACE}`],
  scattercarpet: ['mode: markers, a: "?{ a }", b: "?{ b }"'],
  scattergeo: ['mode: markers, lon: "?{ a }", lat: "?{ b }"'],
  scattergl: [LINES],
  scattermap: ['mode: markers, lon: "?{ a }", lat: "?{ b }"'],
  scatterpolar: ['mode: markers, r: "?{ a }", theta: "?{ t }"'],
  scatterpolargl: ['mode: markers, r: "?{ a }", theta: "?{ b }"'],
  scattersmith: ['mode: markers, real: "?{ a }", imag: "?{ b }"'],
  scatterternary: ['mode: markers, a: "?{ a }", b: "?{ b }", c: "?{ c }"'],
  splom: [DIMENSIONS],
  streamtube: [`${SPACE}, u: "?{ e }", v: "?{ f }", w: "?{ g }"`],
  sunburst: [TREE],
  surface: ['z: "?{ list_value(1, 2, 3) }"'],
  table: ['header: { values: [A] }, cells: { values: ["?{ a }"] }'],
  treemap: [TREE],
  violin: ['x: "?{ t }", y: "?{ a }"'],
  volume: [`${SPACE}, value: "?{ e }"`],
  waterfall: ['x: "?{ d }", y: "?{ a }"'],
};
