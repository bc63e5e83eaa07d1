import { quoteText } from "../../quote.js";
import { isExactNumber, type PushDown, type PushDownColumn } from "../../push-down/push-down.js";
import type { Comparison, Constant, ConstantKind } from "../../push-down/predicate.js";

/**
 * Texts are compared by their code points, as DuckDB does, whatever the collation in the database
 * behind the catalog. Where it can, Trino hands a comparison of a bare column with a constant on to
 * that database, so that nothing is put around the column.
 */
export const pushDown: PushDown = {
  kindOf,
  // The text of a statement has 1,000,000 characters at most, and long lists take long to plan.
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
  startsWith: (column, prefix) =>
    `${column} like ${quoteText(`${prefix.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`)} escape '\\'`,
  isNull: (column) => `${column} is null`,
  derived: (sql, name, names) => ({ from: `(\n${sql}\n) as ${name}(${names.join(", ")})` }),
};

const KINDS: Readonly<Record<string, ConstantKind>> = {
  double: "double",
  varchar: "text",
  date: "date",
  boolean: "bool",
  uuid: "uuid",
};

/**
 * By Trino's own types: `char(n)` is padded, `real` is compared as it was rounded, and times of more
 * than six decimals may not land as what they are.
 */
function kindOf({ type, nativeType }: PushDownColumn): ConstantKind | undefined {
  if (/^(?:tinyint|smallint|integer|bigint|decimal\(.*\))$/.test(nativeType)) {
    return isExactNumber(type) ? "number" : undefined;
  }
  if (/^timestamp\([0-6]\)$/.test(nativeType)) return "timestamp";
  if (/^timestamp\([0-6]\) with time zone$/.test(nativeType)) return "instant";
  return KINDS[nativeType.replace(/^varchar\(\d+\)$/, "varchar")];
}

function isUpward(comparison: Comparison): boolean {
  return comparison === ">" || comparison === ">=";
}

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?$/;
/** Digits of the longest number. */
const MOST_DIGITS = 38;
/** Of a whole number that is no more than 64 bits. */
const SAFE_DIGITS = 18;

/** Undefined for what Trino cannot write: years beyond four digits, NaN, infinities. */
function literal({ kind, text }: Constant): string | undefined {
  switch (kind) {
    case "number":
      return numberLiteral(text);
    case "double":
      return /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(text) ? `double '${text}'` : undefined;
    case "text":
      return quoteText(text);
    case "bool":
      return text;
    case "date":
      return DATE.test(text) ? `date '${text}'` : undefined;
    case "timestamp":
      return MOMENT.test(text) ? `timestamp '${text.replace("T", " ")}'` : undefined;
    case "instant":
      return MOMENT.test(text) ? `timestamp '${text.replace("T", " ")} UTC'` : undefined;
    case "uuid":
      return `uuid '${text}'`;
    default:
      return undefined;
  }
}

function numberLiteral(text: string): string | undefined {
  const match = /^-?(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (fraction === "" && whole.length <= SAFE_DIGITS) return text;
  return whole.length + fraction.length <= MOST_DIGITS ? `decimal '${text}'` : undefined;
}
