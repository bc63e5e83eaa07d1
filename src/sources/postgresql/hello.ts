import type { Hello } from "../server/meet.js";
import { isPostgresqlAnswer, POSTGRESQL_QUESTION } from "../server/strangers.js";

export const HELLO: Hello = {
  name: "PostgreSQL",
  port: 5432,
  say: POSTGRESQL_QUESTION,
  isOwn: isPostgresqlAnswer,
};
