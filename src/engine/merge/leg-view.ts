/** The rows of a leg as its merge sees them: with all columns of the model. */
import type { Artifact } from "../../contract/manifest.js";
import type { LogicalType } from "../../contract/logical-type.js";
import { identifier, literal } from "../../duckdb/quote.js";
import type { DialectName } from "../../sql/dialect.js";
import type { LegColumn } from "../../sql/push-down/leg-query.js";
import { fileType } from "../../duckdb/landing/file-type.js";
import { readingView } from "../../duckdb/landing/reading-view.js";

/** Begins the message of DuckDB when SQL reads a column that was not fetched. */
const UNFETCHED = "HW_UNFETCHED";

/** DuckDB's type of a column before its rows are known. */
export function plannedType({ type, nativeType }: LegColumn, dialect: DialectName): string {
  const { vector, stored = vector } = fileType(type);
  return PLANNED[type] ?? nestedType(type, nativeType, dialect) ?? stored;
}

const PLANNED: Partial<Record<LogicalType, string>> = {
  uuid: "UUID",
  json: "JSON",
  // Its scale is what the rows need; any will do for a plan.
  decimal: "DECIMAL(38,6)",
};

function nestedType(
  type: LogicalType,
  nativeType: string,
  dialect: DialectName,
): string | undefined {
  return dialect === "duckdb" && (type === "list" || type === "struct") ? nativeType : undefined;
}

/**
 * DuckDB SELECT over what was fetched. The other columns have their type and an error for a value: a column that was left
 * out wrongly is noticed, and can never be taken for NULLs. `id` tells whose column it is.
 */
export function legView(
  id: string,
  path: string,
  artifact: Artifact,
  columns: readonly LegColumn[],
  dialect: DialectName,
): string {
  const fetched = new Set(artifact.columns.map(({ name }) => name.toLowerCase()));
  const list = columns.map((column) => {
    const name = identifier(column.name);
    if (fetched.has(column.name.toLowerCase())) return name;
    return `CAST(${raised(id)} AS ${plannedType(column, dialect)}) AS ${name}`;
  });
  return `SELECT ${list.join(", ")} FROM (${readingView(path, artifact.columns)})`;
}

/** The same of a model of which no row was to be read: reading one is an error. */
export function unusedView(
  id: string,
  columns: readonly LegColumn[],
  dialect: DialectName,
): string {
  const list = columns.map(
    (column) => `CAST(NULL AS ${plannedType(column, dialect)}) AS ${identifier(column.name)}`,
  );
  return `SELECT ${list.join(", ")} FROM range((SELECT CAST(${raised(id)} AS BIGINT)))`;
}

/** The id of the model whose rows or columns are lacking, when that is what DuckDB's message says. */
export function unfetchedModel(message: string): string | undefined {
  const coded = new RegExp(`${UNFETCHED} ([\\w-]+)`).exec(message)?.[1];
  return coded === undefined ? undefined : Buffer.from(coded, "base64url").toString();
}

function raised(id: string): string {
  return `error(${literal(`${UNFETCHED} ${Buffer.from(id).toString("base64url")}`)})`;
}
