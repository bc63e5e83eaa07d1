import type { ServerType } from "../server/server-type.js";
import { isMapping } from "./answer.js";
import type { Session } from "./session.js";

/** Rows that the planner expects, from the statistics of the tables; undefined without those. */
export const estimate: ServerType<Session>["estimate"] = async (sql, read) => {
  const [row] = await read(`EXPLAIN (TYPE LOGICAL, FORMAT JSON)\n${sql}`);
  const text = row?.get("query plan");
  if (typeof text !== "string") return undefined;
  const plan: unknown = JSON.parse(text);
  const estimates: unknown = isMapping(plan) ? plan["estimates"] : undefined;
  const [first]: readonly unknown[] = Array.isArray(estimates) ? estimates : [];
  const rows = isMapping(first) ? first["outputRowCount"] : undefined;
  // What is not known is the text NaN.
  return typeof rows === "number" ? Math.round(rows) : undefined;
};
