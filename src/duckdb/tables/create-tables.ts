import type { DuckDbConnection } from "../connection.js";
import { CATALOGUE } from "../database.js";
import { attachDatabases } from "../attach.js";
import { databasesOf, tableSql } from "./table-sql.js";
import type { EngineTable } from "../../rows/relation.js";
import { quoteIdentifier } from "../../sql/quote.js";

/**
 * Makes every table known under each of its names. A name that an earlier table took stays with
 * that.
 */
export async function createTables(
  connection: DuckDbConnection,
  tables: readonly EngineTable[],
): Promise<void> {
  await attachDatabases(connection, tables.flatMap(databasesOf));
  for (const table of tables) {
    const sql = tableSql(table);
    for (const { schema = "main", table: name } of table.names) {
      const folder = `${CATALOGUE}.${quoteIdentifier(schema)}`;
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${folder}`);
      await connection.run(
        `CREATE VIEW IF NOT EXISTS ${folder}.${quoteIdentifier(name)} AS\n${sql}\n`,
      );
    }
  }
}
