import { useMemo } from "preact/hooks";
import { groupLines, type TableLine } from "./table-groups.js";
import type { Sorting, TableRows } from "./table-rows.js";
import type { TableColumn } from "./table-columns.js";

/** All lines of a table, made when they are asked for. */
export interface TableLines {
  readonly length: number;
  readonly at: (place: number) => TableLine | undefined;
  /** Columns by whose values rows are put together, the outermost first. */
  readonly by: readonly TableColumn[];
}

/** Rows as lines, or in groups. */
export function useTableLines(
  { columns }: TableRows,
  found: Uint32Array,
  grouping: {
    readonly groupBy: readonly string[];
    readonly sorting: Sorting | undefined;
    readonly open: ReadonlySet<string>;
  },
): TableLines {
  const { groupBy, sorting, open } = grouping;
  return useMemo(() => {
    const by = groupBy.flatMap((key) => columns.find((column) => column.key === key) ?? []);
    if (by.length === 0) {
      return {
        by,
        length: found.length,
        at(place) {
          const row = found[place];
          return row === undefined ? undefined : { kind: "row", row };
        },
      };
    }
    const column = columns.find(({ key }) => key === sorting?.key);
    const order = sorting && column && { column, descending: sorting.descending };
    const lines = groupLines(found, { by, sorting: order, open });
    return { by, length: lines.length, at: (place) => lines[place] };
    // Rows that are sorted anew are found anew.
  }, [columns, found, groupBy, open]);
}
