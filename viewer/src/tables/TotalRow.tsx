import { useMemo } from "preact/hooks";
import type { ColumnTotal } from "../../../src/contract/pages/dashboard.js";
import { TOTALS } from "./aggregate.js";
import type { TableColumn } from "./table-columns.js";

interface TotalRowProps {
  readonly columns: readonly TableColumn[];
  /** The rows that search and filters leave. */
  readonly found: Uint32Array;
  /** Its place in the whole table, counted from 1. */
  readonly index: number;
}

/** What stands before the number; a sum is what a total is without a word. */
const WORDS: Readonly<Record<ColumnTotal, string>> = {
  sum: "",
  avg: "avg",
  min: "min",
  max: "max",
  count: "count",
};

/** What columns say of all rows together; it stays in sight at the end of the table. */
export function TotalRow({ columns, found, index }: TotalRowProps) {
  const texts = useMemo(() => {
    const rows = Array.from(found);
    return columns.map((column) => column.total && TOTALS[column.total].text(column, rows));
  }, [columns, found]);
  const of = `${found.length.toLocaleString("en-US")} ${found.length === 1 ? "row" : "rows"}`;
  return (
    <tfoot>
      <tr aria-rowindex={index}>
        {columns.map(({ key, total, numeric }, place) => {
          if (place === 0 && !total) {
            return (
              <th key={key} scope="row" title={`Total of ${of}`}>
                Total of {of}
              </th>
            );
          }
          return (
            <td
              key={key}
              class={numeric ? "right num" : "num"}
              {...(total ? { title: `${total} of ${of}` } : {})}
            >
              {total && WORDS[total] !== "" && <span class="muted">{WORDS[total]} </span>}
              {texts[place]}
            </td>
          );
        })}
      </tr>
    </tfoot>
  );
}
