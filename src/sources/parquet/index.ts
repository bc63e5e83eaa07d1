import type { SourceType } from "../contract.js";
import { createFileSource } from "../files/file-source.js";
import { fileLiterals } from "../../duckdb/quote.js";
import type { ParquetConfig } from "./config.js";

/** One table of all files. Columns are matched by name, and one that a file lacks is NULL there. */
export const parquetSource: SourceType<ParquetConfig> = {
  open(config, context) {
    return Promise.resolve(
      createFileSource(
        {
          file: config.file,
          tables: (files) =>
            Promise.resolve({
              main: `SELECT * FROM read_parquet(${fileLiterals(files)}${files.length > 1 ? ", union_by_name = true" : ""})`,
            }),
        },
        context,
      ),
    );
  },
};
