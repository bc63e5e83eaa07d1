/** Types that Plotly has removed, and what took their place. */
export const REPLACED_TRACE_TYPES: ReadonlyMap<string, string> = new Map([
  ["choroplethmapbox", "choroplethmap"],
  ["densitymapbox", "densitymap"],
  ["scattermapbox", "scattermap"],
  ["heatmapgl", "heatmap"],
  ["pointcloud", "scattergl"],
]);
