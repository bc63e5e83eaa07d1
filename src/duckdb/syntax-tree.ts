/** What is to be found in a query's syntax tree. */
import type { DuckDbConnection } from "./connection.js";
import { literalList } from "./quote.js";
import type { SyntaxTree } from "./statement.js";

/** A table as a query names it; parts that were left out are empty. */
export interface NamedTable {
  readonly catalog: string;
  readonly schema: string;
  readonly table: string;
  /** Where the name begins in the query: bytes of UTF-8. */
  readonly offset: number;
}

/**
 * All tables of the FROM clauses, in subqueries too. Names of common table expressions are among
 * them.
 */
export function namedTables(tree: SyntaxTree): NamedTable[] {
  return nodesOf(tree)
    .filter(({ type }) => type === "BASE_TABLE")
    .map((node) => ({
      catalog: textOf(node["catalog_name"]),
      schema: textOf(node["schema_name"]),
      table: textOf(node["table_name"]),
      offset: Number(node["query_location"]),
    }));
}

/** Names of common table expressions, anywhere in the query, in lower case. */
export function namesOfCtes(tree: SyntaxTree): Set<string> {
  const maps = nodesOf(tree).flatMap(({ cte_map: map }) => (isTree(map) ? [map["map"]] : []));
  const entries = maps.flatMap((map) => (Array.isArray(map) ? (map as unknown[]) : []));
  return new Set(entries.filter(isTree).map((entry) => textOf(entry["key"]).toLowerCase()));
}

/** Names of all functions that are called, in lower case; operators are none. */
export function namesOfFunctions(tree: SyntaxTree): Set<string> {
  return new Set(
    nodesOf(tree).flatMap(({ function_name: name, is_operator: isOperator }) =>
      typeof name === "string" && isOperator !== true ? [name.toLowerCase()] : [],
    ),
  );
}

/** Names of the kinds of table references and modifiers, such as `TABLE_FUNCTION`. */
export function kindsOf(tree: SyntaxTree): Set<unknown> {
  return new Set(nodesOf(tree).map(({ type }) => type));
}

/**
 * True for a query that may yield other rows each time: it must run once, whoever reads its rows.
 */
export async function isVolatile(connection: DuckDbConnection, tree: SyntaxTree): Promise<boolean> {
  if (nodesOf(tree).some(({ sample }) => isTree(sample))) return true;
  const functions = [...namesOfFunctions(tree)];
  if (functions.length === 0) return false;
  const names = literalList(functions);
  const found = await connection.rows(
    `SELECT 1 FROM duckdb_functions()
     WHERE stability = 'VOLATILE' AND list_contains(${names}::VARCHAR[], lower(function_name)) LIMIT 1`,
  );
  return found.length > 0;
}

function nodesOf(value: unknown): SyntaxTree[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (!isTree(value)) return [];
  return [value, ...Object.values(value).flatMap(nodesOf)];
}

function isTree(value: unknown): value is SyntaxTree {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
