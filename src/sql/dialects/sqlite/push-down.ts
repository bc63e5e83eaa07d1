import { quoteText } from "../../quote.js";
import type { PushDown } from "../../push-down/push-down.js";
import type { Comparison, Constant } from "../../push-down/predicate.js";

/**
 * SQLite has a type per value. A row whose value is of another storage class than its column is
 * always let through, and `+` keeps the column's affinity from changing the constant. Dates are
 * text of any form, so that they take no condition.
 */
export const pushDown: PushDown = {
  kindOf: ({ type }) => {
    if (type === "int64") return "number";
    if (type === "float64") return "double";
    return type === "text" ? "text" : undefined;
  },
  compare: (column, comparison, constant) =>
    constant.kind === "text"
      ? compareText(column, comparison, constant.text)
      : orOtherClass(`+${column} ${comparison} ${constant.text}`, column, NUMBERS),
  isAnyOf: (column, constants) => {
    const [first] = constants;
    if (first?.kind === "number") {
      return orOtherClass(
        `+${column} in (select value from json_each(${quoteText(jsonList(constants))}))`,
        column,
        NUMBERS,
      );
    }
    if (first?.kind !== "text") return undefined;
    const list = constants.map(({ text }) => quoteText(text)).join(", ");
    return orOtherClass(`(+${column} collate binary) in (${list})`, column, TEXTS);
  },
  startsWith: (column, prefix) =>
    orOtherClass(
      `substr(${column}, 1, ${Array.from(prefix).length}) collate binary = ${quoteText(prefix)}`,
      column,
      TEXTS,
    ),
  isNull: (column) => `${column} is null`,
  derived: (sql, name, names) => ({
    with: `with ${name}(${names.join(", ")}) as (\n${sql}\n)`,
    from: name,
  }),
};

const NUMBERS = "'integer', 'real', 'null'";
const TEXTS = "'text', 'null'";

function orOtherClass(condition: string, column: string, classes: string): string {
  return `(${condition} or typeof(${column}) not in (${classes}))`;
}

/**
 * Bytes that are not UTF-8 land as U+FFFD: beside an ASCII text they stand on the same side, not
 * beside another.
 */
function compareText(column: string, comparison: Comparison, text: string): string | undefined {
  const isAscii = /^\p{ASCII}*$/u.test(text);
  if (comparison !== "=" && !isAscii) return undefined;
  if (text.includes("\uFFFD")) return undefined;
  return orOtherClass(`+${column} collate binary ${comparison} ${quoteText(text)}`, column, TEXTS);
}

/** Integers of up to 64 bits stand in JSON as they are. */
function jsonList(constants: readonly Constant[]): string {
  return `[${constants.map(({ text }) => text).join(",")}]`;
}
