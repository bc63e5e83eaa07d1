import type { DeclaredSourceType } from "../../project/source-types.js";
import { filePath, lazily, poolSize, statementTimeout } from "../config-fields.js";
import { z } from "../zod.js";

const config = lazily(() =>
  z.strictObject({
    file: filePath(
      "Path of the file, or a pattern such as `data/*.parquet` whose files make one table.",
      "data/orders-*.parquet",
    ),
    pool: poolSize(),
    timeout: statementTimeout(),
  }),
);

export type ParquetConfig = z.output<ReturnType<typeof config>>;

export const parquet: DeclaredSourceType<ParquetConfig> = {
  type: "parquet",
  description: "Parquet files, read in place by the embedded DuckDB.",
  get config() {
    return config();
  },
  dialect: "duckdb",
  isolation: "thread",
  file: true,
  pool: 2,
  timedByReader: true,
};
