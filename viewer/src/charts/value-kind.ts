/** What an axis is by the type of a column: the look of single texts never decides. */
import { isNumeric } from "../../../src/contract/logical-type.js";
import type { Column } from "../data/column.js";
import { areIsoDates } from "./iso-date.js";

export type ValueKind = "number" | "date" | "time" | "boolean" | "category";

const known = new WeakMap<Column, ValueKind>();

/** The kind of a column's values; undefined for lists, which hold anything. */
export function kindOfColumn(column: Column): ValueKind | undefined {
  const { type } = column;
  if (type === "list") return undefined;
  if (isNumeric(type)) return "number";
  if (type === "date" || type === "timestamp" || type === "instant") return "date";
  if (type === "time") return "time";
  if (type === "bool") return "boolean";
  if (type !== "text") return "category";
  const kind = known.get(column) ?? (areIsoDates(textsOf(column)) ? "date" : "category");
  known.set(column, kind);
  return kind;
}

const together = new WeakMap<Column, boolean>();

/** Whether two unlike integers, such as ids, are one double: as numbers they were one thing. */
export function fallTogether(column: Column): boolean {
  if (!/^u?int64|^decimal\(\d+, ?0\)/.test(column.type) || column.typed) return false;
  const known = together.get(column);
  if (known !== undefined) return known;
  const texts = new Set<string>();
  for (let row = 0; row < column.length; row += 1) {
    const value = column.value(row);
    // Numbers are safe integers, and texts are those beyond.
    if (typeof value === "string") texts.add(value);
  }
  const doubles = new Set(Array.from(texts, Number));
  together.set(column, doubles.size < texts.size);
  return doubles.size < texts.size;
}

/** The kind of values that an author has written, or that lists hold; undefined for none. */
export function kindOfValues(values: readonly unknown[]): ValueKind | undefined {
  const present = values.filter((value) => value !== null && value !== undefined);
  if (present.length === 0 || present.some((value) => typeof value === "object")) return undefined;
  if (present.every((value) => typeof value === "number")) return "number";
  if (present.every((value) => typeof value === "boolean")) return "boolean";
  return areIsoDates(present.map(String)) ? "date" : "category";
}

/** The one kind that can hold them all; undefined for none. */
export function commonKind(
  kinds: ReadonlySet<ValueKind>,
): Exclude<ValueKind, "boolean"> | undefined {
  const [first, ...others] = [...kinds].filter(
    (kind) => kind !== "boolean" || !kinds.has("number"),
  );
  if (others.length > 0 || first === "boolean") return "category";
  return first;
}

function* textsOf(column: Column): Iterable<string> {
  for (let row = 0; row < column.length; row += 1) {
    const value = column.value(row);
    if (value !== null) yield String(value);
  }
}
