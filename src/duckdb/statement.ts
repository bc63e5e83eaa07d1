import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import type { DuckDbConnection } from "./connection.js";
import { quoteText } from "../sql/quote.js";

/**
 * Functions that a SELECT may not call, since they write files or change settings although the
 * instance is locked (logging, profiling), run SQL that cannot be seen here (`query`), or read raw
 * addresses.
 */
const REFUSED = new Set([
  "arrow_scan",
  "arrow_scan_dumb",
  "checkpoint",
  "disable_logging",
  "disable_profiling",
  "enable_logging",
  "enable_profiling",
  "force_checkpoint",
  "json_execute_serialized_sql",
  "query",
  "seq_scan",
  "truncate_duckdb_logs",
]);

export function isRefusedFunction(name: string): boolean {
  return REFUSED.has(name.toLowerCase());
}

/** The syntax tree of one query as DuckDB's parser writes it, less its exact numbers. */
export type SyntaxTree = Readonly<Record<string, unknown>>;

/**
 * The query's syntax tree. Fails unless the text is exactly one SELECT (or what DuckDB makes one:
 * FROM, VALUES, SHOW, DESCRIBE, SUMMARIZE) without a refused function. It is only parsed for that:
 * nothing is bound or run.
 */
export async function requireQuery(connection: DuckDbConnection, sql: string): Promise<SyntaxTree> {
  const text = await connection.text(`select json_serialize_sql(${quoteText(sql)})`);
  // The document is DuckDB's own; only the parts named here are looked at.
  const parsed = JSON.parse(quoteBareNumbers(text)) as {
    error: boolean;
    error_type?: string;
    error_message?: string;
    statements?: readonly SyntaxTree[];
  };
  if (parsed.error) {
    if (parsed.error_type === "not implemented") {
      throw new SourceError(createDiagnostic("not-a-query", { kind: firstWord(sql) }));
    }
    // Binding it fails at the same place, with a message that shows the line.
    await connection.describe(sql);
    throw new Error(`Parser Error: ${parsed.error_message ?? "not understood"}`);
  }
  const [tree, ...others] = parsed.statements ?? [];
  if (!tree || others.length > 0) {
    const count = parsed.statements?.length ?? 0;
    throw new SourceError(createDiagnostic("not-one-statement", { count }));
  }
  // Quotes inside strings are escaped in JSON, so that this can only match a key of the document.
  for (const [, name = ""] of text.matchAll(/"function_name":"((?:[^"\\]|\\.)*)"/g)) {
    if (isRefusedFunction(name)) {
      throw new SourceError(createDiagnostic("function-refused", { name }));
    }
  }
  return tree;
}

/** DuckDB writes NaN and Infinity of constants as they are, which JSON does not know. */
function quoteBareNumbers(json: string): string {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"|-?(?:nan|inf(?:inity)?)\b/gi, (token) =>
    token.startsWith('"') ? token : "null",
  );
}

function firstWord(sql: string): string {
  const bare = sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, " ");
  return /[a-z]+/i.exec(bare)?.[0]?.toUpperCase() ?? "unknown";
}
