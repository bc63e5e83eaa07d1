import type { SourceType } from "../contract.js";
import type { MysqlConfig } from "./config.js";
import { MysqlSource } from "./source.js";

/** MySQL and MariaDB over their own protocol: binary rows, read-only transactions, cancel on the server. */
export const mysqlSource: SourceType<MysqlConfig> = {
  open: async (config, context) => new MysqlSource(config, context),
};
