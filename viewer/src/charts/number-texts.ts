/** Columns of numbers that stand beside marks as text: they read as in tables. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { Column } from "../data/column.js";
import { namesThings } from "../data/names-things.js";
import type { NumberFormatter } from "../format/number.js";
import type { DrawnRows } from "./drawn-values.js";
import { exactValues } from "./exact-values.js";

const LABELS = new Set(["text", "hovertext"]);
/** A template that writes such a text with a format needs its number. */
const FORMATTED = /%\{(hover)?text:/;

/** Whether a property is a text beside each mark, which no template of the author formats. */
export function isLabel(path: PropertyPath, { texttemplate, hovertemplate }: JsonObject): boolean {
  const [name] = path;
  if (path.length !== 1 || !LABELS.has(String(name))) return false;
  return ![texttemplate, hovertemplate].some(
    (one) => typeof one === "string" && FORMATTED.test(one),
  );
}

/** The texts of a column; `title` is what its SQL calls it. */
export function numberTexts(
  column: Column,
  title: string | undefined,
  rows: DrawnRows,
  numbers: NumberFormatter,
): string[] {
  const isNaming = namesThings(column, title ?? column.name);
  return exactValues(column, rows).map((value) => {
    if (value === null || typeof value === "boolean") return "";
    return isNaming ? String(value).replace("-", "−") : numbers.plain(value);
  });
}
