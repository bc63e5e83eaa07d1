import type { SourceRange } from "../../contract/diagnostic.js";
import type { MergeModel } from "../../project/objects.js";
import { dialects } from "../../sql/dialects.js";
import type { HeldReason } from "../../sql/elsewhere/held.js";
import type { Token } from "../../sql/tokens.js";

/** Where in a merge's SQL that stands which holds it; nothing where neither place nor words are known. */
export function placeInMerge(
  { sql, sqlAt }: Pick<MergeModel, "sql" | "sqlAt">,
  { at, words = [] }: HeldReason,
): { readonly at?: SourceRange } {
  const tokens = dialects.duckdb.tokenize(sql) ?? [];
  // DuckDB counts bytes.
  const start = at === undefined ? -1 : Buffer.from(sql).subarray(0, at).toString().length;
  const named = (word: string) =>
    tokens.find(({ text }) => text.toLowerCase() === word.toLowerCase());
  const token =
    at === undefined
      ? words.map(named).find((one) => one !== undefined)
      : tokens.find((one) => one.start === start);
  if (token) return { at: sqlAt(token.start, token.start + writtenLength(token)) };
  return at === undefined ? {} : { at: sqlAt(start, start + 1) };
}

function writtenLength({ kind, text }: Token): number {
  return kind === "quoted" ? text.replaceAll('"', '""').length + 2 : text.length;
}
