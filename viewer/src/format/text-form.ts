import type { Value } from "../../../src/contract/result.js";

/** What stands for NULL wherever a person reads. */
export const NULL_TEXT = "–";

/** The text of a value as files and searches see it; NULL is nothing. */
export function plainText(value: Value): string {
  return value === null ? "" : String(value);
}
