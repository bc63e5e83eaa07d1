import type { Source, SourceContext } from "../../src/sources/contract.js";
import { mysql, type MysqlConfig } from "../../src/sources/mysql/config.js";
import { mysqlSource } from "../../src/sources/mysql/index.js";
import type { MariadbServer } from "../servers/mariadb.js";

export type Fields = Partial<Record<keyof MysqlConfig, unknown>>;

/** A source on a private server; `fields` replace those that name it. */
export async function openOn(
  server: MariadbServer,
  fields: Fields = {},
  context: Partial<SourceContext> = {},
): Promise<Source> {
  const { host, port, user: username, password, database } = server;
  const config = mysql.config.parse({ host, port, username, password, database, ...fields });
  return mysqlSource.open(config, {
    name: "shop",
    queryTag: "headwater/tests",
    secrets: [password],
    ...context,
  });
}
