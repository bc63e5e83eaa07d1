/**
 * What compat mode did to the rows of a trace, counted while they are read; what changed nothing
 * has no diagnostic.
 */
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Value } from "../../contract/result.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { CompatGrouping } from "../../sql/trace/trace-query.js";

export interface CompatCounter {
  /** The next rows; `valuesOf` yields a column of theirs by its alias, in text form. */
  append(rows: number, valuesOf: (alias: string) => readonly Value[]): void;
  notices(): Diagnostic[];
}

/** Undefined where compat mode has no part in the query's grouping. */
export function compatCounter(grouping: CompatGrouping | undefined): CompatCounter | undefined {
  if (!grouping) return undefined;
  return grouping.kind === "merged" ? mergedCounter(grouping) : orderCounter(grouping);
}

type Of<Kind> = Extract<CompatGrouping, { kind: Kind }>;

function mergedCounter({ countAlias }: Of<"merged">): CompatCounter {
  let removed = 0;
  return {
    append(rows, valuesOf) {
      for (const count of valuesOf(countAlias)) removed += Number(count);
      removed -= rows;
    },
    notices: () => (removed > 0 ? [createDiagnostic("compat-rows-merged", { rows: removed })] : []),
  };
}

/** Holds the keys of all rows: the rows themselves are in memory as well. */
function orderCounter({ expressions, keys }: Of<"order">): CompatCounter {
  const groups = new Set<string>();
  let total = 0;
  return {
    append(rows, valuesOf) {
      const columns = keys.map(valuesOf);
      for (let row = 0; row < rows; row++) {
        groups.add(JSON.stringify(columns.map((values) => values[row] ?? null)));
      }
      total += rows;
    },
    notices() {
      const fewer = groups.size;
      if (total === fewer) return [];
      return [createDiagnostic("compat-order-grouped", { expressions, rows: total, fewer })];
    },
  };
}
