import { Icon } from "../controls/Icon.js";
import { csvText } from "../format/csv.js";
import { findRows, type TableRows } from "./table-model.js";

export interface TableToolsProps {
  readonly name: string;
  readonly rows: TableRows;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

/** Search and export, in the head of a table's card. */
export function TableTools({ name, rows, search, onSearch }: TableToolsProps) {
  return (
    <>
      <label class="table-search">
        <Icon name="search" size={14} />
        <span class="hidden-text">Search in {name}</span>
        <input
          type="search"
          placeholder="Search"
          value={search}
          onInput={({ currentTarget }) => onSearch(currentTarget.value)}
        />
      </label>
      <button
        type="button"
        class="icon-button small"
        aria-label={`Download ${name} as CSV`}
        title="Download CSV"
        onClick={() => download(`${name}.csv`, toCsv(rows, search))}
      >
        <Icon name="download" />
      </button>
    </>
  );
}

/** The rows that the search leaves, all pages of them, with their exact values. */
function toCsv(rows: TableRows, search: string): string {
  const { columns } = rows;
  const lines = Array.from(findRows(rows, search), (row) =>
    columns.map((column) => column.value(row)),
  );
  return csvText(
    columns.map(({ header }) => header),
    lines,
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, "_");
  link.click();
  URL.revokeObjectURL(url);
}
