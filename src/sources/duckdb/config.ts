import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import {
  ATTACHED_WITHOUT_DATABASE,
  filePath,
  filledText,
  hasDatabase,
  lazily,
  matchingText,
  poolSize,
  statementTimeout,
} from "../config-fields.js";
import { z } from "../zod.js";

const attached = () =>
  z
    .strictObject({
      schema_name: filledText().register(FIELD_MARKS, {
        description: "Name under which SQL addresses the database.",
      }),
      database: z.optional(filePath("Path of the database file.")),
      source: z
        .optional(z.looseObject({ database: filePath("Path of the database file.") }))
        .register(FIELD_MARKS, { description: "The database as an inline DuckDB source." }),
    })
    .check(z.refine(hasDatabase, ATTACHED_WITHOUT_DATABASE));

const config = lazily(() =>
  z.strictObject({
    database: filePath(
      "Path of the database file. It is opened read-only and never created.",
      "data/shop.duckdb",
    ),
    attach: z.optional(z.array(attached())).register(FIELD_MARKS, {
      example: "[{ schema_name: archive, database: archive.duckdb }]",
      description: "More database files, read-only too.",
    }),
    extensions: z
      .optional(z.array(matchingText(/^[a-z0-9_]+$/i, "it is not the name of an extension.")))
      .register(FIELD_MARKS, {
        example: "[spatial]",
        description: "Extensions that are loaded first; they must be installed already.",
      }),
    allow: z.optional(z.array(filePath("Path of the folder."))).register(FIELD_MARKS, {
      example: "[exports]",
      description: "Folders whose files SQL may read besides, such as with `read_parquet`.",
    }),
    pool: poolSize(),
    timeout: statementTimeout(),
    connection_pool_size: poolSize().register(FIELD_MARKS, {
      example: "2",
      description: "Another name for `pool`.",
    }),
  }),
);

export type DuckdbConfig = z.output<ReturnType<typeof config>>;

export const duckdb: DeclaredSourceType<DuckdbConfig> = {
  type: "duckdb",
  description: "DuckDB database files.",
  otherNames: { motherduck: "It reads files of DuckDB on this machine; MotherDuck is not read." },
  get config() {
    return config();
  },
  dialect: "duckdb",
  isolation: "thread",
  file: false,
  pool: 2,
  timedByReader: true,
};
