import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import { Icon } from "../controls/Icon.js";
import { csvText } from "../format/csv.js";
import { finish } from "./steps.js";
import type { TableColumn } from "./table-columns.js";
import type { TableRows, TableView } from "./table-rows.js";
import type { TableViewState } from "./table-view.js";

export interface TableToolsProps {
  readonly name: string;
  readonly rows: TableRows;
  readonly state: TableViewState;
}

/** Grouping, search, filters and export, in the head of a table's card. */
export function TableTools({ name, rows, state }: TableToolsProps) {
  const { view, change, filtering, showFilters } = state;
  return (
    <>
      {rows.columns.length > 1 && <GroupMenu columns={rows.columns} state={state} />}
      <label class="table-search">
        <Icon name="search" size={14} />
        <span class="hidden-text">Search in {name}</span>
        <input
          type="search"
          placeholder="Search"
          value={view.search}
          onInput={({ currentTarget }) => change({ search: currentTarget.value })}
        />
      </label>
      <button
        type="button"
        class="icon-button small"
        aria-pressed={filtering}
        aria-label={`Filter the columns of ${name}`}
        title="Filter columns"
        onClick={() => showFilters(!filtering)}
      >
        <Icon name="empty" />
      </button>
      <button
        type="button"
        class="icon-button small"
        aria-label={`Download ${name} as CSV`}
        title="Download CSV"
        onClick={() => download(`${name}.csv`, toCsv(rows, view))}
      >
        <Icon name="download" />
      </button>
    </>
  );
}

interface GroupMenuProps {
  readonly columns: readonly TableColumn[];
  readonly state: TableViewState;
}

/** Chooses columns; the first one chosen is the outermost group. */
function GroupMenu({ columns, state: { view, change } }: GroupMenuProps) {
  const labels = labelsOf(columns);
  const chosen = view.groupBy.flatMap((key) => labels.get(key) ?? []);
  const keyOf = new Map([...labels].map(([key, label]) => [label, key]));
  return (
    <ChoiceMenu
      label="Group"
      options={[...labels.values()]}
      chosen={new Set(chosen)}
      multiple
      isDefault={chosen.length === 0}
      whenEmpty="None"
      small
      onChange={(values = []) => {
        const kept = chosen.filter((label) => values.includes(label));
        const added = values.filter((label) => !chosen.includes(label));
        change({ groupBy: [...kept, ...added].flatMap((label) => keyOf.get(label) ?? []) });
      }}
    />
  );
}

/** By key; a header that two columns share is followed by the key. */
function labelsOf(columns: readonly TableColumn[]): Map<string, string> {
  return new Map(
    columns.map(({ key, header }) => {
      const shared = columns.filter((column) => column.header === header).length > 1;
      return [key, shared ? `${header} (${key})` : header];
    }),
  );
}

/** The rows that search and filters leave, all pages of them, with their exact values. */
function toCsv(rows: TableRows, view: TableView): string {
  const { columns } = rows;
  const lines = Array.from(finish(rows.find(view)), (row) =>
    columns.map((column) => column.value(row)),
  );
  return csvText(
    columns.map(({ header }) => header),
    lines,
  );
}

/** Without it spreadsheet programs take the bytes for those of an old code page. */
const BYTE_ORDER_MARK = "\ufeff";

function download(name: string, text: string): void {
  const parts = [BYTE_ORDER_MARK, text];
  const url = URL.createObjectURL(new Blob(parts, { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, "_");
  link.click();
  URL.revokeObjectURL(url);
}
