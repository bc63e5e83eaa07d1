import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import {
  ATTACHED_WITHOUT_DATABASE,
  filePath,
  filledText,
  hasDatabase,
  lazily,
  poolSize,
  statementTimeout,
} from "../config-fields.js";
import { withDefault, z } from "../zod.js";

const attachment = () =>
  z
    .strictObject({
      schema_name: filledText().register(FIELD_MARKS, {
        description: "Schema under which the file's tables are addressed.",
      }),
      database: z.optional(filePath("Path of the SQLite file.")),
      source: z
        .optional(z.looseObject({ database: filePath("Path of the SQLite file.") }))
        .register(FIELD_MARKS, { description: "Another SQLite source, whose file is attached." }),
    })
    .check(z.refine(hasDatabase, ATTACHED_WITHOUT_DATABASE));

const config = lazily(() =>
  z.strictObject({
    database: filePath(
      "Path of the SQLite file; it must exist and is opened read-only.",
      "data/shop.sqlite",
    ),
    attach: withDefault(z.array(attachment()), []).register(FIELD_MARKS, {
      example: "[{ schema_name: archive, database: archive.sqlite }]",
      description: "Further SQLite files, each under a schema of its own.",
    }),
    after_connect: z.optional(z.string()).register(FIELD_MARKS, {
      example: "PRAGMA cache_size = -65536",
      description: "A statement that runs on each new connection; it must not write.",
    }),
    pool: poolSize(),
    timeout: statementTimeout(),
    connection_pool_size: poolSize().register(FIELD_MARKS, {
      example: "2",
      description: "Another name for `pool`.",
    }),
  }),
);

export type SqliteConfig = z.output<ReturnType<typeof config>>;

export const sqlite: DeclaredSourceType<SqliteConfig> = {
  type: "sqlite",
  description: "A SQLite database file.",
  otherNames: { sqlite3: "" },
  get config() {
    return config();
  },
  dialect: "sqlite",
  isolation: "process",
  file: false,
  pool: 1,
  timedByReader: true,
  countsRows: true,
};
