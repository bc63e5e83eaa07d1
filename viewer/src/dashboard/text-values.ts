/** Values of traces that stand in a text, as a reader sees them. */
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { SiteTextValue, SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Loaded } from "../data/loaded.js";
import { isNamedForThings } from "../data/names-things.js";
import { NULL_TEXT } from "../format/text-form.js";
import type { Formatter } from "../format/value.js";

/** A text in the place of a value, or how many rows there are of which none is the value. */
export type WrittenValue = { readonly text: string } | { readonly rows: number };

/** The only row's value in its format; what has no row reads like NULL. */
export function writeValue(
  { trace, column: name }: Pick<SiteTextValue, "trace" | "column">,
  loaded: readonly Loaded<SiteTrace>[],
  formatter: Formatter,
): WrittenValue {
  const found = loaded.find(({ object }) => object.name === trace);
  const rows = found?.result.rows ?? 0;
  if (rows > 1) return { rows };
  const column = found?.result.columns.find((one) => one.name === name);
  const value = rows === 1 ? (column?.value(0) ?? null) : null;
  if (!found || !column || value === null) return { text: NULL_TEXT };
  const format = found.object.formats?.[name];
  if (format !== undefined || !isNumeric(column.type) || typeof value === "boolean") {
    return { text: formatter.value(value, column.type, format) };
  }
  const isNaming = isNamedForThings(column, found.object.names?.[name] ?? name);
  return { text: isNaming ? String(value) : formatter.numbers.headline(value) };
}
