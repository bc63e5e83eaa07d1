import type { SourceType } from "../contract.js";
import { createFileSource } from "../files/file-source.js";
import { fileLiterals } from "../../duckdb/quote.js";
import type { DuckDbConnection } from "../../duckdb/connection.js";
import { renamedColumns } from "../../rows/renamed-columns.js";
import type { ParquetConfig } from "./config.js";

/** One table of all files. Columns are matched by name, and one that a file lacks is NULL there. */
export const parquetSource: SourceType<ParquetConfig> = {
  open(config, context) {
    return Promise.resolve(
      createFileSource(
        {
          file: config.file,
          recordEnd: () => Promise.resolve({ kind: "whole" }),
          tables: async (files, connection) => ({
            main: `SELECT * FROM read_parquet(${fileLiterals(files)}${files.length > 1 ? ", union_by_name = true" : ""})`,
            warnings: renamedColumns(await columnsOf(files[0] ?? "", connection)),
          }),
        },
        context,
      ),
    );
  },
};

/** The names of a file's columns as they are written in it; those of nested fields are left out. */
async function columnsOf(file: string, connection: DuckDbConnection): Promise<string[]> {
  const [root, ...fields] = await connection.rows(
    `SELECT name, num_children FROM parquet_schema(${fileLiterals([file])})`,
  );
  const names: string[] = [];
  /** Fields that are still to come below the column that was last. */
  let below = 0;
  for (const [name, children] of root ? fields : []) {
    if (below > 0) below--;
    else names.push(String(name));
    below += Number(children ?? 0);
  }
  return names;
}
