import { useMemo, useState } from "preact/hooks";
import { Icon } from "../controls/Icon.js";
import { plainText } from "../format/text-form.js";
import { MarkdownText } from "../controls/MarkdownText.js";
import { groupLines, type GroupLine, type TableLine } from "./table-groups.js";
import { findRows, type Sorting, type TableColumn, type TableRows } from "./table-model.js";
import type { TableViewState } from "./table-view.js";
import { TableFoot } from "./TableFoot.js";
import "./table.css";

export interface DataTableProps {
  readonly label: string;
  readonly rows: TableRows;
  readonly state: TableViewState;
  readonly pageSize: number;
}

/** Rows that can be sorted by their heads, filtered, put into groups and turned page by page. */
export function DataTable({ label, rows, state, pageSize }: DataTableProps) {
  const { view, filtering } = state;
  const [sorting, setSorting] = useState<Sorting>();
  const [page, setPage] = useState(0);
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const found = useMemo(() => findRows(rows, view, sorting), [rows, view, sorting]);
  const by = view.groupBy.flatMap((key) => rows.columns.find((column) => column.key === key) ?? []);
  const lines = useMemo((): readonly TableLine[] => {
    const column = rows.columns.find(({ key }) => key === sorting?.key);
    const order = sorting && column && { column, descending: sorting.descending };
    return by.length > 0 ? groupLines(found, { by, sorting: order, open }) : [];
  }, [found, view.groupBy, open]);
  const length = by.length > 0 ? lines.length : found.length;
  const pages = Math.max(1, Math.ceil(length / pageSize));
  const current = Math.min(page, pages - 1);
  const [first, last] = [current * pageSize, (current + 1) * pageSize];
  const shown: readonly TableLine[] =
    by.length > 0
      ? lines.slice(first, last)
      : Array.from(found.subarray(first, last), (row) => ({ kind: "row", row }));
  // Grouped columns come first, so that a group's own value stands at the beginning of its line.
  const columns = [...by, ...rows.columns.filter((column) => !by.includes(column))];

  function toggle({ id, open: wasOpen }: GroupLine): void {
    const next = new Set(open);
    if (wasOpen) next.delete(id);
    else next.add(id);
    setOpen(next);
  }

  return (
    <>
      <div class="table-area" tabIndex={0} role="group" aria-label={label}>
        <table class="data-table">
          <thead>
            <tr>
              {columns.map((column) => (
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
            {filtering && <FilterRow columns={columns} state={state} />}
          </thead>
          <tbody>
            {shown.map((line) =>
              line.kind === "group" ? (
                <GroupRow key={line.id} line={line} columns={columns} onToggle={toggle} />
              ) : (
                <tr key={line.row}>
                  {columns.map((column) => (
                    <Cell key={column.key} column={column} row={line.row} />
                  ))}
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
      <TableFoot
        total={found.length}
        all={rows.end - rows.start}
        first={first}
        count={shown.length}
        lines={by.length > 0 ? lines.length : undefined}
        page={current}
        pages={pages}
        onPage={setPage}
      />
    </>
  );
}

interface FilterRowProps {
  readonly columns: readonly TableColumn[];
  readonly state: TableViewState;
}

function FilterRow({ columns, state: { view, change } }: FilterRowProps) {
  return (
    <tr class="filter-row">
      {columns.map(({ key, header, numeric }) => (
        <td key={key}>
          <input
            type="search"
            aria-label={`Filter ${header}`}
            placeholder={numeric ? "> 5 or 2..9" : "Filter"}
            title="Part of the text, or a comparison: > 5, <= 5, = 5, != 5, 2..9"
            value={view.filters.get(key) ?? ""}
            onInput={({ currentTarget: { value } }) =>
              change({ filters: new Map([...view.filters, [key, value]]) })
            }
          />
        </td>
      ))}
    </tr>
  );
}

interface GroupRowProps {
  readonly line: GroupLine;
  readonly columns: readonly TableColumn[];
  readonly onToggle: (line: GroupLine) => void;
}

/** A group: its value, how many rows it has, and what the other columns say of it together. */
function GroupRow({ line, columns, onToggle }: GroupRowProps) {
  return (
    <tr class="group-row">
      {columns.map((column, place) => {
        if (place === line.depth) {
          return (
            <th key={column.key} scope="row">
              <button type="button" aria-expanded={line.open} onClick={() => onToggle(line)}>
                <Icon name={line.open ? "chevron" : "next"} size={13} />
                {line.text}
                <span class="muted num">{line.rows.length.toLocaleString("en-US")}</span>
              </button>
            </th>
          );
        }
        const text = place < line.depth ? "" : column.aggregation?.text(column, line.rows);
        return (
          <td key={column.key} class={column.numeric ? "right num" : ""} title={text}>
            {text}
          </td>
        );
      })}
    </tr>
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
  const { press } = column;
  const kind = `${column.numeric ? "right num" : ""}${value === null || value === "" ? " nothing" : ""}`;
  return (
    <td class={kind} {...(text.length > 40 ? { title: plainText(value) } : {})}>
      {press ? (
        <button
          type="button"
          class="cell-button"
          aria-pressed={press.isPressed(row)}
          onClick={() => press.run(row)}
        >
          {text}
        </button>
      ) : (
        text
      )}
    </td>
  );
}
