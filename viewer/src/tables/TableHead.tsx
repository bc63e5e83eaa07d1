import { ColumnEdge } from "./ColumnEdge.js";
import type { ColumnWidths } from "./column-widths.js";
import type { TableColumn } from "./table-columns.js";
import type { Sorting } from "./table-rows.js";
import type { TableViewState } from "./table-view.js";

export interface TableHeadProps {
  readonly columns: readonly TableColumn[];
  readonly state: TableViewState;
  readonly widths: ColumnWidths;
  readonly sorting: Sorting | undefined;
  readonly onSort: (sorting: Sorting | undefined) => void;
}

/** Headers that sort and have edges to pull; below them a box for each filter, when asked for. */
export function TableHead({ columns, state, widths, sorting, onSort }: TableHeadProps) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map((column) => (
          <Head
            key={column.key}
            column={column}
            widths={widths}
            sorting={sorting}
            onSort={onSort}
          />
        ))}
      </tr>
      {state.filtering && <FilterRow columns={columns} state={state} />}
    </thead>
  );
}

function FilterRow({
  columns,
  state: { view, change },
}: Pick<TableHeadProps, "columns" | "state">) {
  return (
    <tr class="filter-row" aria-rowindex={2}>
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

interface HeadProps extends Pick<TableHeadProps, "widths" | "sorting" | "onSort"> {
  readonly column: TableColumn;
}

/** Ascending, descending, as it came. */
function Head({ column, widths, sorting, onSort }: HeadProps) {
  const { key, header, numeric } = column;
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
      aria-label={header}
      {...(direction ? { "aria-sort": direction } : {})}
    >
      <button type="button" onClick={() => onSort(next)}>
        <span class="head-text">{header}</span>
        <span class="sort-mark" aria-hidden="true">
          {own ? (own.descending ? "↓" : "↑") : ""}
        </span>
      </button>
      <ColumnEdge column={column} widths={widths} />
    </th>
  );
}
