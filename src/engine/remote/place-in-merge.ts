import type { SourceRange } from "../../contract/diagnostic.js";
import type { MergeModel } from "../../project/objects.js";
import { dialects } from "../../sql/dialects.js";
import type { HeldReason } from "../../sql/elsewhere/held.js";

/** Where in a merge's SQL that stands which holds it; nothing where neither place nor word is known. */
export function placeInMerge(
  { sql, sqlAt }: Pick<MergeModel, "sql" | "sqlAt">,
  { at, word }: HeldReason,
): { readonly at?: SourceRange } {
  const tokens = dialects.duckdb.tokenize(sql) ?? [];
  // DuckDB counts bytes.
  const start = at === undefined ? -1 : Buffer.from(sql).subarray(0, at).toString().length;
  const token = tokens.find((one) =>
    at === undefined ? one.text.toLowerCase() === word?.toLowerCase() : one.start === start,
  );
  if (token) return { at: sqlAt(token.start, token.start + token.text.length) };
  return at === undefined ? {} : { at: sqlAt(start, start + 1) };
}
