/**
 * Fewer points than there are rows, so that a million of them do not freeze the page. Nothing is
 * thinned unsaid.
 */

/** Markers of one chart that are drawn as vector graphics; above it they are sampled. */
export const MARKER_LIMIT = 50_000;
/** The same for charts drawn by the graphics card. */
export const GPU_MARKER_LIMIT = 200_000;
/**
 * Lines of one chart are drawn by the extremes of this many intervals: more than a wide screen has
 * pixels.
 */
export const LINE_INTERVALS = 10_000;

/** `wanted` rows of `start…end`, evenly spaced; ascending. */
export function sampleEvenly(start: number, end: number, wanted: number): Uint32Array {
  const count = Math.min(wanted, end - start);
  const step = (end - start) / count;
  return Uint32Array.from({ length: count }, (_, index) => start + Math.floor(index * step));
}

/**
 * The first, lowest, highest and last row of each of `intervals` equal runs of rows; ascending and
 * without repeats. A line through them looks the same as one through all rows, its peaks included.
 */
export function keepExtremes(
  valueAt: (row: number) => number,
  start: number,
  end: number,
  intervals: number,
): Uint32Array {
  const kept = new Uint32Array(intervals * 4);
  let length = 0;
  for (let interval = 0; interval < intervals; interval += 1) {
    const from = start + Math.floor(((end - start) * interval) / intervals);
    const to = start + Math.floor(((end - start) * (interval + 1)) / intervals);
    if (from >= to) continue;
    const [low, high] = extremes(valueAt, from, to);
    for (const row of [from, Math.min(low, high), Math.max(low, high), to - 1]) {
      if (length === 0 || row > (kept[length - 1] ?? 0)) kept[length++] = row;
    }
  }
  return kept.subarray(0, length);
}

/** Rows of the lowest and the highest value; `from` where no value is a number. */
function extremes(valueAt: (row: number) => number, from: number, to: number): [number, number] {
  let [low, high] = [from, from];
  let [lowest, highest] = [Infinity, -Infinity];
  for (let row = from; row < to; row += 1) {
    const value = valueAt(row);
    if (value < lowest) [low, lowest] = [row, value];
    if (value > highest) [high, highest] = [row, value];
  }
  return [low, high];
}
