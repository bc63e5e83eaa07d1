/** Rows put together by equal values of columns, as lines of which a table shows a page. */
import type { Value } from "../../../src/contract/result.js";
import { compareNumbers, comparison } from "../data/compare.js";
import type { TableColumn } from "./table-columns.js";

/** The head of a group. */
export interface GroupLine {
  readonly kind: "group";
  /** Unique in the table. */
  readonly id: string;
  /** 0 for the outermost. */
  readonly depth: number;
  readonly column: TableColumn;
  /** The value that its rows share. */
  readonly text: string;
  readonly rows: readonly number[];
  readonly open: boolean;
}

export interface RowLine {
  readonly kind: "row";
  readonly row: number;
}

export type TableLine = GroupLine | RowLine;

/** By what rows are put together, and which groups are open. */
export interface Grouping {
  /** From the outermost to the innermost. */
  readonly by: readonly TableColumn[];
  readonly sorting?: { readonly column: TableColumn; readonly descending: boolean } | undefined;
  /** Ids of the groups whose content is shown. */
  readonly open: ReadonlySet<string>;
}

interface Group {
  readonly text: string;
  readonly rows: number[];
}

/** The lines of sorted rows: a line per group, below the open ones what is in them. */
export function groupLines(rows: Iterable<number>, grouping: Grouping, parent = ""): TableLine[] {
  const depth = parent === "" ? 0 : parent.split("\n").length;
  const column = grouping.by[depth];
  if (!column) return Array.from(rows, (row) => ({ kind: "row", row }));
  return inOrder(groupsOf(rows, column), grouping).flatMap(([key, { text, rows: inside }]) => {
    // A written value has no line ends left, so that an id can be read back into its parts.
    const id = parent === "" ? key : `${parent}\n${key}`;
    const open = grouping.open.has(id);
    const line: GroupLine = { kind: "group", id, depth, column, text, rows: inside, open };
    return open ? [line, ...groupLines(inside, grouping, id)] : [line];
  });
}

function groupsOf(rows: Iterable<number>, column: TableColumn): [string, Group][] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = JSON.stringify(column.value(row));
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { text: column.text(row), rows: [row] });
  }
  return [...groups];
}

/** By what groups show in the sorted column; without such, in the order of their first rows. */
function inOrder(
  groups: readonly [string, Group][],
  { by, sorting }: Grouping,
): readonly [string, Group][] {
  const column = sorting?.column;
  const aggregation = column?.aggregation;
  if (!sorting || !column || !aggregation || by.some(({ key }) => key === column.key))
    return groups;
  const sign = sorting.descending ? -1 : 1;
  const value = (group: Group): Value =>
    (aggregation.order ?? aggregation.text)(column, group.rows);
  const ordered = groups.map((group) => ({ group, order: value(group[1]) }));
  const isNumber = ordered.every(({ order }) => order === null || !Number.isNaN(Number(order)));
  const compare = isNumber
    ? compareNumbers
    : comparison(column.type, () => ordered.map(({ order }) => order));
  return ordered
    .toSorted((a, b) => {
      if (a.order === null || b.order === null)
        return Number(a.order === null) - Number(b.order === null);
      return sign * compare(a.order, b.order);
    })
    .map(({ group }) => group);
}
