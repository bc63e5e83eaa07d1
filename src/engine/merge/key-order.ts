import type { KeyLimits } from "./merge-options.js";
import type { KeyEdge } from "./key-edges.js";

/** Where {@link KeyLimits} are not set by the caller. */
export const KEY_LIMITS: KeyLimits = { most: 10_000, leastRows: 50_000, rowsPerKey: 10 };

/**
 * What is known of a table's rows: `present` where they are here already, else about how many its
 * source has.
 */
export type KnownRows = "present" | number | undefined;

/**
 * For each table the joins whose keys it waits for: small tables go first, and each only waits for
 * smaller ones, so that no two wait for each other. A table whose rows are few is not held up.
 */
export function keyOrder(
  edges: readonly KeyEdge[],
  rows: (table: number) => KnownRows,
  limits: KeyLimits,
): ReadonlyMap<number, readonly KeyEdge[]> {
  const waits = new Map<number, KeyEdge[]>();
  for (const edge of edges) {
    const from = rows(edge.from.table);
    const to = rows(edge.to.table);
    if (to === "present" || !isWorthWaiting(from, to, limits)) continue;
    waits.set(edge.to.table, [...(waits.get(edge.to.table) ?? []), edge]);
  }
  return waits;
}

/** Whether a table's rows, once they are here, may be few enough to narrow another. */
function isWorthWaiting(from: KnownRows, to: number | undefined, limits: KeyLimits): boolean {
  if (to !== undefined && to < limits.leastRows) return false;
  if (from === "present") return true;
  if (from === undefined) return false;
  return to === undefined || (from < to && from * limits.rowsPerKey <= to);
}

/** Whether the keys of so many rows are worth being sent to any table that takes some. */
export function areFew(rows: KnownRows, { rowsPerKey, leastRows }: KeyLimits): boolean {
  return typeof rows === "number" && rows * rowsPerKey <= leastRows;
}

/** Whether so many keys are worth being sent to a table of about so many rows. */
export function paysOff(keys: number, rows: KnownRows, limits: KeyLimits): boolean {
  if (keys > limits.most || rows === "present") return false;
  return rows === undefined || keys * limits.rowsPerKey <= rows;
}
