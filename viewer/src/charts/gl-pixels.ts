/** How finely charts are drawn that the graphics card draws. */
import type { Props } from "./bind.js";

/** Points of one chart above which they cover each other's edges. */
const MANY_POINTS = 20_000;
/** Pixels along each pixel of the page that make edges smooth on every screen. */
const SMOOTH = 2;

/**
 * Pixels of the drawing along each pixel of the page. Many points get no more than the screen has:
 * without a graphics card four times as many pixels take twice the time.
 *
 * @param screenRatio pixels of the screen along each pixel of the page
 */
export function glPixelRatio(data: readonly Props[], screenRatio: number): number {
  const points = data.reduce(
    (sum, { type, x }) => sum + (type === "scattergl" ? lengthOf(x) : 0),
    0,
  );
  return points < MANY_POINTS ? SMOOTH : Math.min(SMOOTH, Math.max(1, screenRatio));
}

function lengthOf(values: unknown): number {
  return Array.isArray(values) || ArrayBuffer.isView(values)
    ? (values as unknown as ArrayLike<unknown>).length
    : 0;
}
