/** What Plotly draws or writes wrong, mended in its code. */
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

/** The page's own modules that mended code asks for, by the names that stand in it. */
const EVEN_PLACES = "headwater/even-places";
const POINT_PICTURE = "headwater/point-picture";
const OWN_FILES = new Map(
  [EVEN_PLACES, POINT_PICTURE].map((name) => [
    name,
    fileURLToPath(new URL(`../src/charts/${name.replace(/.*\//, "")}.ts`, import.meta.url)),
  ]),
);

interface Mend {
  /** The end of the path of Plotly's module. */
  readonly module: string;
  /** Stands in it exactly once. */
  readonly code: string;
  readonly mended: string;
}

const MENDS: readonly Mend[] = [
  /**
   * Plotly puts ticks at 2018.5 between two years and at half a flight. A format of whole numbers
   * says that there is nothing between them: d3's `d`, or one of the page's (`own-formats.ts`),
   * which may also say how far it is from one tick to the next at least.
   */
  {
    module: "src/plots/cartesian/axes.js",
    code: "ax.dtick = roundDTick(roughDTick, base, roundBase10);\n    }\n\n    // prevent",
    mended: `ax.dtick = roundDTick(roughDTick, base, roundBase10);
        var ownFormat = axes.getTickFormat(ax) || '';
        if(/d$|\\|whole/.test(ownFormat)) ax.dtick = Math.max(1, ax.dtick);
        var leastStep = /\\|each([\\d.e-]+)$/.exec(ownFormat);
        if(leastStep) ax.dtick = Math.max(Number(leastStep[1]), ax.dtick);
    }

    // prevent`,
  },
  /**
   * Tooltips round to a few digits and a unit (1.234568M). Where the author has chosen no form, they
   * write what tables write, by the page's own format.
   */
  {
    module: "src/plots/cartesian/axes.js",
    code: "if(ax.hoverformat) tickformat = ax.hoverformat;",
    mended: `if(ax.hoverformat) tickformat = ax.hoverformat;
        else if(!tickformat && exponentFormat === 'B' && !separatethousands && ax._numFormat) {
            tickformat = '=number';
        }`,
  },
  /** Bars of less than a hundredth of a pixel were not drawn: they are a pixel long, as longer ones. */
  {
    module: "src/traces/bar/plot.js",
    code: "            // record isBlank\n",
    mended: `            if(isBlank && (trace.type === 'waterfall' ? di.rawS : di.s) &&
                [x0, x1, y0, y1].every(isNumeric)) {
                isBlank = false;
                if(isHorizontal) x1 = x0 + (di.s < 0 ? -1 : 1);
                else y1 = y0 + (di.s < 0 ? 1 : -1);
            }

            // record isBlank
`,
  },
  /** A slice of nearly all ends where it begins, as far as drawings are exact: nothing was drawn. */
  {
    module: "src/traces/pie/plot.js",
    code: "if (pt.v === cd0.vTotal) {\n",
    mended: "if (pt.v >= cd0.vTotal * (1 - 1e-6)) {\n",
  },
  /**
   * When a chart is drawn again, Plotly deletes what is empty in its new layout, also `sources` in the
   * style of a map, which MapLibre refuses then.
   */
  {
    module: "src/lib/relink_private.js",
    code: "if(toVal === fromVal) continue;\n",
    mended: "if(toVal === fromVal || k === 'style') continue;\n",
  },
  /** Cells of a heatmap reached over all that has no data beside them. */
  ...(["1", "2"] as const).map((axis) => ({
    module: "src/traces/heatmap/convert_column_xyz.js",
    code: `var col${axis}dv = Lib.distinctVals(col${axis});`,
    mended: `var col${axis}dv = Lib.distinctVals(col${axis});
    if(trace.type === 'heatmap' && !trace.zsmooth && !trace.connectgaps) {
        col${axis}dv = require('${EVEN_PLACES}').evenPlaces(
            col${axis}dv, ax${axis}, trace._input['d' + var${axis}Name]);
    }`,
  })),
  /** Many points are elements each, which takes a browser seconds: they are one picture. */
  {
    module: "src/traces/scatter/plot.js",
    code: "join = selection.data(markerFilter, keyFunc);",
    mended: `join = selection.data(require('${POINT_PICTURE}').takePoints(
            points.node(), gd, plotinfo, trace, !hasTransition && markerFilter(cdscatter)
        ) ? [] : markerFilter, keyFunc);`,
  },
  ...["function stylePoints(sel, trace, gd) {\n", "    if(trace.selectedpoints) {\n"].map(
    (code) => ({
      module: "src/traces/scatter/style.js",
      code,
      mended: `${code}sel.each(function() {
        require('${POINT_PICTURE}').drawPoints(this, trace, Drawing);
    });\n`,
    }),
  ),
];

export function mendedPlotly(): Plugin {
  return {
    name: "headwater:mended-plotly",
    enforce: "pre",
    resolveId: (id) => OWN_FILES.get(id),
    transform: {
      filter: { id: MENDS.map(({ module }) => new RegExp(`plotly\\.js/${module}$`)) },
      handler(code, id) {
        const mends = MENDS.filter(({ module }) => id.endsWith(module));
        let text = code;
        for (const mend of mends) {
          const [before, after, ...more] = text.split(mend.code);
          if (after === undefined || more.length > 0) {
            this.error(`Plotly has other code in ${mend.module} than is mended here.`);
          }
          text = `${before}${mend.mended}${after}`;
        }
        return { code: text, map: null };
      },
    },
  };
}
