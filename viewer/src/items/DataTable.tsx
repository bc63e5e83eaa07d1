import { useMemo, useState } from "preact/hooks";
import { plainText } from "../format/text-form.js";
import { MarkdownText } from "./MarkdownText.js";
import { findRows, type Sorting, type TableColumn, type TableRows } from "./table-model.js";
import { TableFoot } from "./TableFoot.js";
import "./table.css";

export interface DataTableProps {
  readonly label: string;
  readonly rows: TableRows;
  readonly search: string;
  readonly pageSize: number;
}

/** Rows that can be sorted by their heads and turned page by page. */
export function DataTable({ label, rows, search, pageSize }: DataTableProps) {
  const [sorting, setSorting] = useState<Sorting>();
  const [page, setPage] = useState(0);
  const found = useMemo(() => findRows(rows, search, sorting), [rows, search, sorting]);
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const current = Math.min(page, pages - 1);
  const shown = found.subarray(current * pageSize, (current + 1) * pageSize);
  return (
    <>
      <div class="table-area" tabIndex={0} role="group" aria-label={label}>
        <table class="data-table">
          <thead>
            <tr>
              {rows.columns.map((column) => (
                <Head
                  key={column.key}
                  column={column}
                  sorting={sorting}
                  onSort={(next) => {
                    setSorting(next);
                    setPage(0);
                  }}
                />
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from(shown, (row) => (
              <tr key={row}>
                {rows.columns.map((column) => (
                  <Cell key={column.key} column={column} row={row} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <TableFoot
        total={found.length}
        all={rows.end - rows.start}
        first={current * pageSize}
        count={shown.length}
        page={current}
        pages={pages}
        onPage={setPage}
      />
    </>
  );
}

interface HeadProps {
  readonly column: TableColumn;
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting | undefined) => void;
}

/** Ascending, descending, as it came. */
function Head({ column: { key, header, numeric }, sorting, onSort }: HeadProps) {
  const own = sorting?.key === key ? sorting : undefined;
  const next = !own
    ? { key, descending: numeric }
    : own.descending === numeric
      ? { key, descending: !numeric }
      : undefined;
  const direction = own && (own.descending ? "descending" : "ascending");
  return (
    <th
      scope="col"
      class={numeric ? "right" : ""}
      {...(direction ? { "aria-sort": direction } : {})}
    >
      <button type="button" onClick={() => onSort(next)}>
        {header}
        <span class="sort-mark" aria-hidden="true">
          {own ? (own.descending ? "↓" : "↑") : ""}
        </span>
      </button>
    </th>
  );
}

function Cell({ column, row }: { column: TableColumn; row: number }) {
  const value = column.value(row);
  if (column.markdown && typeof value === "string") {
    return (
      <td class="markdown-cell">
        <MarkdownText markdown={value} />
      </td>
    );
  }
  const text = column.text(row);
  const kind = `${column.numeric ? "right num" : ""}${value === null ? " nothing" : ""}`;
  return (
    <td class={kind} {...(text.length > 40 ? { title: plainText(value) } : {})}>
      {text}
    </td>
  );
}
