import { quoteWithEscapes } from "../../quote.js";
import { isExactNumber, type PushDownColumn, type PushDown } from "../../push-down/push-down.js";
import type { Comparison, Constant, ConstantKind } from "../../push-down/predicate.js";

const KINDS: Readonly<Record<string, ConstantKind>> = {
  "double precision": "double",
  text: "text",
  varchar: "text",
  date: "date",
  timestamp: "timestamp",
  timestamptz: "instant",
  bool: "bool",
  uuid: "uuid",
};

/**
 * Text is compared by its collation, which says otherwise what is smaller and, when it is not
 * deterministic, what is equal: equality only widens then; everything else is asked for under
 * collation "C", whose order is that of bytes and DuckDB's where the database's encoding is UTF-8.
 */
export const pushDown: PushDown = {
  kindOf,
  compare: (column, comparison, constant) =>
    constant.kind === "text"
      ? compareText(column, comparison, constant)
      : `${column} ${comparison} ${literal(constant)}`,
  isAnyOf: (column, constants) => {
    const [first] = constants;
    if (!first) return undefined;
    const list = constants.map((constant) => quoteElement(valueText(constant))).join(",");
    const type = first.kind === "number" ? numberType(constants) : TYPES[first.kind];
    return `${column} = any(${quoteWithEscapes(`{${list}}`)}::${type}[])`;
  },
  startsWith: (column, prefix) => `starts_with(${column} collate "C", ${quoteWithEscapes(prefix)})`,
  isNull: (column) => `${column} is null`,
  derived: (sql, name, names) => ({ from: `(\n${sql}\n) as ${name}(${names.join(", ")})` }),
};

/**
 * By PostgreSQL's own types: `char(n)` ignores its padding, `real` is compared as it was rounded,
 * and enums, `inet` and their like come as text but are no text to the server.
 */
function kindOf({ type, nativeType }: PushDownColumn): ConstantKind | undefined {
  const native = nativeType.replace(/^varchar\(\d+\)$/, "varchar");
  if (/^(smallint|integer|bigint|numeric\(.*\))$/.test(native)) {
    return isExactNumber(type) ? "number" : undefined;
  }
  return KINDS[native];
}

function compareText(column: string, comparison: Comparison, constant: Constant): string {
  const value = quoteWithEscapes(constant.text);
  if (comparison === "=") return `${column} = ${value}`;
  const compared = `${column} collate "C" ${comparison} ${value}`;
  return comparison === "<>" ? compared : `(getdatabaseencoding() <> 'UTF8' or ${compared})`;
}

function literal(constant: Constant): string {
  const { kind } = constant;
  return kind === "number"
    ? constant.text
    : `${quoteWithEscapes(valueText(constant))}::${TYPES[kind]}`;
}

/** Instants need their zone. */
function valueText({ kind, text }: Constant): string {
  return kind === "instant" ? `${text}+00` : text;
}

/** Integers of 64 bits use an index on an integer column; anything else is numeric. */
function numberType(constants: readonly Constant[]): string {
  return constants.every(({ text }) => /^-?\d{1,18}$/.test(text)) ? "bigint" : "numeric";
}

const TYPES = {
  double: "float8",
  text: "text",
  date: "date",
  timestamp: "timestamp",
  instant: "timestamptz",
  bool: "bool",
  uuid: "uuid",
} as const;

/** An element of an array literal. */
function quoteElement(text: string): string {
  return /^[\w.-]+$/.test(text) && text.toLowerCase() !== "null"
    ? text
    : `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
}
