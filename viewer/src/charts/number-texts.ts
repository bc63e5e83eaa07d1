/** Columns of numbers that stand beside marks as text: they read as in tables. */
import type { JsonObject } from "../../../src/contract/json-value.js";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column } from "../data/column.js";
import { isNamedForThings } from "../data/names-things.js";
import type { NumberFormatter } from "../format/number.js";
import type { Props } from "./bind.js";
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

/**
 * What tooltips say of texts that the author's template writes with a format: Plotly would write
 * their plain digits beside it.
 */
export function formattedHover(
  { texttemplate, hovertemplate, hoverinfo, hovertext }: Props,
  texts: readonly Value[] | undefined,
  numbers: NumberFormatter,
): Props {
  if (!texts || hovertemplate !== undefined || hoverinfo !== undefined) return {};
  if (hovertext !== undefined || typeof texttemplate !== "string") return {};
  const format = /%\{text:([^{}]*)\}/.exec(texttemplate)?.[1];
  if (format === undefined) return {};
  return {
    hovertext: texts.map((value) =>
      value === null || typeof value === "boolean" ? "" : numbers.withFormat(value, format),
    ),
  };
}

/** The texts of a column; `title` is what its SQL calls it, `format` what its author gave it. */
export function numberTexts(
  column: Column,
  { title, format }: { readonly title: string | undefined; readonly format: string | undefined },
  rows: DrawnRows,
  numbers: NumberFormatter,
): string[] {
  const isNaming = isNamedForThings(column, title ?? column.name);
  return exactValues(column, rows).map((value) => {
    if (value === null || typeof value === "boolean") return "";
    if (format !== undefined) return numbers.withFormat(value, format);
    return isNaming ? String(value).replace("-", "−") : numbers.plain(value);
  });
}
