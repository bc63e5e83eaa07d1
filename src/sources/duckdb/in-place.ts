/**
 * A query on a database file as one that any DuckDB understands which has attached that file: each table is named with its
 * database and schema.
 */
import { isDeepStrictEqual } from "node:util";
import type { Relation } from "../contract.js";
import { attachDatabases, attachedDatabase } from "../duckdb-family/attach.js";
import type { DuckDbConnection } from "../duckdb-family/connection.js";
import { DuckDbDatabase } from "../duckdb-family/database.js";
import { identifier, parenthesised } from "../duckdb-family/quote.js";
import { requireQuery, type SyntaxTree } from "../duckdb-family/statement.js";
import {
  isVolatile,
  kindsOf,
  namedTables,
  namesOfCtes,
  namesOfFunctions,
  type NamedTable,
} from "../duckdb-family/syntax-tree.js";

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

/** Undefined where not every name can be qualified, or the query could mean something else elsewhere. */
export async function inPlaceRelation(
  connection: DuckDbConnection,
  sql: string,
  file: string,
): Promise<Relation | undefined> {
  const tree = await requireQuery(connection, sql);
  if (!(await isFreeOfItsDatabase(connection, tree))) return undefined;
  const database = attachedDatabase(file);
  const qualified = qualifyTables(sql, tree, await tablesOf(connection), database.name);
  if (qualified === undefined) return undefined;
  const columns = await columnsOf(connection, sql);
  // A column that has no name is named after its expression, which names tables otherwise now.
  const names = columns.map(({ name }) => identifier(name)).join(", ");
  const relation: Relation = {
    sql: `SELECT * FROM ${parenthesised(qualified)} AS q(${names})`,
    directories: [],
    databases: [database],
  };
  return isDeepStrictEqual(await columnsElsewhere(relation), columns) ? relation : undefined;
}

/** Whether nothing but its tables ties the query to its database, and it may run more than once. */
async function isFreeOfItsDatabase(
  connection: DuckDbConnection,
  tree: SyntaxTree,
): Promise<boolean> {
  const kinds = kindsOf(tree);
  if (kinds.has("TABLE_FUNCTION") || kinds.has("SHOW_REF")) return false;
  if ([...namesOfFunctions(tree)].some((name) => OF_THE_SESSION.has(name))) return false;
  // A macro may hide any of these, also behind the name of one of DuckDB's own functions.
  const macros = await connection.rows(
    "SELECT 1 FROM duckdb_functions() WHERE NOT internal LIMIT 1",
  );
  if (macros.length > 0) return false;
  return !(await isVolatile(connection, tree));
}

/** Tables and views by schema and name, in lower case. No view where one asks for what its text may hide. */
async function tablesOf(connection: DuckDbConnection): Promise<Set<string>> {
  const views = await connection.rows(`
    SELECT schema_name, view_name, sql FROM duckdb_views()
    WHERE database_name = current_database() AND NOT internal`);
  const tables = await connection.rows(`
    SELECT schema_name, table_name FROM duckdb_tables()
    WHERE database_name = current_database() AND NOT internal`);
  const volatile = await connection.rows(
    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE stability = 'VOLATILE'",
  );
  const functions = [...OF_THE_SESSION, ...volatile.map(([name]) => String(name))].join("|");
  const hidden = new RegExp(
    `\\b(?:${functions})"?\\(|\\b(?:duckdb_|pragma_)|\\b(?:information_schema|pg_catalog|sqlite_master)\\b|\\bSAMPLE\\b`,
    "i",
  );
  const isPlain = views.every(([, , sql]) => !hidden.test(String(sql)));
  return new Set(
    [...tables, ...(isPlain ? views : [])].map(([schema, name]) =>
      keyOf(String(schema), String(name)),
    ),
  );
}

function qualifyTables(
  sql: string,
  tree: SyntaxTree,
  tables: ReadonlySet<string>,
  database: string,
): string | undefined {
  const ctes = namesOfCtes(tree);
  const bytes = Buffer.from(sql);
  const parts: Buffer[] = [];
  let from = 0;
  for (const table of namedTables(tree).toSorted((a, b) => a.offset - b.offset)) {
    const kind = kindOf(table, tables, ctes);
    if (kind === "unknown") return undefined;
    if (kind === "cte") continue;
    const prefix = table.schema === "" ? [database, "main"] : [database];
    parts.push(bytes.subarray(from, table.offset));
    parts.push(Buffer.from(prefix.map((name) => `${identifier(name)}.`).join("")));
    from = table.offset;
  }
  return Buffer.concat([...parts, bytes.subarray(from)]).toString();
}

function kindOf(
  { catalog, schema, table }: NamedTable,
  tables: ReadonlySet<string>,
  ctes: ReadonlySet<string>,
): "table" | "cte" | "unknown" {
  const isTable = catalog === "" && tables.has(keyOf(schema === "" ? "main" : schema, table));
  const isCte = catalog === "" && schema === "" && ctes.has(table.toLowerCase());
  // Which of both is meant depends on the place.
  if (isTable === isCte) return "unknown";
  return isTable ? "table" : "cte";
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

/** The columns in an instance of its own that has nothing but the attached file; undefined where it cannot be bound there. */
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
