import type { NumberFormatter } from "./number.js";
import { NULL_TEXT } from "./text-form.js";

/** A number that is read by itself; an empty specifier leaves its form to the page. */
export function writtenNumber(value: unknown, specifier: string, numbers: NumberFormatter): string {
  if (typeof value !== "number" && typeof value !== "string") return NULL_TEXT;
  return specifier === "" ? numbers.headline(value) : numbers.withFormat(value, specifier);
}
