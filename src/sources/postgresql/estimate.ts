import type { ServerType } from "../server/server-type.js";
import type { Session } from "./session.js";

/** Rows that the server's planner expects; undefined when it names none. */
export const estimate: ServerType<Session>["estimate"] = async (sql, read) => {
  const [row] = await read(`EXPLAIN (FORMAT JSON)\n${sql}`);
  const text = row?.get("query plan");
  if (typeof text !== "string") return undefined;
  // The server's own document: a list of one plan.
  const [explained] = JSON.parse(text) as { Plan?: { "Plan Rows"?: number } }[];
  const rows = explained?.Plan?.["Plan Rows"];
  return typeof rows === "number" ? rows : undefined;
};
