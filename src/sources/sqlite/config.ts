import { z } from "zod";
import {
  ATTACHED_WITHOUT_DATABASE,
  filePath,
  hasDatabase,
  lazily,
  poolSize,
  statementTimeout,
} from "../config-fields.js";
import type { DeclaredSourceType } from "../../project/source-types.js";

const attachment = () =>
  z.strictObject({
    schema_name: z
      .string()
      .min(1)
      .meta({ description: "Schema under which the file's tables are addressed." }),
    database: filePath("Path of the SQLite file.").optional(),
    source: z
      .looseObject({ database: filePath("Path of the SQLite file.") })
      .optional()
      .meta({ description: "Another SQLite source, whose file is attached." }),
  });

const config = lazily(() =>
  z.strictObject({
    database: filePath(
      "Path of the SQLite file; it must exist and is opened read-only.",
      "data/shop.sqlite",
    ),
    attach: z.array(attachment().refine(hasDatabase, ATTACHED_WITHOUT_DATABASE)).default([]).meta({
      example: "[{ schema_name: archive, database: archive.sqlite }]",
      description: "Further SQLite files, each under a schema of its own.",
    }),
    after_connect: z.string().optional().meta({
      example: "PRAGMA cache_size = -65536",
      description: "A statement that runs on each new connection; it must not write.",
    }),
    pool: poolSize(),
    timeout: statementTimeout(),
    connection_pool_size: poolSize().meta({
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
