import { useEffect, useState } from "preact/hooks";
import type { SiteDashboard, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import { useApp } from "../app/context.js";
import { typesOf } from "../charts/figure.js";
import { CHART_TABLE } from "./table-parts.js";
import { useReadObject, useTraceOf } from "./inputs.js";

/** Types whose drawing waits for the outlines of maps, so that it would come too late for paper. */
const SLOW = new Set(["scattergeo", "choropleth"]);

/** How long the page waits after it is shown, so that what is in sight comes first. */
const PAUSE = 500;

/**
 * Loads rows and drawing code of all cards once the page is at rest, also of those that were never
 * in sight: when it is printed, there is no time for it.
 */
export function PreparedForPaper({ dashboard }: { readonly dashboard: SiteDashboard }): null {
  const { traces, tables } = dashboard;
  const { painters } = useApp();
  const read = useReadObject();
  const traceOf = useTraceOf();
  useEffect(() => {
    const timer = setTimeout(() => {
      const models = Object.values(tables).flatMap(({ model }) => model ?? []);
      CHART_TABLE.prepare();
      for (const object of [...Object.values(traces).map(traceOf), ...models]) read(object);
      if (Object.keys(traces).length === 0) return;
      // What cannot be loaded is told by the card that needs it.
      painters()
        .then((loader) => loader.load(typesOf(Object.values(traces))))
        .catch(() => {});
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [traces, tables, read]);
  return null;
}

/** True once the page is at rest, for a chart that cannot be drawn as soon as it is printed. */
export function useDrawnAtRest(traces: readonly SiteTrace[]): boolean {
  const isSlow = traces.some(({ type }) => SLOW.has(type));
  const [atRest, setAtRest] = useState(false);
  useEffect(() => {
    if (!isSlow) return undefined;
    const timer = setTimeout(() => setAtRest(true), PAUSE);
    return () => clearTimeout(timer);
  }, [isSlow]);
  return isSlow && atRest;
}
