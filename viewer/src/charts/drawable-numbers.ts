/** Numbers that Plotly takes and then fails to draw, some of them with the whole chart. */
import type { Props } from "./bind.js";
import { listOf } from "./computed.js";

/** Larger ones overflow in the arithmetic of axes and maps. */
const LARGEST = 1e100;
/** Tile maps throw at a latitude beyond the poles and draw far longitudes outside of the map. */
const BOUNDS: Readonly<Record<string, number>> = { lat: 90, lon: 360 };

const COORDINATES =
  /^(x|y|z|r|theta|a|b|c|u|v|w|value|values|lon|lat|open|high|low|close|real|imag)$/;

/** Whether a coordinate is a number that cannot be drawn. */
export function isTooLarge(property: string, value: unknown): boolean {
  if (typeof value !== "number") return false;
  return Math.abs(value) > (BOUNDS[property] ?? LARGEST);
}

/** A trace without such numbers. */
export function withDrawableNumbers(trace: Props): Props {
  const changed: Props = {};
  for (const [property, list] of Object.entries(trace)) {
    if (COORDINATES.test(property) && isTooLarge(property, list)) changed[property] = null;
    const values = COORDINATES.test(property) ? listOf(list) : undefined;
    if (!values || !Array.prototype.some.call(values, (value) => isTooLarge(property, value))) {
      continue;
    }
    changed[property] = Array.from(values, (value) => (isTooLarge(property, value) ? null : value));
  }
  return Object.keys(changed).length === 0 ? trace : { ...trace, ...changed };
}
