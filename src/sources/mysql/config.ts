import type { DeclaredSourceType } from "../../project/source-types.js";
import { declareServer, serverFields, type ServerConfig } from "../server/server-config.js";

export type MysqlConfig = ServerConfig;

export const mysql: DeclaredSourceType<MysqlConfig> = declareServer({
  type: "mysql",
  description: "A MySQL or MariaDB server, or one that speaks their protocol.",
  dialect: "mysql",
  config: serverFields({
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
});
