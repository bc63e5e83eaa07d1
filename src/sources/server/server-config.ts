/** The declared part of a server type: its fields, most of which all servers share. */
import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import { filePath, filledText, poolSize, progressTimeout, wholeNumber } from "../config-fields.js";
import { withDefault, z } from "../zod.js";
import { DEFAULT_POOL } from "./default-pool.js";
import { SSL_MODES } from "./ssl-modes.js";

/** An example of a field, and what the field is. */
interface Words {
  readonly example: string;
  readonly description: string;
}

/** What differs between the fields of server types. */
export interface FieldOptions {
  readonly port: number;
  /** What a path in `host` is: `the folder of its Unix socket`; absent where there is no such thing. */
  readonly path?: string;
  readonly schema: Words;
  readonly afterConnect: Words;
}

/** The fields of a server; a type with more adds them with `z.extend`. */
export function serverFields({ port, path, schema, afterConnect }: FieldOptions) {
  return z.strictObject({
    host: withDefault(serverHost(path !== undefined), "localhost").register(FIELD_MARKS, {
      example: "db.example.com",
      description: `Name or address of the server${path === undefined ? "" : `, or ${path}`}.`,
    }),
    port: withDefault(wholeNumber(1, 65_535), port).register(FIELD_MARKS, {
      example: String(port),
      description: "Port of the server.",
    }),
    database: filledText().register(FIELD_MARKS, {
      example: "shop",
      description: "Name of the database.",
    }),
    username: z.optional(filledText()).register(FIELD_MARKS, {
      example: "reader",
      description: "Login; the name of the operating system's user when absent.",
    }),
    password: z.optional(z.string()).register(FIELD_MARKS, {
      example: "${env.SHOP_PASSWORD}",
      description: "Password.",
      secret: true,
    }),
    db_schema: z.optional(filledText()).register(FIELD_MARKS, { ...schema }),
    sslmode: z.optional(z.enum(SSL_MODES)).register(FIELD_MARKS, {
      example: "verify-ca",
      description:
        "Encryption: `verify-full` unless the server is on this machine; `verify-ca`, `require`, `prefer`, `allow` and `disable` are weaker.",
    }),
    sslrootcert: z.optional(
      filePath(
        "PEM file of the authority that signed the server's certificate.",
        "certificates/authority.pem",
      ),
    ),
    after_connect: z.optional(filledText()).register(FIELD_MARKS, { ...afterConnect }),
    pool: poolSize(),
    connection_pool_size: poolSize().register(FIELD_MARKS, {
      example: "2",
      description: "Another name for `pool`.",
    }),
    timeout: withDefault(wholeNumber(1, 86_400), 300).register(FIELD_MARKS, {
      example: "60",
      description: "Seconds after which the server stops a statement.",
    }),
    progress_timeout: progressTimeout(),
    connect_timeout: withDefault(wholeNumber(1, 600), 10).register(FIELD_MARKS, {
      example: "10",
      description: "Seconds to wait for a connection.",
    }),
  });
}

/** A name or an address alone: what is written around it in other programs is said to be too much. */
function serverHost(takesPath: boolean): z.ZodMiniString {
  const parts = "`host`, `port`, `database`, `username`, and `password` from a variable";
  return filledText().check(
    z.refine((host) => !host.includes("://"), {
      error: "it is a whole address.",
      params: { hint: `Write its parts as fields of their own: ${parts}.` },
    }),
    z.refine((host) => !/^\[.*\](?::\d+)?$/.test(host), {
      error: "an IPv6 address stands without brackets.",
      params: { hint: 'Write `host: "::1"`, and its port as `port`.' },
    }),
    z.refine((host) => !/^[^:/[]*:\d*$/.test(host), {
      error: "it holds a port.",
      params: { hint: "Write the number behind the colon as `port`." },
    }),
    z.refine((host) => !/[\s,;@?]/.test(host) || host.startsWith("/") || host.includes("://"), {
      error: "it is no name of a host.",
      params: { hint: `Write the name alone; other parts are fields of their own: ${parts}.` },
    }),
    z.refine((host) => takesPath || !host.startsWith("/"), { error: "it is a path." }),
  );
}

export type ServerConfig = z.output<ReturnType<typeof serverFields>>;

/** What differs between the declarations of server types. */
interface DeclaredServer<Config> extends Pick<
  DeclaredSourceType<Config>,
  "type" | "otherNames" | "description" | "dialect" | "countsRows"
> {
  readonly config: () => DeclaredSourceType<Config>["config"];
}

/** What all server types declare alike: sources of one server and login share a pool. */
export function declareServer<Config extends ServerConfig>({
  config,
  ...declared
}: DeclaredServer<Config>): DeclaredSourceType<Config> {
  return {
    ...declared,
    get config() {
      return config();
    },
    isolation: "thread",
    file: false,
    pool: DEFAULT_POOL,
    server: ["host", "port", "username"],
  };
}
