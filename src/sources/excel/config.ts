import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { filePath, filledText, lazily, poolSize, statementTimeout } from "../config-fields.js";
import { withDefault, z } from "../zod.js";

const config = lazily(() =>
  z.strictObject({
    file: filePath(
      "Path of the `.xlsx` file, or a pattern such as `data/*.xlsx`: sheets of one name then make one table.",
      "budget.xlsx",
    ),
    sheet: z.optional(filledText()).register(FIELD_MARKS, {
      example: "Plan",
      description:
        "Sheet that is the source's own table and `data`; the first one when absent. Every sheet is a table of its name.",
    }),
    header: withDefault(z.boolean(), true).register(FIELD_MARKS, {
      example: "false",
      description:
        "Whether the first row that has cells holds the columns' names; without it they are `A`, `B` and so on.",
    }),
    pool: poolSize(),
    timeout: statementTimeout(),
  }),
);

export type ExcelConfig = z.output<ReturnType<typeof config>>;

export const excel: DeclaredSourceType<ExcelConfig> = {
  type: "excel",
  description: "Excel workbooks (`.xlsx`), whose sheets are tables.",
  otherNames: { xlsx: "" },
  get config() {
    return config();
  },
  dialect: "duckdb",
  isolation: "thread",
  file: true,
  pool: 2,
  timedByReader: true,
};
