/**
 * A query on a database file as one that any DuckDB understands which has attached that file: each
 * table is named with its database and schema.
 */
import { isDeepStrictEqual } from "node:util";
import type { Relation } from "../../rows/relation.js";
import { attachDatabases, attachedDatabase } from "../../duckdb/attach.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { DuckDbDatabase } from "../../duckdb/database.js";
import { parenthesised } from "../../duckdb/quote.js";
import { standsAlone } from "../../duckdb/runnable-query.js";
import { requireQuery, type SyntaxTree } from "../../duckdb/statement.js";
import {
  isVolatile,
  kindsOf,
  namedTables,
  namesOfCtes,
  namesOfFunctions,
  type NamedTable,
} from "../../duckdb/syntax-tree.js";
import { quoteIdentifier } from "../../sql/quote.js";

/** Functions whose answer depends on the connection that asks. */
const OF_THE_SESSION = new Set([
  "current_catalog",
  "current_connection_id",
  "current_database",
  "current_query",
  "current_query_id",
  "current_schema",
  "current_schemas",
  "current_setting",
  "current_transaction_id",
  "currval",
  "getvariable",
  "in_search_path",
  "txid_current",
]);

/**
 * Undefined where not every name can be qualified, or the query could mean something else
 * elsewhere.
 */
export async function inPlaceRelation(
  connection: DuckDbConnection,
  sql: string,
  file: string,
): Promise<Relation | undefined> {
  if (await standsAlone(connection, sql)) return undefined;
  const tree = await requireQuery(connection, sql);
  const database = attachedDatabase(file);
  const tables = await tablesOf(connection);
  const named = qualifyTables(sql, tree, tables, database.name);
  if (!named || !(await isFreeOfItsDatabase(connection, tree, named.views))) return undefined;
  const columns = await columnsOf(connection, sql);
  // A column that has no name is named after its expression, which names tables otherwise now.
  const names = columns.map(({ name }) => quoteIdentifier(name)).join(", ");
  const relation: Relation = {
    sql: `SELECT * FROM ${parenthesised(named.sql)} AS q(${names})`,
    directories: [],
    databases: [database],
  };
  return isDeepStrictEqual(await columnsElsewhere(relation), columns) ? relation : undefined;
}

/** Whether nothing but its tables ties the query to its database, and it may run more than once. */
async function isFreeOfItsDatabase(
  connection: DuckDbConnection,
  tree: SyntaxTree,
  usesViews: boolean,
): Promise<boolean> {
  const kinds = kindsOf(tree);
  if (kinds.has("TABLE_FUNCTION") || kinds.has("SHOW_REF")) return false;
  const functions = namesOfFunctions(tree);
  if ([...functions].some((name) => OF_THE_SESSION.has(name))) return false;
  if (await isVolatile(connection, tree)) return false;
  // Looking through the functions takes longer than all the rest.
  if (functions.size === 0 && !usesViews) return true;
  // A macro may hide any of these, also behind the name of one of DuckDB's own functions.
  const macros = await connection.rows(
    "SELECT 1 FROM duckdb_functions() WHERE NOT internal LIMIT 1",
  );
  return macros.length === 0 && (!usesViews || (await areViewsPlain(connection)));
}

/** Whether no view asks for what its text may hide. */
async function areViewsPlain(connection: DuckDbConnection): Promise<boolean> {
  const volatile = await connection.rows(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability = 'VOLATILE'",
  );
  const functions = [...OF_THE_SESSION, ...volatile.map(([name]) => String(name))].join("|");
  const hidden = new RegExp(
    `\\b(?:${functions})"?\\(|\\b(?:duckdb_|pragma_)|\\b(?:information_schema|pg_catalog|sqlite_master)\\b|\\bSAMPLE\\b`,
    "i",
  );
  const views = await connection.rows(
    "SELECT sql FROM duckdb_views() WHERE database_name = current_database() AND NOT internal",
  );
  return views.every(([sql]) => !hidden.test(String(sql)));
}

/** Tables and views by schema and name, in lower case, and which of both they are. */
async function tablesOf(connection: DuckDbConnection): Promise<Map<string, "table" | "view">> {
  const rows = await connection.rows(`
    SELECT schema_name, table_name, 'table' FROM duckdb_tables()
    WHERE database_name = current_database() AND NOT internal
    UNION ALL SELECT schema_name, view_name, 'view' FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal`);
  return new Map(
    rows.map(([schema, name, kind]) => [
      keyOf(String(schema), String(name)),
      kind === "view" ? "view" : "table",
    ]),
  );
}

/**
 * The query with its tables qualified, and whether views are among them; undefined where a name is
 * not clear.
 */
function qualifyTables(
  sql: string,
  tree: SyntaxTree,
  tables: ReadonlyMap<string, "table" | "view">,
  database: string,
): { readonly sql: string; readonly views: boolean } | undefined {
  const ctes = namesOfCtes(tree);
  const bytes = Buffer.from(sql);
  const parts: Buffer[] = [];
  let views = false;
  let from = 0;
  for (const table of namedTables(tree).toSorted((a, b) => a.offset - b.offset)) {
    const kind = kindOf(table, tables, ctes);
    if (kind === undefined) return undefined;
    if (kind === "cte") continue;
    views ||= kind === "view";
    const prefix = table.schema === "" ? [database, "main"] : [database];
    parts.push(bytes.subarray(from, table.offset));
    parts.push(Buffer.from(prefix.map((name) => `${quoteIdentifier(name)}.`).join("")));
    from = table.offset;
  }
  return { sql: Buffer.concat([...parts, bytes.subarray(from)]).toString(), views };
}

/**
 * Undefined for names that are unknown, or could be a table and a common table expression: the
 * place decides which.
 */
function kindOf(
  { catalog, schema, table }: NamedTable,
  tables: ReadonlyMap<string, "table" | "view">,
  ctes: ReadonlySet<string>,
): "table" | "view" | "cte" | undefined {
  if (catalog !== "") return undefined;
  const kind = tables.get(keyOf(schema === "" ? "main" : schema, table));
  const isCte = schema === "" && ctes.has(table.toLowerCase());
  if (kind && isCte) return undefined;
  return isCte ? "cte" : kind;
}

function keyOf(schema: string, table: string): string {
  return JSON.stringify([schema.toLowerCase(), table.toLowerCase()]);
}

interface NamedType {
  readonly name: string;
  readonly type: string;
}

/** Names, each once, and DuckDB's types. */
async function columnsOf(connection: DuckDbConnection, sql: string): Promise<NamedType[]> {
  const columns = await connection.describe(`SELECT * FROM ${parenthesised(sql)}`);
  return columns.map(({ name, native }) => ({ name, type: native }));
}

/**
 * The columns in an instance of its own that has nothing but the attached file; undefined where it
 * cannot be bound there.
 */
async function columnsElsewhere({
  sql,
  databases = [],
}: Relation): Promise<NamedType[] | undefined> {
  try {
    const database = await DuckDbDatabase.open({
      threads: 1,
      prepare: (connection) => attachDatabases(connection, databases),
    });
    const connection = await database.connect(() => database.close());
    try {
      return await columnsOf(connection, sql);
    } finally {
      connection.close();
    }
  } catch {
    return undefined;
  }
}
