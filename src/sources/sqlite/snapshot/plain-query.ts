import type { OpenDatabase } from "../open.js";
import { isPlainProgram } from "./plain-program.js";

/** Whether the build that is at hand would read a query as {@link isPlainProgram} has it. */
export function isPlainQuery({ database }: OpenDatabase, statement: string): boolean {
  const explain = database.prepare(`EXPLAIN ${statement}`);
  explain.setReturnArrays(true);
  // With arrays set, each row is a list of values.
  return isPlainProgram(explain.all(), true);
}
