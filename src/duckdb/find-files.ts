/**
 * The files behind DuckDB's patterns of paths. Nobody else knows them exactly, so DuckDB itself is
 * asked.
 */
import { parse } from "node:path";
import { duckDbLiteral } from "../disk/duckdb-pattern.js";
import type { PathPattern } from "../disk/path-pattern.js";
import type { DuckDbConnection } from "./connection.js";
import { DuckDbDatabase } from "./database.js";
import { quoteText } from "../sql/quote.js";

/**
 * The files that match, absolute and sorted; the connection must be allowed to read the pattern's
 * folder.
 */
export async function findFiles(
  { folder, pattern }: PathPattern,
  connection: DuckDbConnection,
): Promise<string[]> {
  const path = `${duckDbLiteral(folder).replace(/\/$/, "")}/${pattern}`;
  const rows = await connection.rows(`SELECT file FROM glob(${quoteText(path)}) ORDER BY file`);
  return rows.map(([file]) => String(file));
}

/** By the root of their disk. */
const askedHere = new Map<string, Promise<DuckDbConnection>>();

/** The same where no connection is at hand: this thread opens one on first use and keeps it. */
export async function findFilesHere(pattern: PathPattern): Promise<string[]> {
  const { root } = parse(pattern.folder);
  let connection = askedHere.get(root);
  if (!connection) {
    connection = connectTo(root);
    askedHere.set(root, connection);
    connection.catch(() => askedHere.delete(root));
  }
  return findFiles(pattern, await connection);
}

async function connectTo(root: string): Promise<DuckDbConnection> {
  const database = await DuckDbDatabase.open({ directories: [root], threads: 1 });
  return database.connect();
}
