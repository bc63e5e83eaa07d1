/** The rows of a table, and those of them that a reader asks for. */
import { createSearchIndex } from "./search-index.js";
import { numbersFrom, type Steps } from "./steps.js";
import type { TableColumn } from "./table-columns.js";
import { columnTest } from "./table-filter.js";
import { inValueOrder, valueOrder, type ValueOrder } from "./value-order.js";

/** The rows `start…end` of a result. */
export interface TableRows {
  readonly columns: readonly TableColumn[];
  readonly start: number;
  readonly end: number;
  /**
   * The rows that pass the filters and in which some cell has the search text, as it is shown or as
   * it is stored, in the order asked for; NULL is last either way.
   */
  readonly find: (wanted: Wanted, sorting?: Sorting) => Steps<Uint32Array>;
  /** Prepares what makes searches quick. */
  readonly prepare: () => Steps<void>;
}

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

/** What a reader has asked for. */
export interface TableView {
  readonly search: string;
  /** By the key of a column. */
  readonly filters: ReadonlyMap<string, string>;
  /** Keys of columns, the outermost first. */
  readonly groupBy: readonly string[];
}

type Wanted = Pick<TableView, "search" | "filters">;

export const PLAIN_VIEW: TableView = { search: "", filters: new Map(), groupBy: [] };

const ROWS_OF_STEP = 256;

/** Keeps what finding has prepared for the next time. */
export function createTableRows(
  columns: readonly TableColumn[],
  start: number,
  end: number,
): TableRows {
  const index = createSearchIndex(columns, start, end);
  const orders = new Map<string, ValueOrder>();

  function* filtered({ search, filters }: Wanted): Steps<Uint32Array> {
    let rows: Uint32Array = numbersFrom(start, end - start);
    const wanted = search.trim().toLowerCase();
    if (wanted !== "") {
      const hits = yield* index.search(wanted);
      rows = rows.filter((row) => hits[row - start] === 1);
    }
    for (const column of columns) {
      const test = columnTest(column, filters.get(column.key) ?? "");
      if (test) rows = yield* passing(rows, test);
    }
    return rows;
  }

  return {
    columns,
    start,
    end,
    prepare: index.prepare,
    *find(wanted, sorting) {
      const rows = yield* filtered(wanted);
      const column = sorting && columns.find(({ key }) => key === sorting.key);
      if (!column) return rows;
      const order = orders.get(column.key) ?? (yield* valueOrder(column, start, end));
      orders.set(column.key, order);
      return inValueOrder(rows, order, { start, descending: sorting.descending });
    },
  };
}

function* passing(rows: Uint32Array, test: (row: number) => boolean): Steps<Uint32Array> {
  const passed = new Uint32Array(rows.length);
  let count = 0;
  for (let place = 0; place < rows.length; place += 1) {
    const row = rows[place] ?? 0;
    if (test(row)) {
      passed[count] = row;
      count += 1;
    }
    if (place % ROWS_OF_STEP === 0) yield;
  }
  return passed.subarray(0, count);
}
