import { z } from "zod";
import { filePath, poolSize, progressTimeout, wholeNumber } from "../config-fields.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { SSL_MODES } from "../server/ssl-modes.js";

const schema = z.strictObject({
  host: z.string().min(1).default("localhost").meta({
    example: "db.example.com",
    description: "Name or address of the server, or the folder of its Unix socket.",
  }),
  port: wholeNumber(1, 65_535)
    .default(5432)
    .meta({ example: "5432", description: "Port of the server." }),
  database: z.string().min(1).meta({ example: "shop", description: "Name of the database." }),
  username: z.string().min(1).optional().meta({
    example: "reader",
    description: "Login; the name of the operating system's user when absent.",
  }),
  password: z
    .string()
    .optional()
    .meta({ example: "${env.SHOP_PASSWORD}", description: "Password.", secret: true }),
  db_schema: z.string().min(1).optional().meta({
    example: "sales, public",
    description:
      "Schema in which unqualified tables are looked up; several are separated by commas.",
  }),
  sslmode: z.enum(SSL_MODES).optional().meta({
    example: "verify-ca",
    description:
      "Encryption: `verify-full` unless the server is on this machine; `verify-ca`, `require`, `prefer`, `allow` and `disable` are weaker.",
  }),
  sslrootcert: filePath(
    "PEM file of the authority that signed the server's certificate.",
    "certificates/authority.pem",
  ).optional(),
  after_connect: z.string().min(1).optional().meta({
    example: "SET ROLE reader",
    description:
      "A statement that runs before each query, inside its read-only transaction, such as `SET ROLE reader`.",
  }),
  pool: poolSize(),
  connection_pool_size: poolSize().meta({ example: "2", description: "Another name for `pool`." }),
  timeout: wholeNumber(1, 86_400)
    .default(300)
    .meta({ example: "60", description: "Seconds after which the server stops a statement." }),
  progress_timeout: progressTimeout(),
  connect_timeout: wholeNumber(1, 600)
    .default(10)
    .meta({ example: "10", description: "Seconds to wait for a connection." }),
});

export type PostgresqlConfig = z.output<typeof schema>;

export const postgresql: DeclaredSourceType<PostgresqlConfig> = {
  type: "postgresql",
  description: "A PostgreSQL server, or one that speaks its protocol.",
  config: schema,
  dialect: "postgresql",
  isolation: "thread",
  file: false,
  pool: 4,
  server: ["host", "port", "username"],
};
