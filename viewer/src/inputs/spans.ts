/** Ranges of numbers in whole steps. */
import type { FilterChoice, SpanInput } from "../../../src/contract/input.js";
import type { Value } from "../../../src/contract/result.js";
import { decimalText } from "../../../src/contract/value-text.js";
import { compareScaled, parseScaled, rescaled } from "../../../src/fold/exact-number.js";

/** From the lower end of the first step to the upper end of the last one. */
export interface Extent {
  readonly from: string;
  readonly to: string;
}

/** Undefined where there are no numbers. */
export function extentOf({ step }: SpanInput, values: readonly Value[]): Extent | undefined {
  const starts = values.flatMap((value) =>
    value === null ? [] : (parseScaled(String(value)) ?? []),
  );
  const sorted = starts.toSorted(compareScaled);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return undefined;
  const text = ({ units, scale }: typeof first) => decimalText(units, scale);
  const from = snapped(text(first), step, "down");
  const to = snapped(text(last), step, "after");
  return from === undefined || to === undefined ? undefined : { from, to };
}

/**
 * The end of a step at a number: below it, above it unless it is one itself, or behind it in any
 * case. Undefined where the text is no number.
 */
export function snapped(
  text: string,
  step: string,
  way: "down" | "up" | "after",
): string | undefined {
  const [number, size] = [parseScaled(text), parseScaled(step)];
  if (!number || !size || size.units <= 0n) return undefined;
  const scale = Math.max(number.scale, size.scale);
  const [units, one] = [rescaled(number, scale), rescaled(size, scale)];
  const rest = ((units % one) + one) % one;
  const below = units - rest;
  const isAbove = way === "after" || (way === "up" && rest > 0n);
  const whole = parseScaled(decimalText(isAbove ? below + one : below, scale));
  return whole && shortened(decimalText(whole.units, whole.scale));
}

/** What is chosen once an end is written; undefined where both ends are those of all. */
export function spanOf(
  { step }: SpanInput,
  extent: Extent,
  written: { readonly from: string; readonly to: string },
): FilterChoice | undefined {
  const from = snapped(written.from, step, "down") ?? extent.from;
  const to = snapped(written.to, step, "up") ?? extent.to;
  if (from === extent.from && to === extent.to) return undefined;
  const [low, high] = [parseScaled(from), parseScaled(to)];
  const isRange = low && high && compareScaled(low, high) < 0;
  return { is: "span", from, to: isRange ? to : (snapped(from, step, "after") ?? to) };
}

/** Whether two texts are one number; a text that is none is only the same as itself. */
export function isSameNumber(one: string, other: string): boolean {
  const [a, b] = [parseScaled(one), parseScaled(other)];
  return a && b ? compareScaled(a, b) === 0 : one === other;
}

function shortened(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
