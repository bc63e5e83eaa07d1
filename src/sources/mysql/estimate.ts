import { tokenizeMysql } from "../../sql/dialects/mysql/tokens.js";
import { withoutSemicolons } from "../../sql/statement.js";
import type { ServerType } from "../server/server-type.js";
import type { Session } from "./session.js";

/** Rows that are looked at for a count. */
const MOST_COUNTED = 2_000_000;

/**
 * The planner's numbers ignore most conditions, so that rows are counted where the planner expects
 * to look at few enough.
 */
export const estimate: ServerType<Session>["estimate"] = async (sql, read) => {
  const plan = await read(`explain ${sql}`);
  const numbers = plan.map((step) => Number(step.get("rows") ?? 1));
  if (numbers.length === 0 || numbers.some((rows) => !Number.isFinite(rows))) return undefined;
  if (numbers.reduce((sum, rows) => sum + rows, 0) > MOST_COUNTED) return Math.max(...numbers);
  const counting = `select count(*) as hw_rows from (\n${withoutSemicolons(sql, tokenizeMysql)}\n) as hw_counted`;
  const [row] = await read(counting);
  const counted = Number(row?.get("hw_rows"));
  return Number.isFinite(counted) ? counted : undefined;
};
