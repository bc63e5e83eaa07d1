import { identifier } from "./quote.js";
import { type DuckDbConnection } from "./connection.js";
import { CATALOGUE } from "./database.js";
import { attachDatabases } from "./attach.js";
import type { EmbeddedRelation } from "../rows/relation.js";

/** Makes every relation known under each of its names. A name that was taken by an earlier relation stays with that. */
export async function createRelations(
  connection: DuckDbConnection,
  relations: readonly EmbeddedRelation[],
): Promise<void> {
  await attachDatabases(
    connection,
    relations.flatMap(({ databases = [] }) => databases),
  );
  for (const { names, sql } of relations) {
    for (const { schema = "main", table } of names) {
      const folder = `${CATALOGUE}.${identifier(schema)}`;
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${folder}`);
      await connection.run(`CREATE VIEW IF NOT EXISTS ${folder}.${identifier(table)} AS\n${sql}\n`);
    }
  }
}
