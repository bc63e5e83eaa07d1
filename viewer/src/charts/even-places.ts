/**
 * Where the cells of a heatmap lie along an axis. Plotly draws each as far as the middle between it
 * and the next one, over all that has no data between them: the build puts this module into its
 * code, which adds empty places beside gaps.
 */

/** Places in order and the least distance between two, as Plotly finds them in a column. */
export interface DistinctPlaces {
  readonly vals: readonly number[];
  readonly minDiff: number;
}

/** The parts of Plotly's axis that are read here; `c2l` and `l2c` are what makes an axis even. */
export interface PlacedAxis {
  readonly type: string;
  readonly c2l: (place: number) => number;
  readonly l2c: (place: number) => number;
}

/** Months, quarters and years are not all as long as the least of them: 28 days in milliseconds. */
const LEAST_MONTH = 28 * 86_400_000;
const UNEVEN = 0.12;
/** So few steps are wide enough to be seen; of more, one in ten must have data. */
const FEW_STEPS = 500;

/**
 * The places of cells with those beside them that have none, where all lie in steps of one size: of
 * `known`, where that is known of more places than these, else of the least between two of them.
 */
export function evenPlaces(
  places: DistinctPlaces,
  axis: PlacedAxis,
  known?: unknown,
): DistinctPlaces {
  const { vals } = places;
  if (axis.type === "category") return everyCategory(vals);
  const along = vals.map(axis.c2l);
  const gaps = along.slice(1).map((place, index) => place - (along[index] ?? 0));
  const isKnown = typeof known === "number" && axis.type !== "log";
  const step = gaps.reduce((least, gap) => Math.min(least, gap), isKnown ? known : Infinity);
  if (!(step > 0) || !Number.isFinite(step)) return places;
  const [alone = 0, ...others] = vals;
  // Plotly gives it a width of one, whatever the step.
  if (others.length === 0) return { vals: [alone - step, alone, alone + step], minDiff: step };
  const steps = gaps.reduce((sum, gap) => sum + Math.round(gap / step), 0);
  const slack = axis.type === "date" && step >= LEAST_MONTH ? UNEVEN : 1e-6;
  const isEven = gaps.every((gap) => {
    const ratio = gap / step;
    return Math.abs(ratio - Math.round(ratio)) <= slack * ratio;
  });
  if (!isEven || (steps > FEW_STEPS && vals.length < steps / 10)) return places;
  const filled = along.flatMap((place, index) => {
    const count = Math.round((gaps[index] ?? 0) / step);
    if (count < 2) return place;
    const part = (gaps[index] ?? 0) / count;
    return count === 2 ? [place, place + part] : [place, place + part, place + (count - 1) * part];
  });
  if (filled.length === vals.length) return places;
  const from = new Map(along.map((place, index) => [place, vals[index] ?? place]));
  const all = filled.map((place) => from.get(place) ?? axis.l2c(place));
  return { vals: all, minDiff: leastDifference(all) };
}

/** Plotly draws the first category of a trace at the first of the axis, the second at the second. */
function everyCategory(vals: readonly number[]): DistinctPlaces {
  return { vals: Array.from({ length: (vals.at(-1) ?? -1) + 1 }, (_, place) => place), minDiff: 1 };
}

function leastDifference(places: readonly number[]): number {
  return places
    .slice(1)
    .reduce((least, place, index) => Math.min(least, place - (places[index] ?? 0)), Infinity);
}
