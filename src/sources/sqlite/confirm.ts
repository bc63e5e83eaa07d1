import type { Column } from "../../rows/stream.js";
import { tokenizeSqlite } from "../../sql/dialects/sqlite/tokens.js";
import { firstStatement } from "../../sql/statement.js";
import type { OpenDatabase } from "./open.js";
import { prepareQuery, type DeclaredColumn } from "./prepare.js";
import { NulGuard } from "./nul-guard.js";
import { affinityOf, declaredType, hasScale } from "./types.js";

/** Integers beyond this are not exact as reals, and make their column one of text. */
const MOST_EXACT = "9007199254740992";

/**
 * Looks at all rows of a query, inside SQLite: a column whose values all are of its declared type,
 * so that any part of them is read as the same type, is exact. Expressions never are.
 */
export function confirmColumns(open: OpenDatabase, source: string, sql: string): Column[] {
  const { declared } = prepareQuery(open, source, sql, new NulGuard());
  const names = declared.map((_, index) => `c${index}`);
  const tests = declared.map((column, index) => contradiction(column, `c${index}`));
  const asked = tests.filter((test) => test !== undefined);
  const contradicted = new Map<string, boolean>();
  if (asked.length > 0) {
    const text = firstStatement(sql, tokenizeSqlite)?.text ?? sql;
    const list = asked.map((test) => `max(${test})`).join(", ");
    const statement = open.database.prepare(
      `WITH hw_rows(${names.join(", ")}) AS (\n${text}\n) SELECT ${list} FROM hw_rows`,
    );
    statement.setReturnArrays(true);
    // One row of as many numbers, or NULLs when the query has no rows.
    const row = statement.get() as unknown as readonly (number | null)[];
    for (const [index, test] of asked.entries()) contradicted.set(test, row[index] === 1);
  }
  const utf8 = isUtf8(open);
  return declared.map(({ name, declared: native }, index) => {
    const type = declaredType(native);
    const test = tests[index];
    const exact = test !== undefined && contradicted.get(test) === false;
    return { name, type, nativeType: native ?? "", exact: exact && (type !== "text" || utf8) };
  });
}

/**
 * SQL that is 1 for a value that another type than the declared one would be needed for, 0 or NULL
 * for all others.
 */
function contradiction({ declared }: DeclaredColumn, name: string): string | undefined {
  const affinity = affinityOf(declared);
  switch (declaredType(declared)) {
    case "int64":
      return `typeof(${name}) NOT IN ('integer', 'null')`;
    case "bool":
      return `(typeof(${name}) NOT IN ('integer', 'null') OR ${name} NOT IN (0, 1))`;
    case "date":
      return `(typeof(${name}) NOT IN ('text', 'null') OR date(${name}) IS NOT ${name})`;
    case "timestamp":
      return `(typeof(${name}) NOT IN ('text', 'null') OR NOT ${isTimestamp(name)})`;
    case "text":
      return affinity === "text" ? `typeof(${name}) NOT IN ('text', 'null')` : undefined;
    case "float64":
      if (affinity !== "real" && !hasScale(declared)) return undefined;
      return `(typeof(${name}) NOT IN ('real', 'integer', 'null') OR (typeof(${name}) = 'integer' AND ${name} NOT BETWEEN -${MOST_EXACT} AND ${MOST_EXACT}))`;
    default:
      return undefined;
  }
}

/** A day and a time to the second, perhaps with digits after the point. */
function isTimestamp(name: string): string {
  const seconds = `strftime('%Y-%m-%d %H:%M:%S', ${name}) = replace(substr(${name}, 1, 19), 'T', ' ')`;
  const rest = `(length(${name}) = 19 OR (length(${name}) BETWEEN 21 AND 26 AND substr(${name}, 20, 1) = '.' AND substr(${name}, 21) NOT GLOB '*[^0-9]*'))`;
  return `coalesce(${name} IS NULL OR (${seconds} AND ${rest}), 0)`;
}

/** In another encoding the order of bytes is another one. */
function isUtf8({ database }: OpenDatabase): boolean {
  // The pragma's column is named after it.
  const { encoding } = database.prepare("PRAGMA encoding").get() as { encoding: string };
  return encoding === "UTF-8";
}
