import type { Result, Value } from "../../src/contract/result.js";

/**
 * One record per row, keys in column order. Rows of a trace carry `cohort` (null for NULL) as their
 * last key; a result without cohorts, such as a model's rows, has no such key.
 */
export function toRecords(result: Result): Record<string, Value>[] {
  const cohorts = result.cohorts.flatMap(({ name, rows }) =>
    Array.from({ length: rows }, () => name),
  );
  return Array.from({ length: result.rows }, (_, row) => {
    const entries = result.columns.map(({ name, values }): [string, Value] => [
      name,
      values[row] ?? null,
    ]);
    const cohort = cohorts[row];
    // A map of entries, so that a column called `__proto__` stays a column.
    return Object.fromEntries(cohort === undefined ? entries : [...entries, ["cohort", cohort]]);
  });
}
