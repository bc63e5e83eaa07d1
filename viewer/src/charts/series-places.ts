import type { LoadedTrace } from "./loaded-trace.js";

/**
 * The places of a chart's series among its colours. A series keeps its place as long as the page
 * knows it, also while others are hidden, missing or new.
 */
export interface SeriesPlaces {
  /** `order` has the names of all traces of the chart, also of those without rows. */
  readonly learn: (order: readonly string[], loaded: readonly LoadedTrace[]) => void;
  readonly of: (trace: string, cohort: string | null) => number;
}

export function createSeriesPlaces(): SeriesPlaces {
  /** By trace: places by cohort, and one that is kept for a trace whose series are not known. */
  const known = new Map<string, { series: Map<string | null, number>; kept: number[] }>();
  let next = 0;
  return {
    learn(order, loaded) {
      const names = new Set([...order, ...loaded.map(({ object }) => object.name)]);
      for (const name of names) {
        const trace = known.get(name) ?? { series: new Map<string | null, number>(), kept: [] };
        known.set(name, trace);
        const results = loaded.filter(({ object }) => object.name === name);
        const cohorts = results.flatMap(({ result }) => result.series.map((one) => one.name));
        for (const cohort of cohorts) {
          if (!trace.series.has(cohort)) trace.series.set(cohort, trace.kept.pop() ?? next++);
        }
        if (trace.series.size === 0 && trace.kept.length === 0) trace.kept.push(next++);
      }
    },
    of: (trace, cohort) => known.get(trace)?.series.get(cohort) ?? 0,
  };
}
