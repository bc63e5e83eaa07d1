/** What a table shows of its rows: those that pass, sorted, one page of them. */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { SiteTableColumn } from "../../../src/contract/pages/dashboard.js";
import type { Column, LoadedResult } from "../data/column.js";
import { comparison } from "../data/compare.js";
import { namesThings } from "../data/names-things.js";
import type { Formatter } from "../format/value.js";
import { groupName } from "../format/group-name.js";
import { aggregationOf, type Aggregation } from "./aggregate.js";
import { columnTest, reads } from "./table-filter.js";

/** A column as a table shows it: rows are numbered as in its result. */
export interface TableColumn {
  readonly key: string;
  readonly header: string;
  readonly numeric: boolean;
  readonly markdown: boolean;
  readonly type: LogicalType;
  readonly value: (row: number) => Value;
  readonly text: (row: number) => string;
  /** The text without the column's own format. */
  readonly plain: (row: number) => string;
  readonly number: (row: number) => number;
  /** Any value in the form of this column. */
  readonly write: (value: Value) => string;
  /** What a group of rows shows. */
  readonly aggregation?: Aggregation;
  /** Set where a cell can be pressed. */
  readonly press?: {
    readonly isPressed: (row: number) => boolean;
    readonly run: (row: number) => void;
  };
}

/** The rows `start…end` of a result. */
export interface TableRows {
  readonly columns: readonly TableColumn[];
  readonly start: number;
  readonly end: number;
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

export const PLAIN_VIEW: TableView = { search: "", filters: new Map(), groupBy: [] };

/**
 * The defined columns in their order, or all of the result's. A defined column that the result
 * lacks is empty.
 */
export function tableColumns(
  result: LoadedResult,
  defined: readonly SiteTableColumn[] | undefined,
  formatter: Formatter,
): TableColumn[] {
  const byName = new Map(result.columns.map((column) => [column.name, column]));
  const wanted = defined ?? result.columns.map(({ name }) => ({ key: name }));
  return wanted.map((definition) => tableColumn(definition, byName.get(definition.key), formatter));
}

function tableColumn(
  { key, header, format, aggregation, markdown = false }: SiteTableColumn,
  column: Column | undefined,
  formatter: Formatter,
): TableColumn {
  const type = column?.type ?? "text";
  const value = (row: number): Value => column?.value(row) ?? null;
  const ungrouped = format === undefined && column !== undefined && namesThings(column, key);
  const isNamed = column?.type === "text" && !markdown;
  const write = (one: Value) => {
    if (isNamed && one !== null) return groupName(one, type, formatter);
    if (ungrouped && one !== null) return String(one).replace("-", "−");
    return formatter.value(one, type, format);
  };
  const aggregate = aggregationOf(aggregation);
  return {
    key,
    type,
    header: header ?? headerOf(key),
    numeric: isNumeric(type),
    markdown,
    value,
    write,
    text: (row) => (isNamed ? groupName(value(row), type, formatter) : write(value(row))),
    plain: (row) => formatter.value(value(row), type),
    number: (row) => column?.number(row) ?? Number.NaN,
    ...(aggregate ? { aggregation: aggregate } : {}),
  };
}

/** `columns.mean_delay` → `Mean delay`, `props.x` → `x`. */
export function headerOf(key: string): string {
  const last = key.replace(/^(columns|props)\./, "").replaceAll("_", " ");
  return last.length > 1 ? last.charAt(0).toUpperCase() + last.slice(1) : last;
}

/**
 * The rows that pass the filters and in which some cell has the search text, as it is shown or as
 * it is stored, in the order asked for; NULL is last either way.
 */
export function findRows(
  { columns, start, end }: TableRows,
  { search, filters }: Pick<TableView, "search" | "filters">,
  sorting?: Sorting,
): Uint32Array {
  const all = Uint32Array.from({ length: end - start }, (_, index) => start + index);
  const tests = columns.flatMap(
    (column) => columnTest(column, filters.get(column.key) ?? "") ?? [],
  );
  const wanted = search.trim().toLowerCase();
  if (wanted !== "") {
    tests.push((row) => columns.some((column) => reads(column, row, wanted)));
  }
  const found = tests.length === 0 ? all : all.filter((row) => tests.every((test) => test(row)));
  const column = sorting && columns.find(({ key }) => key === sorting.key);
  return column ? found.toSorted(comparator(column, sorting.descending, found)) : found;
}

function comparator(
  { type, value }: TableColumn,
  descending: boolean,
  rows: Uint32Array,
): (a: number, b: number) => number {
  const sign = descending ? -1 : 1;
  const compare = comparison(type, () => valuesOf(rows, value));
  return (a, b) => {
    const [first, second] = [value(a), value(b)];
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null) || a - b;
    }
    return sign * compare(first, second) || a - b;
  };
}

function* valuesOf(rows: Uint32Array, value: (row: number) => Value): Generator<Value> {
  for (const row of rows) yield value(row);
}
