/**
 * Plotly's template, made from the page's own colours, so that there is one place for light and
 * dark.
 */
import type { Props } from "./bind.js";
import { colourbar, divergingRamp, ramp, traceDefaults, visibleRamp } from "./template-traces.js";
import type { ReadToken } from "./token.js";

/** Plotly's `template`. */
export function chartTemplate(token: ReadToken): Props {
  return { layout: layoutDefaults(token), data: traceDefaults(token) };
}

/** The colours of series, in order. */
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
      // Above 1 it would leave as much room below the drawing.
      y: 1,
      xanchor: "left",
      yanchor: "bottom",
      maxheight: 1 / 3,
      traceorder: "normal",
      font: { size: 12, color: token("--text-2") },
      title: { font: { size: 12, color: token("--text-3") } },
    },
    bargap: 0.28,
    boxgap: 0.4,
    xaxis: { ...axis, showgrid: false, showline: true, linecolor: token("--border-2") },
    yaxis: { ...axis, showline: false },
    polar: { bgcolor: transparent, radialaxis: round, angularaxis: round },
    ternary: { bgcolor: transparent, aaxis: round, baxis: round, caxis: round },
    smith: {
      bgcolor: transparent,
      realaxis: { ...round, side: "top" },
      imaginaryaxis: round,
    },
    // A little farther away than Plotly's own, so that the titles of the axes stay inside.
    scene: {
      xaxis: space,
      yaxis: space,
      zaxis: space,
      camera: { eye: { x: 1.5, y: 1.5, z: 0.9 } },
    },
    geo: geoDefaults(token, transparent),
    colorscale: {
      sequential: visibleRamp(token),
      sequentialminus: visibleRamp(token)
        .map(([place, colour]) => [1 - place, colour])
        .toReversed(),
      diverging: divergingRamp(token),
    },
    coloraxis: { colorscale: ramp(token), colorbar: colourbar(token) },
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
