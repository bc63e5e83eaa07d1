import { Icon } from "../controls/Icon.js";

export interface TableFootProps {
  /** Rows that pass search and filters, and all rows. */
  readonly total: number;
  readonly all: number;
  /** The first shown row, counted from 0, and how many are shown. */
  readonly first: number;
  readonly count: number;
  /**
   * Set when rows are grouped: groups and rows of open ones together, of which `count` are shown.
   */
  readonly lines?: number | undefined;
  readonly page: number;
  readonly pages: number;
  readonly onPage: (page: number) => void;
}

export function TableFoot(props: TableFootProps) {
  const { total, all, first, count, lines, page, pages, onPage } = props;
  const found = total < all ? ` (filtered from ${all.toLocaleString("en-US")})` : "";
  const range =
    count === 0
      ? "No rows"
      : lines === undefined
        ? `${first + 1}–${first + count} of ${total.toLocaleString("en-US")} rows`
        : `${first + 1}–${first + count} of ${lines.toLocaleString("en-US")} lines, ${total.toLocaleString("en-US")} rows`;
  return (
    <footer class="table-foot num">
      <span class="muted" role="status">
        {range}
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
            {page + 1} / {pages.toLocaleString("en-US")}
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
