/**
 * About how many rows a query has. The planner's numbers ignore most conditions, so that rows are counted where the planner
 * expects to look at few enough.
 */
import { withoutSemicolons } from "../../sql/statement.js";
import type { RowStream } from "../../rows/stream.js";
import { readAll } from "../../rows/read-all.js";

/** Rows that are looked at for a count. */
const MOST_COUNTED = 2_000_000;

export async function estimateRows(
  sql: string,
  run: (sql: string) => Promise<RowStream>,
): Promise<number | undefined> {
  const plan = await readAll(await run(`explain ${sql}`));
  const numbers = plan.map((step) => Number(step.get("rows") ?? 1));
  if (numbers.length === 0 || numbers.some((rows) => !Number.isFinite(rows))) return undefined;
  if (numbers.reduce((sum, rows) => sum + rows, 0) > MOST_COUNTED) return Math.max(...numbers);
  const counting = `select count(*) as hw_rows from (\n${withoutSemicolons(sql, "mysql")}\n) as hw_counted`;
  const [row] = await readAll(await run(counting));
  const counted = Number(row?.get("hw_rows"));
  return Number.isFinite(counted) ? counted : undefined;
}
