import type { DialectName } from "../dialect.js";
import type { PushDownDialect } from "./dialect.js";
import { duckdb } from "./duckdb.js";
import { mysql } from "./mysql.js";
import { postgresql } from "./postgresql.js";
import { sqlite } from "./sqlite.js";

export const pushDownDialects: Readonly<Record<DialectName, PushDownDialect>> = {
  duckdb,
  mysql,
  postgresql,
  sqlite,
};
