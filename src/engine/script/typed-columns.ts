/**
 * The types of an output's columns: declared ones, those of the file itself, else those that all
 * values have.
 */
import type { LogicalType } from "../../contract/logical-type.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { JobFailure } from "../job-failure.js";
import type { EngineScope } from "../../rows/relation.js";
import { castItem, factItems, parseFacts } from "./column-types.js";
import { unfitCondition } from "./declared-type.js";
import { OUTPUT, type OutputOptions } from "./output-options.js";
import { columnFactItems, columnType, type TextColumn, type TextTable } from "./text-table.js";
import { quoteIdentifier } from "../../sql/quote.js";

/** A column with the select items that decide its type. */
interface PlannedColumn {
  readonly column: TextColumn;
  readonly declared: LogicalType | undefined;
  readonly items: readonly string[];
}

/**
 * Select items that yield the columns with their types. Rejects with a JobFailure where a declared
 * one does not hold.
 */
export async function typedItems(
  table: TextTable,
  scope: EngineScope,
  options: OutputOptions,
): Promise<string[]> {
  requireDeclared(table, options);
  const planned = table.columns.map((column) => plan(column, options));
  const values = await countsOf(planned, scope, options);
  const unfit = planned.filter(({ declared }, i) => declared && (values[i]?.[0] ?? 0) > 0);
  if (unfit.length > 0) {
    throw new JobFailure(
      await Promise.all(unfit.map((column) => unfitDiagnostic(column, scope, options))),
    );
  }
  return planned.map((column, i) => itemOf(column, values[i] ?? [], options));
}

function plan(column: TextColumn, { model }: OutputOptions): PlannedColumn {
  const declared = model.columns.find(({ name }) => isSame(name, column.name))?.type;
  if (column.stored !== undefined && (declared ?? column.stored) === column.stored) {
    return { column, declared: undefined, items: [] };
  }
  if (declared === undefined) return { column, declared, items: columnFactItems(column) };
  const unfit = `(count(*) filter (${unfitCondition(column.text, declared)}))::bigint`;
  const facts = declared === "decimal" ? factItems(column.text) : [];
  return { column, declared, items: [unfit, ...facts] };
}

function itemOf(
  { column, declared, items }: PlannedColumn,
  values: readonly number[],
  { model }: OutputOptions,
): string {
  const { name, text } = column;
  if (items.length === 0) return quoteIdentifier(name);
  if (declared === undefined) return castItem(text, columnType(column, values), name);
  if (declared !== "decimal") return castItem(text, declared, name);
  const { wholeDigits, scale } = parseFacts(values.slice(1));
  if (wholeDigits + scale <= 38) return castItem(text, `decimal(38,${scale})`, name);
  const reason = `the values of \`${name}\` need more than the 38 digits that a decimal can have.`;
  throw new JobFailure([
    createDiagnostic(
      "script-output-unreadable",
      { name: model.name, format: "`decimal`", reason },
      { at: model.locate(["columns"]), hint: "Declare it as `text` or `float64`." },
    ),
  ]);
}

/** One pass over the rows for all columns. */
async function countsOf(
  planned: readonly PlannedColumn[],
  scope: EngineScope,
  { embedded, control }: OutputOptions,
): Promise<number[][]> {
  const list = planned.flatMap(({ items }) => items).map((item, i) => `${item} as f${i}`);
  if (list.length === 0) return [];
  const sql = `select ${list.join(", ")} from ${OUTPUT}`;
  const { result } = await embedded.rows(sql, 1, scope, { signal: control.signal });
  const values = result.columns.map((column) => Number(column.values[0]));
  let next = 0;
  return planned.map(({ items }) => values.slice(next, (next += items.length)));
}

/** The first value that is not what was declared. */
async function unfitDiagnostic(
  { column, declared = "text" }: PlannedColumn,
  scope: EngineScope,
  { model, embedded, control }: OutputOptions,
) {
  const rows = `select row_number() over () as n, ${column.text} as value from ${OUTPUT}`;
  const sql = `select n, value from (${rows}) where ${unfitCondition("value", declared)} order by n limit 1`;
  const { result } = await embedded.rows(sql, 1, scope, { signal: control.signal });
  const [row, value] = result.columns.map(({ values }) => String(values[0]));
  const words = {
    name: model.name,
    column: column.name,
    type: declared,
    row: Number(row),
    value: clipped(value ?? ""),
  };
  return createDiagnostic("declared-type-unfit", words, { at: model.locate(["columns"]) });
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function requireDeclared({ columns }: TextTable, { model }: OutputOptions): void {
  const names = columns.map(({ name }) => name);
  const missing = model.columns.filter(({ name }) => !names.some((found) => isSame(found, name)));
  if (missing.length === 0) return;
  throw new JobFailure(
    missing.map(({ name }) =>
      createDiagnostic(
        "declared-column-missing",
        { name: model.name, column: name },
        { at: model.locate(["columns"]), hint: suggest(name, names) },
      ),
    ),
  );
}

function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
