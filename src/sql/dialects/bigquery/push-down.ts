import { isExactNumber, type PushDownColumn, type PushDown } from "../../push-down/push-down.js";
import type { Comparison, Constant, ConstantKind } from "../../push-down/predicate.js";
import { quoteLiteral, quoteName } from "./quote.js";

const KINDS: Readonly<Record<string, ConstantKind>> = {
  INT64: "number",
  NUMERIC: "number",
  FLOAT64: "double",
  STRING: "text",
  BOOL: "bool",
  DATE: "date",
  DATETIME: "timestamp",
  TIMESTAMP: "instant",
};

/**
 * Texts are compared by their bytes, as DuckDB does; a column with a collation has a native type of
 * its own, which takes no condition. Only a comparison of the bare column with a constant prunes
 * partitions, so that nothing is put around the column.
 */
export const pushDown: PushDown = {
  kindOf,
  // A query's text has 1 MB at most, and long lists take long to plan.
  mostKeys: { count: 5_000, characters: 256_000 },
  compare: (column, comparison, constant) => {
    const value = literal(constant);
    if (value === undefined) return undefined;
    const compared = `${column} ${comparison} ${value}`;
    // DuckDB holds NaN greater than all; here no comparison with it is true, but `<>`.
    return constant.kind === "double" && isUpward(comparison)
      ? `(${compared} or is_nan(${column}))`
      : compared;
  },
  isAnyOf: (column, constants) => {
    const values = constants.map(literal);
    return values.every((value) => value !== undefined)
      ? `${column} in (${values.join(", ")})`
      : undefined;
  },
  startsWith: (column, prefix) => `starts_with(${column}, ${quoteLiteral(prefix)})`,
  isNull: (column) => `${column} is null`,
  // A derived table has no list of columns here; the query's own names are unique.
  derived: (sql, name, _, own) => ({
    from: `(\n${sql}\n) as ${name}`,
    columns: own.map(quoteName),
  }),
};

/** By BigQuery's own types, of which `NUMERIC(10, 2)` is one with parameters. */
function kindOf({ type, nativeType }: PushDownColumn): ConstantKind | undefined {
  const kind = KINDS[nativeType.replace(/^(NUMERIC|STRING)\([\d, ]+\)$/, "$1")];
  return kind === "number" && !isExactNumber(type) ? undefined : kind;
}

function isUpward(comparison: Comparison): boolean {
  return comparison === ">" || comparison === ">=";
}

/** Undefined for what BigQuery cannot write: years beyond four digits, NaN, infinities. */
function literal({ kind, text }: Constant): string | undefined {
  switch (kind) {
    case "number":
      return numberLiteral(text);
    case "double":
      return /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(text) ? `cast('${text}' as float64)` : undefined;
    case "text":
      return quoteLiteral(text);
    case "bool":
      return text;
    case "date":
      return isDated(text) ? `date '${text}'` : undefined;
    case "timestamp":
      return isDated(text) ? `datetime '${text}'` : undefined;
    case "instant":
      return isDated(text) ? `timestamp '${text}+00'` : undefined;
    default:
      return undefined;
  }
}

/** A year from 1 to 9999. */
function isDated(text: string): boolean {
  return /^(?!0000)\d{4}-/.test(text);
}

/** Exact digits: a number with a point alone would be a double. */
function numberLiteral(text: string): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, , whole = "", fraction = ""] = match;
  if (fraction === "" && whole.length <= 18) return text;
  if (whole.length <= 29 && fraction.length <= 9) return `numeric '${text}'`;
  return whole.length <= 38 && fraction.length <= 38 ? `bignumeric '${text}'` : undefined;
}
