import type { ArtifactColumn } from "../../contract/manifest.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { markedType } from "../column-type.js";
import { fileLiteral } from "../quote.js";

/**
 * DuckDB SELECT that reads a model's Parquet file with the types that its columns had at their
 * source: uuid and json are stored as text. A bare decimal becomes DECIMAL(38, scale) or a type of
 * whole numbers where that holds all its values, else DOUBLE. Interval, list and struct columns are
 * as they lie in the file. `exact` keeps bare decimals and intervals as they were written, with
 * their types, which are nothing to calculate with.
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
      if (exact) return markedType(type);
      return whole ?? (scale === undefined ? "DOUBLE" : `DECIMAL(38,${scale})`);
    case "interval":
      return exact ? markedType(type) : undefined;
    default:
      return undefined;
  }
}
