/** Types that Plotly has removed, and what took their place. */
export const REPLACED_TRACE_TYPES: ReadonlyMap<string, string> = new Map([
  ["choroplethmapbox", "choroplethmap"],
  ["densitymapbox", "densitymap"],
  ["scattermapbox", "scattermap"],
  ["heatmapgl", "heatmap"],
  ["pointcloud", "scattergl"],
]);

/** Charts that Plotly draws under another name. */
export const TRACE_TYPE_HINTS: ReadonlyMap<string, string> = new Map([
  ["line", "A line is `type: scatter` with `mode: lines`."],
  ["lines", "A line is `type: scatter` with `mode: lines`."],
  ["area", "An area is `type: scatter` with `fill: tozeroy`."],
  ["column", "Columns are `type: bar`."],
  ["donut", "A donut is `type: pie` with `hole: 0.5`."],
  ["doughnut", "A donut is `type: pie` with `hole: 0.5`."],
  ["bubble", "Bubbles are `type: scatter` with `mode: markers` and `marker.size`."],
  ["map", "A map is `type: scattermap`, `choroplethmap`, `scattergeo` or `choropleth`."],
  ["number", "A number is `type: indicator`."],
]);
