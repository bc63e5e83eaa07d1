/** The columns of a table, made from those of a result. */
import { isNumeric, type LogicalType } from "../../../src/contract/logical-type.js";
import type { Value } from "../../../src/contract/result.js";
import type { ColumnTotal, SiteTableColumn } from "../../../src/contract/pages/dashboard.js";
import type { Column, LoadedResult } from "../data/column.js";
import { isNamedForThings, namesThings } from "../data/names-things.js";
import type { Formatter } from "../format/value.js";
import { groupName } from "../format/group-name.js";
import { aggregationOf, hasTotal, TOTALS, type Aggregation } from "./aggregate.js";
import { columnLook, type CellLook } from "./column-look.js";

/** A column as a table shows it: rows are numbered as in its result. */
export interface TableColumn {
  readonly key: string;
  readonly header: string;
  readonly numeric: boolean;
  readonly markdown: boolean;
  readonly type: LogicalType;
  readonly value: (row: number) => Value;
  readonly text: (row: number) => string;
  /** The text without the column's own format; {@link text} itself where it has none. */
  readonly plain: (row: number) => string;
  readonly number: (row: number) => number;
  /** Any value in the form of this column. */
  readonly write: (value: Value) => string;
  /** What a group of rows shows. */
  readonly aggregation?: Aggregation;
  /** What the last row shows. */
  readonly total?: ColumnTotal;
  /** What stands behind the number of a row. */
  readonly look?: (row: number) => CellLook | undefined;
  /** What was asked for and needs numbers, which the column does not have. */
  readonly unfit: readonly string[];
  /** Set where a cell can be pressed. */
  readonly press?: {
    readonly isPressed: (row: number) => boolean;
    readonly run: (row: number) => void;
  };
}

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
  definition: SiteTableColumn,
  column: Column | undefined,
  formatter: Formatter,
): TableColumn {
  const { key, header, format, aggregation, markdown = false, show, total } = definition;
  const type = column?.type ?? "text";
  const value = (row: number): Value => column?.value(row) ?? null;
  // What is measured or added up is no year.
  const isAmount = show !== undefined || total === "sum" || total === "avg";
  const isNaming = isAmount ? isNamedForThings : namesThings;
  const ungrouped = format === undefined && column !== undefined && isNaming(column, key);
  const isNamed = column?.type === "text" && !markdown;
  const write = (one: Value) => {
    if (isNamed && one !== null) return groupName(one, type, formatter);
    if (ungrouped && one !== null) return String(one).replace("-", "−");
    return formatter.value(one, type, format);
  };
  const hasLook = show !== undefined && isNumeric(type);
  const asked = total !== undefined && hasTotal(type, total) ? total : undefined;
  const aggregate = aggregationOf(aggregation) ?? (asked && TOTALS[asked]);
  const plain = (row: number) => formatter.value(value(row), type);
  const isPlain = format === undefined && !ungrouped && !isNamed;
  const text = isPlain
    ? plain
    : (row: number) => (isNamed ? groupName(value(row), type, formatter) : write(value(row)));
  return {
    key,
    type,
    header: header ?? headerOf(key),
    numeric: isNumeric(type),
    markdown,
    value,
    write,
    text,
    plain,
    number: (row) => column?.number(row) ?? Number.NaN,
    ...(aggregate ? { aggregation: aggregate } : {}),
    ...(asked ? { total: asked } : {}),
    ...(hasLook && column ? { look: columnLook(show, column, text) } : {}),
    unfit: column
      ? [
          ...(show !== undefined && !hasLook ? [`show: ${show}`] : []),
          ...(total !== undefined && !asked ? [`total: ${total}`] : []),
        ]
      : [],
  };
}

/** `columns.mean_delay` → `Mean delay`, `props.x` → `x`. */
export function headerOf(key: string): string {
  const last = key.replace(/^(columns|props)\./, "").replaceAll("_", " ");
  return last.length > 1 ? last.charAt(0).toUpperCase() + last.slice(1) : last;
}
