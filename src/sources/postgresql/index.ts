import type { SourceType } from "../contract.js";
import type { PostgresqlConfig } from "./config.js";
import { PostgresqlSource } from "./source.js";

/** PostgreSQL over its own protocol: binary rows, read-only transactions, cancel on the server. */
export const postgresqlSource: SourceType<PostgresqlConfig> = {
  open: async (config, context) => new PostgresqlSource(config, context),
};
