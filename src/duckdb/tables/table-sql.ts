/** The tables of a merge as SELECTs of DuckDB, and what it must be allowed to open for them. */
import { dirname } from "node:path";
import type { LogicalType } from "../../contract/logical-type.js";
import type { AttachedDatabase, LandedTable, TableRows, TableShape } from "../../rows/relation.js";
import type { Column } from "../../rows/stream.js";
import type { DialectName } from "../../sql/dialect.js";
import { wholeType } from "../column-type.js";
import { fileType } from "../landing/file-type.js";
import { readingView } from "../landing/reading-view.js";
import { quoteIdentifier, quoteText } from "../../sql/quote.js";

/** The SELECT that yields a table's rows. */
export function tableSql(table: TableRows): string {
  switch (table.kind) {
    case "scan":
      return table.sql;
    case "landed":
      return table.partOf
        ? partSql(table, table.partOf)
        : readingView(table.path, table.columns, table.exact);
    case "declared":
      return declaredSql(table);
    default:
      return table satisfies never;
  }
}

/** Folders of which the table's SELECT reads files. */
export function directoriesOf(table: TableRows): readonly string[] {
  if (table.kind === "landed") return [dirname(table.path)];
  return table.kind === "scan" ? table.directories : [];
}

/** Databases that the table's SELECT names. */
export function databasesOf(table: TableRows): readonly AttachedDatabase[] {
  return table.kind === "scan" ? (table.databases ?? []) : [];
}

/** The type that a column of a source's table will have in DuckDB, before its rows are known. */
export function declaredType({ type, nativeType }: Column, dialect: DialectName): string {
  const own = dialect === "duckdb" ? ownType(type, nativeType) : undefined;
  return own ?? DECLARED[type] ?? fileType(type);
}

const DECLARED: Partial<Record<LogicalType, string>> = {
  uuid: "UUID",
  json: "JSON",
  // Its scale is what the rows need; any will do for a plan.
  decimal: "DECIMAL(38,6)",
};

/** Types of a DuckDB source for which the logical type says too little. */
function ownType(type: LogicalType, nativeType: string): string | undefined {
  return type === "list" || type === "struct" ? nativeType : wholeType(nativeType);
}

/**
 * The columns that the file lacks have their type and an error for a value: a column that was left
 * out wrongly is noticed, and can never be taken for NULLs.
 */
function partSql(
  { path, columns }: LandedTable,
  { id, columns: all, dialect }: TableShape,
): string {
  const landed = new Set(columns.map(({ name }) => name.toLowerCase()));
  const list = all.map((column) => {
    const name = quoteIdentifier(column.name);
    if (landed.has(column.name.toLowerCase())) return name;
    return `CAST(${raised(id)} AS ${declaredType(column, dialect)}) AS ${name}`;
  });
  return `SELECT ${list.join(", ")} FROM (${readingView(path, columns)})`;
}

function declaredSql({ id, columns, dialect }: TableShape): string {
  const list = columns.map(
    (column) => `CAST(NULL AS ${declaredType(column, dialect)}) AS ${quoteIdentifier(column.name)}`,
  );
  return `SELECT ${list.join(", ")} FROM range((SELECT CAST(${raised(id)} AS BIGINT)))`;
}

/** Begins the message of DuckDB when SQL reads what is not here. */
const UNFETCHED = "HW_UNFETCHED";

function raised(id: string): string {
  return `error(${quoteText(`${UNFETCHED} ${Buffer.from(id).toString("base64url")}`)})`;
}

/**
 * The id of the table whose rows or columns are lacking, when that is what DuckDB's message says.
 */
export function unfetchedTable(message: string): string | undefined {
  const coded = new RegExp(`${UNFETCHED} ([\\w-]+)`).exec(message)?.[1];
  return coded === undefined ? undefined : Buffer.from(coded, "base64url").toString();
}
