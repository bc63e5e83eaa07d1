import { Icon } from "../controls/Icon.js";

export interface TableFootProps {
  /** Rows that pass search and filters, and all rows. */
  readonly total: number;
  readonly all: number;
  /** The first shown line, counted from 0, and how many are shown or can be scrolled to. */
  readonly first: number;
  readonly count: number;
  /**
   * Set when rows are grouped: groups and rows of open ones together, of which `count` are shown.
   */
  readonly lines?: number | undefined;
  readonly page: number;
  readonly pages: number;
  /** What is told is still being looked for. */
  readonly busy: boolean;
  /** Whether it is printed, so that lines that are not shown cannot be reached. */
  readonly paper: boolean;
  readonly onPage: (page: number) => void;
}

export function TableFoot(props: TableFootProps) {
  const { total, all, page, pages, busy, onPage } = props;
  const found = total < all && !busy ? ` (filtered from ${written(all)})` : "";
  return (
    <footer class="table-foot num">
      <span class="muted" role="status">
        {busy ? "Searching and sorting…" : rangeOf(props)}
        {found}
      </span>
      <span class="spacer" />
      {pages > 1 && (
        <span class="pager">
          <button
            type="button"
            class="icon-button small"
            aria-label="Previous page"
            disabled={page === 0}
            onClick={() => onPage(page - 1)}
          >
            <Icon name="previous" size={13} />
          </button>
          <span>
            {page + 1} / {written(pages)}
          </span>
          <button
            type="button"
            class="icon-button small"
            aria-label="Next page"
            disabled={page === pages - 1}
            onClick={() => onPage(page + 1)}
          >
            <Icon name="next" size={13} />
          </button>
        </span>
      )}
    </footer>
  );
}

/** `1–50 of 1,200 rows`, or `1,200 rows` where all of them are there. */
function rangeOf({ total, first, count, lines, paper }: TableFootProps): string {
  if (count === 0) return "No rows";
  const rows = total === 1 ? "1 row" : `${written(total)} rows`;
  const all = lines ?? total;
  const of = lines === undefined ? rows : `${written(lines)} lines, ${rows}`;
  if (count === all) return of;
  const left = paper ? `; ${written(all - count)} are not printed` : "";
  return `${written(first + 1)}–${written(first + count)} of ${of}${left}`;
}

function written(count: number): string {
  return count.toLocaleString("en-US");
}
