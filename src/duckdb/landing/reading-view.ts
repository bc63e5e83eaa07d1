import type { ArtifactColumn } from "../../contract/manifest.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { EXACT_DECIMAL_TYPE } from "../column-type.js";
import { fileLiteral } from "../quote.js";

/**
 * DuckDB SELECT that reads a model's Parquet file with the types that its columns had at their
 * source: uuid and json are stored as text. A bare decimal becomes DECIMAL(38, scale) or a type of
 * whole numbers where that holds all its values, else DOUBLE; `exact` keeps it as it was written,
 * which is nothing to calculate with. Interval, list and struct columns are as they lie in the
 * file.
 */
export function readingView(
  path: string,
  columns: readonly ArtifactColumn[],
  exact = false,
): string {
  const list = columns.map((column) => {
    const name = quoteIdentifier(column.name);
    const type = readAs(column, exact);
    return type === undefined ? name : `CAST(${name} AS ${type}) AS ${name}`;
  });
  return `SELECT ${list.length > 0 ? list.join(", ") : "*"} FROM read_parquet(${fileLiteral(path)})`;
}

function readAs({ type, scale, whole }: ArtifactColumn, exact: boolean): string | undefined {
  switch (type) {
    case "uuid":
      return "UUID";
    case "json":
      return "JSON";
    case "decimal":
      if (exact) return EXACT_DECIMAL_TYPE;
      return whole ?? (scale === undefined ? "DOUBLE" : `DECIMAL(38,${scale})`);
    default:
      return undefined;
  }
}
