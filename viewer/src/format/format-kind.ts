import { parseFormatWord } from "../../../src/contract/format-word.js";
import { parseNumberFormat } from "../../../src/contract/number-format.js";

/** Whether a format is one of numbers; the others are of dates. */
export function isNumberFormat(format: string): boolean {
  return parseFormatWord(format) !== undefined || parseNumberFormat(format) !== undefined;
}

/** Whether a format writes shares of one as percentages. */
export function isShareFormat(format: string): boolean {
  return parseFormatWord(format)?.unit === "percent" || parseNumberFormat(format)?.type === "%";
}
