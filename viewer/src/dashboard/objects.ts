import type {
  SiteDashboard,
  SiteModel,
  SiteObject,
  SiteTrace,
} from "../../../src/contract/pages/dashboard.js";
import type { CardPlace } from "../../../src/contract/pages/card.js";

/** All whose rows a dashboard shows. */
export function objectsOf({ traces, tables }: SiteDashboard): SiteObject[] {
  return [...Object.values(traces), ...Object.values(tables).flatMap(({ model }) => model ?? [])];
}

/** Those whose rows one of its cards shows. */
export function objectsOfCard(
  { charts, tables, traces }: SiteDashboard,
  { kind, name }: CardPlace,
): (SiteTrace | SiteModel)[] {
  const table = kind === "table" ? tables[name] : undefined;
  const names = table ? table.traces.map(({ trace }) => trace) : (charts[name]?.traces ?? []);
  return [...names.flatMap((trace) => traces[trace] ?? []), table?.model ?? []].flat();
}

/** Names of the inputs that rows of these follow. */
export function inputsOf(objects: readonly (SiteTrace | SiteModel)[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap((object) => {
      if (!("props" in object)) return (object.follows ?? []).map(({ input }) => input);
      return [...(object.inputs ?? []), ...(object.switched?.switches ?? [])];
    }),
  );
}
