import type { DeclaredSourceType } from "../../project/source-types.js";
import { declareServer, serverFields, type ServerConfig } from "../server/server-config.js";

export type PostgresqlConfig = ServerConfig;

export const postgresql: DeclaredSourceType<PostgresqlConfig> = declareServer({
  type: "postgresql",
  description: "A PostgreSQL server, or one that speaks its protocol.",
  dialect: "postgresql",
  config: serverFields({
    port: 5432,
    path: "the folder of its Unix socket",
    schema: {
      example: "sales, public",
      description:
        "Schema in which unqualified tables are looked up; several are separated by commas.",
    },
    afterConnect: {
      example: "SET ROLE reader",
      description:
        "A statement that runs before each query, inside its read-only transaction, such as `SET ROLE reader`.",
    },
  }),
});
