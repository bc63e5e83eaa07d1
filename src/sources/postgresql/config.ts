import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { filePath, filledText, lazily } from "../config-fields.js";
import { declareServer, serverFields } from "../server/server-config.js";
import { z } from "../zod.js";

const fields = () =>
  serverFields({
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
  });

const config = lazily(() =>
  z
    .extend(fields(), {
      read_role: z.optional(filledText()).register(FIELD_MARKS, {
        example: "reader",
        description:
          "Role that queries run as (`SET LOCAL ROLE`), with row security off, so that a policy is an error and never fewer rows: a help against mistakes, no wall, since SQL can undo it. Better is a login that only reads.",
      }),
      passfile: z.optional(
        filePath(
          "File of passwords as PostgreSQL's programs have it (`PGPASSFILE`), for a source without `password`; nobody else may read it. Entries for every host (`*`) do not count.",
          "${env.PGPASSFILE}",
        ),
      ),
      service: z.optional(filledText()).register(FIELD_MARKS, {
        example: "shop",
        description:
          "Section of `servicefile` that has the host, port, login and encryption; fields that are written here win.",
      }),
      servicefile: z.optional(
        filePath(
          "File of services as PostgreSQL's programs have it (`PGSERVICEFILE`).",
          "${env.PGSERVICEFILE}",
        ),
      ),
      options: z.optional(filledText()).register(FIELD_MARKS, {
        example: "-c geqo=off",
        description: "Options of the connection, as libpq's `options`; poolers may refuse them.",
      }),
    })
    .check(
      z.refine(
        ({ service, servicefile }) => (service === undefined) === (servicefile === undefined),
        { error: "`service` is a section of `servicefile`: both are needed." },
      ),
    ),
);

export type PostgresqlConfig = z.output<ReturnType<typeof config>>;

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
  config,
});
