import { createHash } from "node:crypto";
import type { AttachedDatabase } from "../rows/relation.js";
import type { DuckDbConnection } from "./connection.js";
import { openRetrying } from "./open-retrying.js";
import { quoteIdentifier, quoteText } from "../sql/quote.js";

/** A database file under the name by which relations address it. */
export function attachedDatabase(file: string): AttachedDatabase {
  return { name: `hw_${createHash("sha256").update(file).digest("hex").slice(0, 16)}`, file };
}

/** Attaches each file once, read-only; while another process writes to it, waits. */
export async function attachDatabases(
  connection: DuckDbConnection,
  databases: readonly AttachedDatabase[],
): Promise<void> {
  for (const { name, file } of new Map(databases.map((one) => [one.name, one])).values()) {
    await openRetrying(file, () =>
      connection.run(
        `ATTACH ${quoteText(file)} AS ${quoteIdentifier(name)} (TYPE duckdb, READ_ONLY)`,
      ),
    );
  }
}
