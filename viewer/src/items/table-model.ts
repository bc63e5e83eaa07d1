/** What a table shows of its rows: found, sorted, one page of them. */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { SiteTableColumn } from "../../../src/contract/site.js";
import type { Column, LoadedResult } from "../data/column.js";
import type { Formatter } from "../format/value.js";

export interface TableColumn {
  readonly key: string;
  readonly header: string;
  readonly numeric: boolean;
  readonly markdown: boolean;
  readonly type: LogicalType;
  readonly value: (row: number) => Value;
  readonly text: (row: number) => string;
  readonly number: (row: number) => number;
}

export interface TableRows {
  readonly columns: readonly TableColumn[];
  readonly start: number;
  readonly end: number;
}

export interface Sorting {
  readonly key: string;
  readonly descending: boolean;
}

/** The defined columns in their order, or all of the result's. A defined column that the result lacks is empty. */
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
  { key, header, format, markdown = false }: SiteTableColumn,
  column: Column | undefined,
  formatter: Formatter,
): TableColumn {
  const type = column?.type ?? "text";
  const value = (row: number): Value => column?.value(row) ?? null;
  return {
    key,
    type,
    header: header ?? headerOf(key),
    numeric: isNumeric(type),
    markdown,
    value,
    text: (row) => formatter.value(value(row), type, format),
    number: (row) => column?.number(row) ?? Number.NaN,
  };
}

/** `columns.mean_delay` → `Mean delay`, `props.x` → `x`. */
export function headerOf(key: string): string {
  const last = key.replace(/^(columns|props)\./, "").replaceAll("_", " ");
  return last.length > 1 ? last.charAt(0).toUpperCase() + last.slice(1) : last;
}

/** The rows in which some cell reads like the search text, in the order asked for; NULL is last either way. */
export function findRows(
  { columns, start, end }: TableRows,
  search: string,
  sorting?: Sorting,
): Uint32Array {
  const all = Uint32Array.from({ length: end - start }, (_, index) => start + index);
  const wanted = search.trim().toLowerCase();
  const found =
    wanted === ""
      ? all
      : all.filter((row) =>
          columns.some((column) => column.text(row).toLowerCase().includes(wanted)),
        );
  const column = sorting && columns.find(({ key }) => key === sorting.key);
  return column ? found.toSorted(comparator(column, sorting.descending)) : found;
}

function comparator(column: TableColumn, descending: boolean): (a: number, b: number) => number {
  const sign = descending ? -1 : 1;
  const compare = column.numeric ? compareNumbers(column) : compareTexts(column);
  return (a, b) => {
    const [nullA, nullB] = [column.value(a) === null, column.value(b) === null];
    if (nullA || nullB) return Number(nullA) - Number(nullB) || a - b;
    return sign * compare(a, b) || a - b;
  };
}

function compareNumbers({ number }: TableColumn): (a: number, b: number) => number {
  return (a, b) => {
    const difference = number(a) - number(b);
    return Number.isNaN(difference) ? 0 : difference;
  };
}

function compareTexts({ value }: TableColumn): (a: number, b: number) => number {
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  return (a, b) => compare(String(value(a)), String(value(b)));
}
