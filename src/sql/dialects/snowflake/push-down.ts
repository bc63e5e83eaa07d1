import { isExactNumber, type PushDown, type PushDownColumn } from "../../push-down/push-down.js";
import type { Constant, ConstantKind } from "../../push-down/predicate.js";
import { quoteWithBackslashes } from "./quote.js";

/**
 * Text may have a collation of which nobody tells: an equality only widens under it, everything else
 * would narrow. Times are cut to microseconds on their way, so that what lands as equal may be a
 * little later on the server. NaN equals itself and is greatest, as in DuckDB. Moments are built
 * from their parts, since their text forms depend on the account's settings.
 */
export const pushDown: PushDown = {
  kindOf,
  // The text of a statement has 1 MB at most, and a list of expressions 16,384.
  mostKeys: { count: 5_000, characters: 256_000 },
  compare: (column, comparison, constant) => {
    if (constant.kind === "text" && comparison !== "=") return undefined;
    const value = literal(constant);
    if (value === undefined) return undefined;
    if (!isMoment(constant)) return `${column} ${comparison} ${value}`;
    if (comparison === "=") return `(${column} >= ${value} and ${column} < ${after(value)})`;
    if (comparison === "<=") return `${column} < ${after(value)}`;
    return `${column} ${comparison} ${value}`;
  },
  isAnyOf: (column, constants) => {
    const values = constants.map(literal);
    const [first] = values;
    if (first === undefined || !values.every((value) => value !== undefined)) return undefined;
    if (!constants.some(isMoment)) return `${column} in (${values.join(", ")})`;
    const [least, greatest] = edges(constants);
    return `(${column} >= ${least} and ${column} < ${after(greatest)})`;
  },
  startsWith: (column, prefix) =>
    `left(${column}, ${Array.from(prefix).length}) = ${quoteWithBackslashes(prefix)}`,
  isNull: (column) => `${column} is null`,
  derived: (sql, name, names) => ({
    with: `with ${name} (${names.join(", ")}) as (\n${sql}\n)`,
    from: name,
  }),
};

const KINDS: Readonly<Record<string, ConstantKind>> = {
  float: "double",
  varchar: "text",
  date: "date",
  boolean: "bool",
};

/** By Snowflake's own types: what travels as JSON or as text of another type takes nothing. */
function kindOf({ type, nativeType }: PushDownColumn): ConstantKind | undefined {
  if (nativeType.startsWith("number(")) return isExactNumber(type) ? "number" : undefined;
  if (nativeType.startsWith("timestamp_ntz(")) return "timestamp";
  if (/^timestamp_l?tz\(/.test(nativeType)) return "instant";
  return KINDS[nativeType.replace(/^varchar\(\d+\)$/, "varchar")];
}

function isMoment({ kind }: Constant): boolean {
  return kind === "timestamp" || kind === "instant";
}

/** The first moment that lands as a later one. */
function after(value: string): string {
  return `timestampadd(microsecond, 1, ${value})`;
}

/** The earliest and the latest, as literals; their texts are ordered as they are. */
function edges(constants: readonly Constant[]): [string, string] {
  const ordered = constants.toSorted((a, b) => (a.text < b.text ? -1 : 1));
  const of = (constant: Constant | undefined) => (constant && literal(constant)) ?? "null";
  return [of(ordered.at(0)), of(ordered.at(-1))];
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/;
/** Digits of the longest number. */
const MOST_DIGITS = 38;

/** Undefined for what no column of Snowflake can hold. */
function literal({ kind, text }: Constant): string | undefined {
  switch (kind) {
    case "number":
      return text.replaceAll(/\D/g, "").length <= MOST_DIGITS ? text : undefined;
    case "double":
      return `${quoteWithBackslashes(text.replace(/infinity/i, "inf"))}::float`;
    case "text":
      return quoteWithBackslashes(text);
    case "bool":
      return text;
    case "date": {
      const parts = DATE.exec(text);
      return parts ? `date_from_parts(${numbers(parts)})` : undefined;
    }
    case "timestamp":
    case "instant": {
      const parts = MOMENT.exec(text);
      if (!parts) return undefined;
      const nanoseconds = Number((parts[7] ?? "").padEnd(9, "0"));
      const all = `${numbers(parts.slice(0, 7))}, ${nanoseconds}`;
      return kind === "timestamp"
        ? `timestamp_ntz_from_parts(${all})`
        : `timestamp_tz_from_parts(${all}, 'UTC')`;
    }
    default:
      return undefined;
  }
}

function numbers([, ...parts]: readonly (string | undefined)[]): string {
  return parts.map(Number).join(", ");
}
