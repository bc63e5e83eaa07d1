import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { filePath, lazily, matchingText, poolSize, statementTimeout } from "../config-fields.js";
import { z } from "../zod.js";

const PATH_OF_KEYS = /^[^.[\]"*]+(\.[^.[\]"*]+)*$/;

const config = lazily(() =>
  z.strictObject({
    file: filePath(
      "Path of the file, or a pattern such as `data/*.json` whose files make one table.",
      "data/events.ndjson",
    ),
    format: z.optional(z.enum(["array", "ndjson"])).register(FIELD_MARKS, {
      description:
        "`array` for a list of records, `ndjson` for one record after the other, a line each or not; found out from the first character when absent.",
    }),
    records: z
      .optional(matchingText(PATH_OF_KEYS, "it is not a path of keys with dots between them."))
      .register(FIELD_MARKS, {
        example: "data.items",
        description:
          "Where the list of records lies inside a document, such as `data.items`; its own values are not read.",
      }),
    columns: z.optional(z.record(z.string(), z.string())).register(FIELD_MARKS, {
      example: "{ id: BIGINT }",
      description:
        "DuckDB types of columns by name, such as `zip: VARCHAR`; the other columns' types are found out.",
    }),
    pool: poolSize(),
    timeout: statementTimeout(),
  }),
);

export type JsonConfig = z.output<ReturnType<typeof config>>;

export const json: DeclaredSourceType<JsonConfig> = {
  type: "json",
  description:
    "JSON files, lists of records or one record per line, read in place by the embedded DuckDB.",
  otherNames: { ndjson: "", jsonl: "" },
  get config() {
    return config();
  },
  dialect: "duckdb",
  isolation: "thread",
  file: true,
  pool: 2,
  timedByReader: true,
};
