import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import {
  filePath,
  filledText,
  lazily,
  poolSize,
  statementTimeout,
  wholeNumber,
} from "../config-fields.js";
import { withDefault, z } from "../zod.js";
import { NATIVE_ENCODINGS, OTHER_ENCODINGS } from "./encodings.js";

const config = lazily(() =>
  z.strictObject({
    file: filePath(
      "Path of the file, or a pattern such as `data/*.csv` whose files make one table.",
      "data/orders-*.csv",
    ),
    delimiter: z.optional(filledText().check(z.maxLength(4))).register(FIELD_MARKS, {
      example: '";"',
      description:
        "Between two values; found out from the first line when absent (comma, semicolon, tab or bar, or what `sep=;` says there).",
    }),
    header: withDefault(z.boolean(), true).register(FIELD_MARKS, {
      example: "false",
      description:
        "Whether the first line holds the columns' names; without them they are `column0`, `column1` and so on.",
    }),
    encoding: withDefault(z.enum([...NATIVE_ENCODINGS, ...OTHER_ENCODINGS]), "utf-8").register(
      FIELD_MARKS,
      {
        description:
          "Character encoding of the file; text that Windows programs call ANSI is mostly `windows-1252`.",
      },
    ),
    null_values: z.optional(z.array(z.string())).register(FIELD_MARKS, {
      example: '[NA, "-"]',
      description: "Unquoted texts that stand for NULL, besides the empty one, such as `NA`.",
    }),
    columns: z.optional(z.record(z.string(), z.string())).register(FIELD_MARKS, {
      example: "{ zip: VARCHAR }",
      description:
        "DuckDB types of columns by name, such as `zip: VARCHAR`; the other columns' types are found out.",
    }),
    max_line_bytes: withDefault(wholeNumber(1000, 256 * 1024 ** 2), 2_000_000).register(
      FIELD_MARKS,
      {
        example: "20000000",
        description:
          "Bytes that a line may have. DuckDB sets 16 times as many aside for each thread that reads.",
      },
    ),
    pool: poolSize(),
    timeout: statementTimeout(),
  }),
);

export type CsvConfig = z.output<ReturnType<typeof config>>;

export const csv: DeclaredSourceType<CsvConfig> = {
  type: "csv",
  description: "CSV files, read in place by the embedded DuckDB.",
  otherNames: {
    tsv: 'With `delimiter: "\\t"` it reads TSV; otherwise the delimiter is found out.',
  },
  get config() {
    return config();
  },
  dialect: "duckdb",
  isolation: "thread",
  file: true,
  pool: 2,
  timedByReader: true,
};
