/** What numbers that are text of the page are made of. */
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { SiteTrace } from "../../../src/contract/pages/dashboard.js";
import type { Value } from "../../../src/contract/result.js";
import type { Column } from "../data/column.js";
import { isNamedForThings } from "../data/names-things.js";
import type { Formatter } from "../format/value.js";
import type { Props } from "./bind.js";
import { partOf } from "./computed.js";
import type { DrawnRows } from "./drawn-values.js";
import { exactValues } from "./exact-values.js";

/** Numbers with all their digits, and everything else as tables write it. */
export function cardValues(column: Column, rows: DrawnRows, formatter: Formatter): Value[] {
  const { type } = column;
  const values = exactValues(column, rows);
  if (isNumeric(type)) return values;
  return values.map((value) => (value === null ? null : formatter.value(value, type)));
}

/** Years and ids are read digit by digit, unless the author says how. */
export function cardFormat(
  { bindings, names }: SiteTrace,
  bound: Props,
  columns: ReadonlyMap<string, Column>,
): Props {
  const number = partOf(bound["number"]);
  const binding = bindings.find(({ path }) => path.join(".") === "value");
  const column = binding && columns.get(binding.column);
  const isNaming = column && isNamedForThings(column, names?.[column.name] ?? column.name);
  return isNaming && number["valueformat"] === undefined
    ? { number: { ...number, valueformat: "d" } }
    : {};
}
