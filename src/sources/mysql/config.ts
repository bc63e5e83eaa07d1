import { z } from "zod";
import { filePath, poolSize, progressTimeout, wholeNumber } from "../config-fields.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { SSL_MODES } from "../server/ssl-modes.js";

const schema = z.strictObject({
  host: z.string().min(1).default("localhost").meta({
    example: "db.example.com",
    description: "Name or address of the server, or the path of its Unix socket.",
  }),
  port: wholeNumber(1, 65_535).default(3306).meta({ description: "Port of the server." }),
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
    example: "archive",
    description:
      "Database in which unqualified tables are looked up, when it is another than `database`.",
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
    example: "SET SESSION sql_mode = 'ANSI_QUOTES'",
    description:
      "A statement that runs before each query, such as `SET SESSION sql_mode = 'ANSI_QUOTES'`.",
  }),
  pool: poolSize(),
  connection_pool_size: poolSize().meta({ example: "2", description: "Another name for `pool`." }),
  timeout: wholeNumber(1, 86_400)
    .default(300)
    .meta({ description: "Seconds after which the server stops a statement." }),
  progress_timeout: progressTimeout(),
  connect_timeout: wholeNumber(1, 600)
    .default(10)
    .meta({ description: "Seconds to wait for a connection." }),
});

export type MysqlConfig = z.output<typeof schema>;

export const mysql: DeclaredSourceType<MysqlConfig> = {
  type: "mysql",
  description: "A MySQL or MariaDB server, or one that speaks their protocol.",
  config: schema,
  dialect: "mysql",
  isolation: "thread",
  file: false,
  pool: 4,
  server: ["host", "port", "username"],
};
