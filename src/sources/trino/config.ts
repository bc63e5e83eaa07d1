import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { filledText, lazily, matchingText, wholeNumber } from "../config-fields.js";
import { DEFAULT_POOL } from "../server/default-pool.js";
import { serverFields } from "../server/server-config.js";
import { withDefault, z } from "../zod.js";
import { isEncryptedForSure } from "./address.js";

/** Names of session properties, of which those of a catalog have its name before them. */
const PROPERTY = /^[\w$-]+(?:\.[\w$-]+)?$/;

const MOST = 1_000_000_000_000;

const fields = () => {
  const server = serverFields({
    port: 0,
    schema: {
      example: "sales",
      description: "Schema of the `catalog` in which unqualified tables are looked up.",
    },
    afterConnect: { example: "", description: "" },
  });
  const own = z.omit(server, { port: true, database: true, after_connect: true });
  const { host, username, password, db_schema, sslmode, sslrootcert, ...limits } = own.shape;
  return z.strictObject({
    host,
    port: z.optional(wholeNumber(1, 65_535)).register(FIELD_MARKS, {
      example: "8443",
      description: "Port of the coordinator; 443 with encryption and 8080 without when absent.",
    }),
    catalog: z.optional(filledText()).register(FIELD_MARKS, {
      example: "lake",
      description:
        "Catalog in which unqualified tables are looked up, and the only one whose tables are listed. Without it every name is written in full.",
    }),
    db_schema,
    username,
    password,
    token: z.optional(filledText()).register(FIELD_MARKS, {
      example: "${env.TRINO_TOKEN}",
      description: "JSON Web Token, or an OAuth 2.0 access token, to log in with.",
      secret: true,
    }),
    sslmode,
    sslrootcert,
    catalogs: z.optional(z.record(z.string(), filledText())).register(FIELD_MARKS, {
      example: "{ shop: postgresql_shop }",
      description:
        "For merges that run here: other sources of the project by their names, each with the catalog of Trino that is the same database.",
    }),
    upload: z
      .optional(
        matchingText(/^[^."\s]+\.[^."\s]+$/, "it is no catalog and schema such as `lake.scratch`."),
      )
      .register(FIELD_MARKS, {
        example: "lake.scratch",
        description:
          "For merges that run here: catalog and schema for tables of models that the cluster does not reach and that are too large to be sent along in SQL. They are dropped when the merge has run.",
      }),
    upload_max_rows: withDefault(wholeNumber(1, MOST), 1_000_000).register(FIELD_MARKS, {
      example: "200000",
      description: "Most rows that are uploaded for one model.",
    }),
    upload_max_bytes: withDefault(wholeNumber(1, MOST), 256_000_000).register(FIELD_MARKS, {
      example: "50000000",
      description: "Most bytes of SQL that are uploaded for one model.",
    }),
    session_properties: z
      .optional(
        z.record(
          matchingText(PROPERTY, "it is no name such as `join_distribution_type`."),
          z.union([z.string(), z.number(), z.boolean()]),
        ),
      )
      .register(FIELD_MARKS, {
        example: "{ join_distribution_type: PARTITIONED, lake.projection_pushdown_enabled: true }",
        description: "Session properties of Trino, and of its catalogs, for each query.",
      }),
    client_tags: z
      .optional(z.array(matchingText(/^[^\s,]+$/, "a tag has neither blanks nor commas.")))
      .register(FIELD_MARKS, {
        example: "[bi, nightly]",
        description: "Tags of the queries, by which Trino's resource groups tell them apart.",
      }),
    ...limits,
  });
};

const config = lazily(() =>
  fields().check(
    z.superRefine((source, context) => {
      for (const { path, message } of loginFaults(source)) {
        context.addIssue({ code: "custom", path, message, input: source });
      }
    }),
  ),
);

export type TrinoConfig = z.output<ReturnType<typeof fields>>;

export const trino: DeclaredSourceType<TrinoConfig> = {
  type: "trino",
  description: "A Trino cluster, and through it whatever its catalogs reach.",
  otherNames: {
    presto: "Trino was called PrestoSQL; Headwater was not tested with Presto itself.",
    starburst: "It reads Starburst's Trino too.",
  },
  dialect: "trino",
  isolation: "thread",
  file: false,
  pool: DEFAULT_POOL,
  server: ["host", "port", "username"],
  get config() {
    return config();
  },
};

/** What cannot be a login; a message continues `` `field`: ``. */
function loginFaults(source: TrinoConfig): { path: string[]; message: string }[] {
  const { password, token, username, catalog, db_schema: schema } = source;
  const faults: { path: string[]; message: string }[] = [];
  if (password !== undefined && token !== undefined) {
    faults.push({ path: ["token"], message: "`password` is there as well; keep one of them." });
  }
  if (password !== undefined && username === undefined) {
    faults.push({ path: ["password"], message: "it needs `username`." });
  }
  if (schema !== undefined && catalog === undefined) {
    faults.push({ path: ["db_schema"], message: "it needs the `catalog` in which it lies." });
  }
  if (!isEncryptedForSure(source)) {
    for (const field of ["password", "token"] as const) {
      if (source[field] === undefined) continue;
      const message = `\`sslmode: ${source.sslmode}\` might send it without encryption; Trino takes it with encryption only.`;
      faults.push({ path: [field], message });
    }
  }
  return faults;
}
