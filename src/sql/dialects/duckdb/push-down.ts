import { quoteText } from "../../quote.js";
import { isExactNumber, type PushDown } from "../../push-down/push-down.js";
import type { Constant, ConstantKind } from "../../push-down/predicate.js";
import type { LogicalType } from "../../../contract/logical-type.js";

const KINDS: Partial<Record<LogicalType, ConstantKind>> = {
  float64: "double",
  text: "text",
  date: "date",
  timestamp: "timestamp",
  instant: "instant",
  bool: "bool",
  uuid: "uuid",
};

/**
 * The engine's own meaning: nothing needs to be weakened. A column with a collation is compared by
 * its bytes nevertheless.
 */
export const pushDown: PushDown = {
  kindOf: ({ type, nativeType }) => {
    if (isExactNumber(type)) return nativeType.endsWith("HUGEINT") ? undefined : "number";
    // Enums and the like come as text, and are ordered otherwise.
    if (type === "text" && nativeType !== "VARCHAR") return undefined;
    if (type === "timestamp" && nativeType !== "TIMESTAMP") return undefined;
    return KINDS[type];
  },
  compare: (column, comparison, constant) => {
    if (constant.kind !== "text") return `${column} ${comparison} ${literal(constant)}`;
    if (comparison === "=") return `${column} = ${literal(constant)}`;
    return `encode(${column}) ${comparison} encode(${literal(constant)})`;
  },
  isAnyOf: (column, constants) => `${column} in (${constants.map(literal).join(", ")})`,
  startsWith: (column, prefix) => `starts_with(${column}, ${quoteText(prefix)})`,
  isNull: (column) => `${column} is null`,
  derived: (sql, name, names) => ({ from: `(\n${sql}\n) as ${name}(${names.join(", ")})` }),
};

function literal({ kind, text }: Constant): string {
  if (kind === "number") return text;
  return `${quoteText(kind === "instant" ? `${text}+00` : text)}::${TYPES[kind]}`;
}

const TYPES = {
  double: "double",
  text: "varchar",
  date: "date",
  timestamp: "timestamp",
  instant: "timestamptz",
  bool: "boolean",
  uuid: "uuid",
} as const;
