import type { ArtifactColumn } from "../../contract/manifest.js";
import { quoteIdentifier } from "../../sql/quote.js";
import { fileLiteral } from "../quote.js";

/**
 * DuckDB SELECT that reads a model's Parquet file with the types that its columns had at their
 * source: uuid and json are stored as text, a bare decimal becomes DECIMAL(38, scale) where that
 * holds all its values, else DOUBLE. Interval, list and struct columns are as they lie in the file.
 */
export function readingView(path: string, columns: readonly ArtifactColumn[]): string {
  const list = columns.map((column) => {
    const name = quoteIdentifier(column.name);
    const type = readAs(column);
    return type === undefined ? name : `CAST(${name} AS ${type}) AS ${name}`;
  });
  return `SELECT ${list.length > 0 ? list.join(", ") : "*"} FROM read_parquet(${fileLiteral(path)})`;
}

function readAs({ type, scale }: ArtifactColumn): string | undefined {
  switch (type) {
    case "uuid":
      return "UUID";
    case "json":
      return "JSON";
    case "decimal":
      return scale === undefined ? "DOUBLE" : `DECIMAL(38,${scale})`;
    default:
      return undefined;
  }
}
