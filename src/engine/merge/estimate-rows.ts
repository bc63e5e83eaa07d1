import type { AskControl } from "../../readers/call.js";
import type { Readers } from "../../readers/contract.js";
import type { LegChild } from "./merge-children.js";

/**
 * About how many rows a leg's query has; undefined where its source cannot say, since only an order
 * hangs on it.
 */
export function estimateRows(
  readers: Readers,
  { source }: LegChild,
  sql: string,
  control: AskControl,
): Promise<number | undefined> {
  return readers
    .source(source.reader)
    .estimate(sql, control)
    .catch(() => undefined);
}
