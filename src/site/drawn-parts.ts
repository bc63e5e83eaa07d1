/** Which parts of the viewer the charts of a site need. */
import type { JsonObject } from "../contract/json-value.js";
import type { SiteDashboard, SiteTrace } from "../contract/pages/dashboard.js";

export interface DrawnParts {
  readonly traceTypes: ReadonlySet<string>;
  /** Files of map outlines, such as `usa_110m.json`. */
  readonly outlines: ReadonlySet<string>;
}

/** Types of which Plotly fetches the outlines of what their map shows. */
const TYPES_WITH_OUTLINES = new Set(["scattergeo", "choropleth"]);

export function drawnParts(dashboards: Iterable<SiteDashboard>): DrawnParts {
  const traceTypes = new Set<string>();
  const outlines = new Set<string>();
  for (const { charts, traces } of dashboards) {
    for (const { type } of Object.values(traces)) traceTypes.add(type);
    for (const { traces: names, layout } of Object.values(charts)) {
      for (const name of names) {
        const trace = traces[name];
        if (trace && TYPES_WITH_OUTLINES.has(trace.type)) outlines.add(outlineOf(trace, layout));
      }
    }
  }
  return { traceTypes, outlines };
}

/** As Plotly names its file: by the scope and the resolution of the trace's map. */
function outlineOf({ props }: SiteTrace, layout: JsonObject): string {
  const { geo = "geo" } = props;
  const map = typeof geo === "string" ? layout[geo] : undefined;
  const { scope, resolution } = isMap(map) ? map : {};
  const place = typeof scope === "string" ? scope.replaceAll(" ", "-") : "world";
  return `${place}_${Number(resolution) === 50 ? 50 : 110}m.json`;
}

function isMap(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
