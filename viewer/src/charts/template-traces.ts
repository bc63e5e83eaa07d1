/** What Plotly's template says of the single trace types: their colours, lines and colour bars. */
import { axisFormat } from "../format/own-formats.js";
import type { Props } from "./bind.js";
import type { ReadToken } from "./token.js";

type Ramp = [number, string][];

/** The template's `data`: defaults by trace type. */
export function traceDefaults(token: ReadToken): Props {
  const surface = token("--surface");
  const bar = colourbar(token);
  const matrix = [{ colorscale: ramp(token), colorbar: bar }];
  const cells = [{ ...matrix[0], hoverongaps: false }];
  const lines = [{ ...matrix[0], line: { color: token("--text-2") } }];
  const leaves = { marker: { line: { color: surface, width: 1.5 } }, leaf: { opacity: 1 } };
  const solid = [{ colorscale: visibleRamp(token), colorbar: bar }];
  const slices = [{ marker: { line: { color: surface, width: 1.5 } } }];
  const point = { size: 7, line: { width: 0.6, color: surface }, colorbar: bar };
  const gpuPoint = [{ marker: { size: 6, colorbar: bar } }];
  return {
    scatter: [{ line: { width: 2.2 }, marker: { ...point, size: 6 } }],
    scattergl: gpuPoint,
    scatter3d: [{ marker: { line: { width: 0 }, colorbar: bar } }],
    scattergeo: [{ marker: point }],
    scattermap: [{ marker: { colorbar: bar } }],
    scatterpolar: [{ line: { width: 2.2 }, marker: { ...point, size: 6 } }],
    scatterpolargl: gpuPoint,
    scatterternary: [{ marker: point }],
    scattersmith: [{ line: { width: 2.2 }, marker: { ...point, size: 6 } }],
    scattercarpet: [{ marker: point }],
    splom: [{ marker: { size: 4, line: { width: 0 }, colorbar: bar } }],
    bar: [{ marker: { cornerradius: 3, line: { width: 0 }, colorbar: bar } }],
    barpolar: [{ marker: { line: { width: 0.6, color: surface }, colorbar: bar } }],
    histogram: [{ marker: { cornerradius: 2, line: { width: 0 } } }],
    funnel: [{ connector: { line: { width: 0 } } }],
    box: [{ line: { width: 1.5 }, marker: { size: 4, opacity: 0.6 } }],
    violin: [{ line: { width: 1.5 } }],
    heatmap: cells,
    histogram2d: matrix,
    histogram2dcontour: lines,
    contour: [{ ...lines[0], hoverongaps: false }],
    contourcarpet: lines,
    surface: solid,
    mesh3d: solid,
    cone: solid,
    streamtube: solid,
    isosurface: solid,
    volume: solid,
    densitymap: [{ colorscale: densityRamp(token), colorbar: bar }],
    choropleth: [{ ...solid[0], marker: { line: { color: surface, width: 0.6 } } }],
    choroplethmap: [{ ...solid[0], marker: { line: { color: surface, width: 1 } } }],
    pie: [{ ...slices[0], textfont: { size: 12 } }],
    funnelarea: slices,
    sunburst: [leaves],
    treemap: slices,
    icicle: [leaves],
    parcoords: [
      {
        line: { colorscale: visibleRamp(token), colorbar: bar },
        tickfont: { color: token("--text-2"), size: 11 },
        rangefont: { color: token("--text-3"), size: 11 },
        labelfont: { color: token("--text"), size: 12 },
        unselected: { line: { color: token("--border-2"), opacity: 0.25 } },
      },
    ],
    parcats: [
      {
        // Beyond the names beside the last column.
        line: { colorscale: visibleRamp(token), colorbar: { ...bar, x: 1.18 } },
        tickfont: { color: token("--text-2"), size: 11.5 },
        labelfont: { color: token("--text"), size: 12 },
      },
    ],
    sankey: [
      {
        valueformat: axisFormat({ naming: false }),
        // Plotly would choose by the ground's colour, which is transparent here.
        link: { color: token("--flow") },
        node: { line: { width: 0 } },
        textfont: { color: token("--text"), size: 12 },
      },
    ],
    carpet: [{ aaxis: carpetAxis(token), baxis: carpetAxis(token) }],
    quiver: [{ marker: { showscale: false, colorscale: visibleRamp(token), colorbar: bar } }],
    ...changes(token),
    table: [tableDefaults(token)],
    indicator: [indicatorDefaults(token)],
  };
}

/** Types that show what grew and what shrank. */
function changes(token: ReadToken): Props {
  const [up, down] = [token("--ok-dot"), token("--err-dot")];
  const prices = [{ increasing: { line: { color: up } }, decreasing: { line: { color: down } } }];
  return {
    candlestick: prices,
    ohlc: prices,
    waterfall: [
      {
        connector: { line: { color: token("--border-2"), width: 1 } },
        increasing: { marker: { color: up } },
        decreasing: { marker: { color: down } },
        totals: { marker: { color: token("--c1") } },
      },
    ],
  };
}

function carpetAxis(token: ReadToken): Props {
  return {
    gridcolor: token("--border-2"),
    linecolor: token("--control"),
    startlinecolor: token("--control"),
    endlinecolor: token("--control"),
    tickfont: { color: token("--text-3"), size: 11 },
  };
}

function tableDefaults(token: ReadToken): Props {
  const lines = { line: { color: token("--border") }, align: "left" };
  return {
    header: {
      ...lines,
      fill: { color: token("--surface-2") },
      font: { color: token("--text-2"), size: 12 },
    },
    cells: {
      ...lines,
      fill: { color: token("--surface") },
      font: { color: token("--text"), size: 12.5 },
      height: 28,
    },
  };
}

function indicatorDefaults(token: ReadToken): Props {
  return {
    number: { font: { color: token("--text") } },
    title: { font: { color: token("--text-2"), size: 13 } },
    gauge: {
      bar: { color: token("--c1") },
      bgcolor: token("--sunken"),
      borderwidth: 0,
      axis: {
        tickcolor: token("--border-2"),
        tickfont: { size: 11 },
        tickformat: axisFormat({ naming: false, ticks: "inside" }),
      },
    },
    delta: { increasing: { color: token("--ok") }, decreasing: { color: token("--err") } },
  };
}

export function colourbar(token: ReadToken): Props {
  return {
    thickness: 10,
    outlinewidth: 0,
    ticks: "",
    tickformat: axisFormat({ naming: false, ticks: "inside" }),
    tickfont: { color: token("--text-3"), size: 11 },
    title: { font: { color: token("--text-2"), size: 11.5 } },
    len: 0.9,
    xpad: 8,
  };
}

/** Begins near the ground's own colour: for planes, where a small value is as good as none. */
export function ramp(token: ReadToken): Ramp {
  return [
    [0, token("--accent-weak")],
    [1, token("--c1")],
  ];
}

/** Begins with a colour that is seen on the ground: for points, lines, shapes and bodies. */
export function visibleRamp(token: ReadToken): Ramp {
  return [
    [0, token("--accent-border")],
    [1, token("--c1")],
  ];
}

/** Plotly makes its beginning transparent. */
function densityRamp(token: ReadToken): Ramp {
  return [
    [0, token("--accent-border")],
    [0.6, token("--c1")],
    [1, token("--c2")],
  ];
}

/** From one colour over none to another, for values around a middle. */
export function divergingRamp(token: ReadToken): Ramp {
  return [
    [0, token("--c2")],
    [0.5, token("--sunken")],
    [1, token("--c1")],
  ];
}
