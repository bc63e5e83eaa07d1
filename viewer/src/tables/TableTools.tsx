import { ChoiceMenu } from "../controls/ChoiceMenu.js";
import { Icon } from "../controls/Icon.js";
import type { TableColumn } from "./table-columns.js";
import type { TableRows } from "./table-rows.js";
import type { TableViewState } from "./table-view.js";

export interface TableToolsProps {
  readonly name: string;
  readonly rows: TableRows;
  readonly state: TableViewState;
}

/** Grouping, search and filters, in the head of a table's card. */
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
