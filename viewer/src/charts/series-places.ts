import type { LoadedResult, Series } from "../data/column.js";
import type { LoadedTrace } from "./loaded-trace.js";

/**
 * The places of a chart's series among its colours. A series keeps its place while others are
 * hidden, missing or new, also on another visit: traces take turns, so that the place of a series
 * hangs on its own trace only, as long as there are colours.
 */
export interface SeriesPlaces {
  /**
   * `order` has the names of all traces of the chart, also of those without rows; `colours` says
   * how many there are.
   */
  readonly learn: (
    order: readonly string[],
    loaded: readonly LoadedTrace[],
    colours: number,
  ) => void;
  readonly of: (trace: string, cohort: string | null) => number;
}

export function createSeriesPlaces(): SeriesPlaces {
  /** By trace: places by cohort. */
  const known = new Map<string, Map<string | null, number>>();
  const taken = new Set<number>();

  /** Its turn, the last free colour where all turns are over, or a place of its own behind them. */
  function nextPlace(turn: number, step: number, colours: number): number {
    let place = turn;
    while (taken.has(place)) place += step;
    if (place < colours) return place;
    for (let free = colours - 1; free >= 0; free -= 1) if (!taken.has(free)) return free;
    while (taken.has(place)) place += 1;
    return place;
  }

  /** Also of those that what is chosen leaves out, so that a place hangs on no choice. */
  function seriesOf(result: LoadedResult): readonly Series[] {
    return [...(result.all?.().series ?? []), ...result.series];
  }

  return {
    learn(order, loaded, colours) {
      const names = [...new Set([...order, ...loaded.map(({ object }) => object.name)])];
      const step = Math.max(1, names.length);
      names.forEach((name, turn) => {
        const places = known.get(name) ?? new Map<string | null, number>();
        known.set(name, places);
        const results = loaded.filter(({ object }) => object.name === name);
        for (const { name: cohort } of results.flatMap(({ result }) => seriesOf(result))) {
          if (places.has(cohort)) continue;
          const place = nextPlace(turn, step, colours);
          places.set(cohort, place);
          taken.add(place);
        }
      });
    },
    of: (trace, cohort) => known.get(trace)?.get(cohort) ?? 0,
  };
}
