/**
 * SQLite keeps a type per value; a column's declared type is a hint. A column takes the type of the
 * values in its first rows, read in the light of the declaration; a later value that does not fit
 * restarts it as text.
 *
 *   integers → int64 (bool when declared so and only 0 and 1), integers and reals → float64, text → text
 *   (date, timestamp or instant when declared so and every value is ISO), blobs → bytes, NULLs alone → as declared
 */
import type { LogicalType } from "../../contract/logical-type.js";
import type { TypeLimit } from "../../rows/type-limit.js";
import { temporalKind } from "./temporal.js";

/** What of a SQLite value does not arrive as it is. */
export const SQLITE_LIMITS: readonly TypeLimit[] = [
  {
    what: "Values of several kinds in one column, and integers beyond 2⁵³ among reals: the column is read as text, blobs in it as base64.",
    code: "column-read-as-text",
  },
  {
    what: "Text in a column that is declared as a number: the column is read as text (below Node 24 with a warning).",
    code: "column-read-as-text",
  },
  { what: "Bytes that are not UTF-8: they are replaced by U+FFFD.", code: "text-repaired" },
  {
    what: "Decimals: SQLite itself holds them as doubles, also in a column that is declared `decimal(12,2)`.",
  },
  {
    what: "Dates and times are such only in columns that are declared so, when every text is an ISO date or time; numbers of seconds stay numbers.",
  },
];

export type Affinity = "integer" | "real" | "text" | "blob" | "numeric";

/** A value as a statement yields it: integers as bigints, reals as numbers. */
export type SqliteValue = null | bigint | number | string | Uint8Array;

/** What a column's first rows hold. Blobs that carry text with a NUL count as text. */
export interface Seen {
  readonly integers: boolean;
  readonly reals: boolean;
  readonly text: boolean;
  readonly blobs: boolean;
}

/** The affinity that SQLite derives from a declared type; an expression has none. */
export function affinityOf(declared: string | null): Affinity | undefined {
  if (declared === null) return undefined;
  if (/int/i.test(declared)) return "integer";
  if (/char|clob|text/i.test(declared)) return "text";
  if (declared === "" || /blob/i.test(declared)) return "blob";
  return /real|floa|doub/i.test(declared) ? "real" : "numeric";
}

/**
 * Whether text is to be expected: not in columns that are declared as numbers, though SQLite would
 * keep it there too.
 */
export function mayHoldText(declared: string | null): boolean {
  const affinity = affinityOf(declared);
  if (affinity === "integer" || affinity === "real") return false;
  return declared === null || !/^(bool|decimal|numeric)/i.test(declared);
}

/** The type of a column without values, which is also the best guess before any were read. */
export function declaredType(declared: string | null): LogicalType {
  if (isBoolean(declared)) return "bool";
  if (isTemporal(declared)) return /time/i.test(declared ?? "") ? "timestamp" : "date";
  switch (affinityOf(declared)) {
    case "integer":
      return "int64";
    case "real":
    case "numeric":
      return "float64";
    case "blob":
      return declared === "" ? "text" : "bytes";
    default:
      return "text";
  }
}

/** The type of a column from its first values; undefined when no type but text can hold them. */
export function typeOf(
  declared: string | null,
  seen: Seen,
  values: readonly SqliteValue[],
): LogicalType | undefined {
  const { integers, reals, text, blobs } = seen;
  if (Number(integers || reals) + Number(text) + Number(blobs) > 1) return undefined;
  if (reals) return "float64";
  if (integers) return integerType(declared, values);
  if (blobs) return "bytes";
  if (!text) return declaredType(declared);
  return isTemporal(declared) ? temporalType(values) : "text";
}

function integerType(declared: string | null, values: readonly SqliteValue[]): LogicalType {
  if (
    isBoolean(declared) &&
    values.every((value) => value === null || value === 0n || value === 1n)
  ) {
    return "bool";
  }
  return hasScale(declared) || affinityOf(declared) === "real" ? "float64" : "int64";
}

/**
 * One kind for all values; text when none is ISO, undefined when only some are, or they are of
 * several kinds.
 */
function temporalType(values: readonly SqliteValue[]): LogicalType | undefined {
  let kind: LogicalType | undefined;
  for (const value of values) {
    if (value === null) continue;
    const found = typeof value === "string" ? (temporalKind(value) ?? "text") : "text";
    kind ??= found;
    if (found !== kind) return undefined;
  }
  return kind;
}

function isBoolean(declared: string | null): boolean {
  return declared !== null && /^bool/i.test(declared);
}

/** Only in such columns are texts read as dates and times. */
export function isTemporal(declared: string | null): boolean {
  return declared !== null && /^(date|datetime|timestamp)\b/i.test(declared);
}

/** `decimal(12,2)`: its whole numbers are stored as integers, the others as reals. */
export function hasScale(declared: string | null): boolean {
  return declared !== null && /^(decimal|numeric)\s*\(\s*\d+\s*,\s*[1-9]\d*\s*\)/i.test(declared);
}
