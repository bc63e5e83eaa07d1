import type { DeclaredSourceType } from "../../project/source-types.js";
import { declareServer, serverFields, type ServerConfig } from "../server/server-config.js";

export type PostgresqlConfig = ServerConfig;

export const postgresql: DeclaredSourceType<PostgresqlConfig> = declareServer({
  type: "postgresql",
  description: "A PostgreSQL server, or one that speaks its protocol.",
  otherNames: {
    postgres: "",
    pg: "",
    psql: "",
    pgsql: "",
    timescale: "Timescale is PostgreSQL with an extension.",
    timescaledb: "Timescale is PostgreSQL with an extension.",
    supabase: "Supabase is PostgreSQL.",
    neon: "Neon is PostgreSQL.",
    cockroachdb: "CockroachDB speaks PostgreSQL's protocol; Headwater was not tested with it.",
    cockroach: "CockroachDB speaks PostgreSQL's protocol; Headwater was not tested with it.",
    redshift:
      "Redshift speaks PostgreSQL's protocol (`port: 5439`); Headwater was not tested with it.",
  },
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
