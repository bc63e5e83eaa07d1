import type { SiteDashboard, SiteObject } from "../../../src/contract/pages/dashboard.js";
import type { CardPlace } from "../../../src/contract/pages/card.js";

/** All whose rows a dashboard shows. */
export function objectsOf({ traces, tables }: SiteDashboard): SiteObject[] {
  return [...Object.values(traces), ...Object.values(tables).flatMap(({ model }) => model ?? [])];
}

/** Those whose rows one of its cards shows. */
export function objectsOfCard(
  { charts, tables, traces }: SiteDashboard,
  { kind, name }: CardPlace,
): SiteObject[] {
  const table = kind === "table" ? tables[name] : undefined;
  const names = table ? table.traces.map(({ trace }) => trace) : (charts[name]?.traces ?? []);
  return [...names.flatMap((trace) => traces[trace] ?? []), table?.model ?? []].flat();
}
