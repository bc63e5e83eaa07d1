/** Differences and ratios of numbers as they come: exact between exact numbers, and then texts. */
import { decimalText, difference, exactValue, quotient } from "../format/decimal.js";

/** Undefined where there is nothing to compare. */
export function differenceOf(now: unknown, before: unknown): string | number | undefined {
  if (!isWritten(now) || !isWritten(before)) return undefined;
  const [exactNow, exactBefore] = [exactValue(now), exactValue(before)];
  if (exactNow && exactBefore) return decimalText(difference(exactNow, exactBefore));
  return finite(Number(now) - Number(before));
}

/** Undefined of nothing, and of zero. */
export function ratioOf(part: string | number, base: unknown): string | number | undefined {
  if (!isWritten(base)) return undefined;
  const [exactPart, exactBase] = [exactValue(part), exactValue(base)];
  if (!exactPart || !exactBase) return finite(Number(part) / Number(base));
  const ratio = quotient(exactPart, exactBase);
  return ratio && decimalText(ratio);
}

/** Without its sign. */
export function sizeOf(number: string | number): string | number {
  return typeof number === "string" ? number.replace("-", "") : Math.abs(number);
}

function isWritten(value: unknown): value is number | string {
  return typeof value === "number" || (typeof value === "string" && value !== "");
}

function finite(number: number): number | undefined {
  return Number.isFinite(number) ? number : undefined;
}
