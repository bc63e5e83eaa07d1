import { useState } from "preact/hooks";
import { PLAIN_VIEW, type TableView } from "./table-rows.js";

export interface TableViewState {
  readonly view: TableView;
  readonly change: (part: Partial<TableView>) => void;
  /** Whether a box for a filter stands below the head of each column. */
  readonly filtering: boolean;
  readonly showFilters: (shown: boolean) => void;
}

/** What a reader has asked of one table. Filters that are no longer seen do not filter. */
export function useTableView(): TableViewState {
  const [view, setView] = useState<TableView>(PLAIN_VIEW);
  const [filtering, setFiltering] = useState(false);
  return {
    view,
    filtering,
    change: (part) => setView((now) => ({ ...now, ...part })),
    showFilters(shown) {
      setFiltering(shown);
      if (!shown) setView((now) => ({ ...now, filters: new Map() }));
    },
  };
}
