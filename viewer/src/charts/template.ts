/** Plotly's template, made from the page's own colours, so that there is one place for light and dark. */
import type { Props } from "./bind.js";

export type ReadToken = (name: string) => string;

/** Reads custom properties of the page. */
export function tokenReader(element: Element): ReadToken {
  const styles = getComputedStyle(element);
  return (name) => styles.getPropertyValue(name).trim();
}

export function chartTemplate(token: ReadToken): Props {
  return { layout: layoutDefaults(token), data: traceDefaults(token) };
}

export function palette(token: ReadToken): string[] {
  return [1, 2, 3, 4, 5, 6, 7, 8].map((index) => token(`--c${index}`));
}

function layoutDefaults(token: ReadToken): Props {
  const transparent = "rgba(0,0,0,0)";
  const tickfont = { color: token("--text-3"), size: 11.5 };
  const title = { font: { color: token("--text-2"), size: 12 }, standoff: 10 };
  const axis = {
    gridcolor: token("--grid"),
    zeroline: false,
    ticks: "",
    automargin: true,
    tickfont,
    title,
  };
  const round = { gridcolor: token("--grid"), linecolor: token("--border-2"), tickfont };
  const space = {
    gridcolor: token("--grid"),
    zerolinecolor: token("--border-2"),
    tickfont,
    showbackground: false,
  };
  return {
    font: { family: token("--font"), size: 12, color: token("--text-2") },
    paper_bgcolor: transparent,
    plot_bgcolor: transparent,
    colorway: palette(token),
    margin: { l: 44, r: 12, t: 10, b: 34, pad: 4 },
    hoverlabel: {
      bgcolor: token("--surface"),
      bordercolor: token("--border-2"),
      font: { family: token("--font"), color: token("--text"), size: 12 },
      namelength: -1,
    },
    legend: {
      orientation: "h",
      x: 0,
      y: 1.02,
      xanchor: "left",
      yanchor: "bottom",
      font: { size: 12, color: token("--text-2") },
      title: { font: { size: 12, color: token("--text-3") } },
    },
    bargap: 0.28,
    boxgap: 0.4,
    xaxis: { ...axis, showgrid: false, showline: true, linecolor: token("--border-2") },
    yaxis: { ...axis, showline: false },
    polar: { bgcolor: transparent, radialaxis: round, angularaxis: round },
    ternary: { bgcolor: transparent, aaxis: round, baxis: round, caxis: round },
    scene: { xaxis: space, yaxis: space, zaxis: space },
    geo: geoDefaults(token, transparent),
    colorscale: { sequential: ramp(token), diverging: divergingRamp(token) },
    coloraxis: { colorbar: colorbar(token) },
    annotationdefaults: {
      font: { color: token("--text-2"), size: 12 },
      arrowcolor: token("--control"),
    },
    shapedefaults: { line: { color: token("--control"), width: 1.5 } },
  };
}

function geoDefaults(token: ReadToken, transparent: string): Props {
  return {
    bgcolor: transparent,
    showland: true,
    landcolor: token("--land"),
    showcoastlines: true,
    coastlinecolor: token("--border-2"),
    coastlinewidth: 0.6,
    countrycolor: token("--border-2"),
    countrywidth: 0.6,
    subunitcolor: token("--surface"),
    subunitwidth: 0.7,
    showlakes: true,
    lakecolor: token("--surface"),
    showframe: false,
  };
}

function traceDefaults(token: ReadToken): Props {
  const surface = token("--surface");
  const matrix = [{ colorscale: ramp(token), colorbar: colorbar(token) }];
  const slices = [{ marker: { line: { color: surface, width: 1.5 } } }];
  return {
    scatter: [
      {
        line: { width: 2.2 },
        marker: { size: 6, line: { width: 0.6, color: surface }, colorbar: colorbar(token) },
      },
    ],
    scattergeo: [
      { marker: { size: 7, line: { width: 0.6, color: surface }, colorbar: colorbar(token) } },
    ],
    bar: [{ marker: { cornerradius: 3, line: { width: 0 }, colorbar: colorbar(token) } }],
    histogram: [{ marker: { cornerradius: 2, line: { width: 0 } } }],
    box: [{ line: { width: 1.5 }, marker: { size: 4, opacity: 0.6 } }],
    violin: [{ line: { width: 1.5 } }],
    heatmap: matrix,
    histogram2d: matrix,
    contour: matrix,
    surface: matrix,
    choropleth: [{ ...matrix[0], marker: { line: { color: surface, width: 0.6 } } }],
    pie: [{ ...slices[0], textfont: { size: 12 } }],
    sunburst: slices,
    treemap: slices,
    waterfall: [{ connector: { line: { color: token("--border-2"), width: 1 } } }],
    table: [
      {
        header: {
          fill: { color: token("--surface-2") },
          line: { color: token("--border") },
          align: "left",
          font: { color: token("--text-2"), size: 12 },
        },
        cells: {
          fill: { color: surface },
          line: { color: token("--border") },
          align: "left",
          font: { color: token("--text"), size: 12.5 },
          height: 28,
        },
      },
    ],
    indicator: [
      {
        number: { font: { color: token("--text") } },
        title: { font: { color: token("--text-2"), size: 13 } },
        gauge: {
          bar: { color: token("--c1") },
          bgcolor: token("--sunken"),
          borderwidth: 0,
          axis: { tickcolor: token("--border-2"), tickfont: { size: 11 } },
        },
        delta: { increasing: { color: token("--ok") }, decreasing: { color: token("--err") } },
      },
    ],
  };
}

function colorbar(token: ReadToken): Props {
  return {
    thickness: 10,
    outlinewidth: 0,
    ticks: "",
    tickfont: { color: token("--text-3"), size: 11 },
    title: { font: { color: token("--text-2"), size: 11.5 } },
    len: 0.9,
    xpad: 8,
  };
}

function ramp(token: ReadToken): [number, string][] {
  return [
    [0, token("--accent-weak")],
    [1, token("--c1")],
  ];
}

function divergingRamp(token: ReadToken): [number, string][] {
  return [
    [0, token("--c2")],
    [0.5, token("--sunken")],
    [1, token("--c1")],
  ];
}
