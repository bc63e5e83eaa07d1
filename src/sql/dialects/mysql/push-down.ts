import { quoteInHex } from "../../quote.js";
import { isExactNumber, type PushDownColumn, type PushDown } from "../../push-down/push-down.js";
import type { Constant, ConstantKind } from "../../push-down/predicate.js";

/**
 * MySQL and MariaDB. Most collations ignore case, accents and trailing blanks, which only widens an
 * equality and would narrow everything else. Zero and partial dates land as NULL.
 */
export const pushDown: PushDown = {
  kindOf,
  compare: (column, comparison, constant) => {
    if (constant.kind === "text" && comparison !== "=") return undefined;
    const value = literal(constant);
    return value === undefined ? undefined : `${column} ${comparison} ${value}`;
  },
  isAnyOf: (column, constants) => {
    const values = constants.map(literal);
    return values.every((value) => value !== undefined)
      ? `${column} in (${values.join(", ")})`
      : undefined;
  },
  startsWith: (column, prefix) =>
    `left(${column}, ${Array.from(prefix).length}) = ${quoteInHex(prefix)}`,
  isNull: (column, kind) =>
    kind === "date" || kind === "timestamp"
      ? `(${column} is null or ${column} = 0 or month(${column}) = 0 or dayofmonth(${column}) = 0)`
      : `${column} is null`,
  derived: (sql, name, names) => ({
    with: `with ${name} (${names.join(", ")}) as (\n${sql}\n)`,
    from: name,
  }),
};

const KINDS: Readonly<Record<string, ConstantKind>> = {
  float64: "double",
  date: "date",
  timestamp: "timestamp",
};

/**
 * Enums, sets and JSON come as text and are compared otherwise; a year of two digits is another one
 * to the server, and a `timestamp` is written in the session's zone.
 */
function kindOf({ type, nativeType }: PushDownColumn): ConstantKind | undefined {
  if (isExactNumber(type)) return /^(?:bit|year)/.test(nativeType) ? undefined : "number";
  if (type === "text") {
    return /^(var)?char\b|^(tiny|medium|long)?text\b/i.test(nativeType) ? "text" : undefined;
  }
  return KINDS[type];
}

function literal({ kind, text }: Constant): string | undefined {
  switch (kind) {
    case "number":
      return text;
    case "double":
      return /e/i.test(text) ? text : `${text}e0`;
    case "text":
      return quoteInHex(text);
    case "date":
      return `date${quoteInHex(text)}`;
    case "timestamp":
      return `timestamp${quoteInHex(text)}`;
    default:
      return undefined;
  }
}
