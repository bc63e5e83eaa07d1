/**
 * QuestDB sends its `timestamp_ns` in whole microseconds, and announces them as any other timestamp.
 * What a column is there only the plan of a query tells that asks for it; nothing is run for that.
 */
import { withoutSemicolons } from "../../sql/statement.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { tokenizePostgresql } from "../../sql/dialects/postgresql/tokens.js";
import type { Column } from "../../rows/stream.js";
import type { Session } from "./session.js";
import { queryOne } from "./transaction.js";

/**
 * The names of those of a query's columns whose nanoseconds are cut. Rejects where the server
 * refuses to plan it.
 */
export async function cutColumns(
  session: Session,
  sql: string,
  columns: readonly Column[],
): Promise<readonly string[]> {
  const names = columns.filter(({ type }) => type === "timestamp").map(({ name }) => name);
  if (names.length === 0) return [];
  const asked = names.map((name) => `typeOf(${quoteIdentifier(name)})`).join(", ");
  const query = withoutSemicolons(sql, tokenizePostgresql);
  const rows = await queryOne(session, `explain select ${asked} from (\n${query}\n)`);
  const plan = rows.map(([line]) => line ?? "").join("\n");
  const types = /functions: \[([^\]]*)\]/.exec(plan)?.[1]?.split(",") ?? [];
  return names.filter((_, index) => types[index] === "'TIMESTAMP_NS'");
}
