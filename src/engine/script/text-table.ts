import type { LogicalType } from "../../contract/logical-type.js";
import type { TableRows } from "../../rows/relation.js";
import { chooseType, factItems, parseFacts, type ColumnFacts } from "./column-types.js";

/** An output as DuckDB sees it before its columns have types. */
export interface TextTable {
  readonly rows: TableRows;
  readonly columns: readonly TextColumn[];
}

export interface TextColumn {
  readonly name: string;
  /**
   * Expression over the SELECT's columns that yields the value as text, NULL where there is none.
   */
  readonly text: string;
  /** The type that the file itself gives the column, which is kept unless another is declared. */
  readonly stored?: LogicalType;
  /** Counts besides those of the text, in this order, for `choose`. */
  readonly counts?: readonly string[];
  /** Decides the type where the format knows more than the text tells. */
  readonly choose?: (byText: LogicalType, values: number, counts: readonly number[]) => LogicalType;
}

/** Select items, each an integer, from whose values {@link columnType} tells the column's type. */
export function columnFactItems({ text, counts = [] }: TextColumn): string[] {
  return [...factItems(text), ...counts];
}

/**
 * `items` are the values of {@link columnFactItems}, in their order. A column without values is
 * text, whatever `choose` would say.
 */
export function columnType(
  { choose, counts = [] }: TextColumn,
  items: readonly number[],
): LogicalType {
  const facts: ColumnFacts = parseFacts(items);
  const byText = chooseType(facts);
  if (!choose || facts.values === 0) return byText;
  return choose(byText, facts.values, items.slice(items.length - counts.length));
}
