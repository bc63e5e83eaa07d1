/** The cells of Plotly's tables, as the page's own tables write them. */
import type { JsonValue } from "../../../src/contract/json-value.js";
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { PropertyPath } from "../../../src/contract/property-path.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column } from "../data/column.js";
import { groupName } from "../format/group-name.js";
import type { Formatter } from "../format/value.js";
import type { DrawnRows } from "./drawn-values.js";
import { exactValues } from "./exact-values.js";
import { escapeMarkup } from "../format/markup.js";

/** Whether the values of a property are cells. */
export function isCell(path: PropertyPath): boolean {
  return path[0] === "cells" && path[1] === "values";
}

/** A text for each row; the numbers themselves where the author has written formats for them. */
export function cellTexts(
  { name, type, value }: Column,
  rows: DrawnRows,
  { props, formats }: SiteTrace,
  formatter: Formatter,
): Value[] {
  const isFormatted = isNumeric(type) && hasFormat(props["cells"]);
  const write = (one: Value) =>
    type === "text"
      ? escapeMarkup(groupName(one, type, formatter))
      : escapeMarkup(formatter.value(one, type, formats?.[name]));
  return exactValues({ value }, rows).map((one) =>
    isFormatted && Number.isFinite(Number(one ?? Number.NaN)) ? one : write(one),
  );
}

function hasFormat(cells: JsonValue | undefined): boolean {
  return typeof cells === "object" && cells !== null && "format" in cells;
}
