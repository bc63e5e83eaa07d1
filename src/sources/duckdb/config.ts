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

const attached = () =>
  z.strictObject({
    schema_name: z
      .string()
      .min(1)
      .meta({ description: "Name under which SQL addresses the database." }),
    database: filePath("Path of the database file.").optional(),
    source: z
      .looseObject({ database: filePath("Path of the database file.") })
      .optional()
      .meta({ description: "The database as an inline DuckDB source." }),
  });

const config = lazily(() =>
  z.strictObject({
    database: filePath(
      "Path of the database file. It is opened read-only and never created.",
      "data/shop.duckdb",
    ),
    attach: z.array(attached().refine(hasDatabase, ATTACHED_WITHOUT_DATABASE)).optional().meta({
      example: "[{ schema_name: archive, database: archive.duckdb }]",
      description: "More database files, read-only too.",
    }),
    extensions: z
      .array(z.string().regex(/^[a-z0-9_]+$/i, "it is not the name of an extension."))
      .optional()
      .meta({
        example: "[spatial]",
        description: "Extensions that are loaded first; they must be installed already.",
      }),
    allow: z.array(filePath("Path of the folder.")).optional().meta({
      example: "[exports]",
      description: "Folders whose files SQL may read besides, such as with `read_parquet`.",
    }),
    pool: poolSize(),
    timeout: statementTimeout(),
    connection_pool_size: poolSize().meta({
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
