import type { DeclaredSourceType } from "../../project/source-types.js";
import { lazily } from "../config-fields.js";
import { declareServer, serverFields, type ServerConfig } from "../server/server-config.js";

export type MysqlConfig = ServerConfig;

export const mysql: DeclaredSourceType<MysqlConfig> = declareServer({
  type: "mysql",
  description: "A MySQL or MariaDB server, or one that speaks their protocol.",
  otherNames: {
    mariadb: "It reads MariaDB too.",
    maria: "It reads MariaDB too.",
    percona: "It reads Percona's server too.",
    aurora: "It reads Aurora MySQL; Aurora PostgreSQL is `type: postgresql`.",
    singlestore: "SingleStore speaks MySQL's protocol; Headwater was not tested with it.",
    tidb: "TiDB speaks MySQL's protocol; Headwater was not tested with it.",
  },
  dialect: "mysql",
  countsRows: true,
  config: lazily(() =>
    serverFields({
      port: 3306,
      path: "the path of its Unix socket",
      schema: {
        example: "archive",
        description:
          "Database in which unqualified tables are looked up, when it is another than `database`.",
      },
      afterConnect: {
        example: "SET SESSION sql_mode = 'ANSI_QUOTES'",
        description:
          "A statement that runs before each query, such as `SET SESSION sql_mode = 'ANSI_QUOTES'`.",
      },
    }),
  ),
});
