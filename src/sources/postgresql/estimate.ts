import type { RowStream } from "../../rows/stream.js";
import { readAll } from "../../rows/read-all.js";

/** Has the server's planner tell how many rows it expects. */
export function estimateQuery(sql: string): string {
  return `EXPLAIN (FORMAT JSON)\n${sql}`;
}

/** The number in the planner's answer; undefined when it has none. */
export async function estimateFrom(stream: RowStream): Promise<number | undefined> {
  const [row] = await readAll(stream);
  const plan = row?.get("query plan");
  if (typeof plan !== "string") return undefined;
  // The server's own document: a list of one plan.
  const [found] = JSON.parse(plan) as { Plan?: { "Plan Rows"?: number } }[];
  const rows = found?.Plan?.["Plan Rows"];
  return typeof rows === "number" ? rows : undefined;
}
