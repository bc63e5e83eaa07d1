/** A query's columns from its first rows, and what contradicts them later. */
import { TypeContradiction, type Column } from "../../rows/stream.js";
import type { NulGuard } from "./nul-guard.js";
import type { PreparedQuery } from "./prepare.js";
import type { Row } from "./row-cursor.js";
import { isTemporal, typeOf, type Seen, type SqliteValue } from "./types.js";

/** Fails with a {@link TypeContradiction} where the first rows have several types already. */
export function columnsOf(
  query: Pick<PreparedQuery, "declared" | "wholeText">,
  rows: readonly Row[],
  guard: NulGuard,
  asText: ReadonlySet<number> | undefined,
): Column[] {
  return query.declared.map(({ name, declared }, index) => {
    const common = { name, nativeType: declared ?? "", exact: false };
    if (asText?.has(index)) return { ...common, type: "text" };
    const values = rows.map((row) => row[index] ?? null);
    const seen = kindsOf(values, guard);
    const type = seen.text && !query.wholeText(index) ? undefined : typeOf(declared, seen, values);
    if (type !== undefined) return { ...common, type };
    throw new TypeContradiction(index, `it holds ${kindNames(seen, isTemporal(declared))}.`, name);
  });
}

function kindsOf(values: readonly SqliteValue[], guard: NulGuard): Seen {
  const seen = { integers: false, reals: false, text: false, blobs: false };
  for (const value of values) {
    if (typeof value === "bigint") seen.integers = true;
    else if (typeof value === "number") seen.reals = true;
    else if (typeof value === "string") seen.text = true;
    else if (value !== null) seen[guard.isText(value) ? "text" : "blobs"] = true;
  }
  return seen;
}

function kindNames({ integers, reals, text, blobs }: Seen, temporal: boolean): string {
  const kinds = [integers && "integers", reals && "reals", text && "text", blobs && "blobs"];
  const names = kinds.filter((kind) => kind !== false);
  if (names.length > 1) return names.join(" and ");
  return temporal ? "text of which only a part is a date or time" : "text";
}

/** A later value that the column's type cannot hold. */
export function contradiction(
  column: Column | undefined,
  index: number,
  value: NonNullable<SqliteValue>,
): TypeContradiction {
  const kinds = { bigint: "the integer", number: "the real", string: "the text", object: "a blob" };
  // A value is one of these four.
  const kind = kinds[typeof value as keyof typeof kinds];
  const shown = value instanceof Uint8Array ? "" : ` \`${String(value).slice(0, 40)}\``;
  return new TypeContradiction(
    index,
    `its first rows are ${column?.type ?? "other"}, a later one holds ${kind}${shown}.`,
  );
}
