import { FIELD_MARKS } from "../../project/source-config/field-marks.js";
import type { DeclaredSourceType } from "../../project/source-types.js";
import {
  filePath,
  filledText,
  lazily,
  poolSize,
  progressTimeout,
  wholeNumber,
} from "../config-fields.js";
import { DEFAULT_POOL } from "../server/default-pool.js";
import { withDefault, z } from "../zod.js";
import { AUTHENTICATORS, authenticatorOf, type Authenticator } from "./authenticator.js";

const text = (example: string, description: string) =>
  z.optional(filledText()).register(FIELD_MARKS, { example, description });

const secret = (example: string, description: string) =>
  z.optional(filledText()).register(FIELD_MARKS, { example, description, secret: true });

const fields = () =>
  z.strictObject({
    account: filledText()
      .check(
        z.refine((account) => !/[/:\s]|snowflakecomputing/i.test(account), {
          error:
            "it is the identifier of the account, such as `myorg-myaccount`, without `https://` and without `.snowflakecomputing.com`.",
        }),
      )
      .register(FIELD_MARKS, {
        example: "myorg-myaccount",
        description:
          "Identifier of the account: organization and account name with a hyphen between, or the older locator with its region, such as `xy12345.eu-central-1`.",
      }),
    username: text("HEADWATER_READER", "Login name. An OAuth or programmatic token needs none."),
    authenticator: z.optional(z.enum(AUTHENTICATORS)).register(FIELD_MARKS, {
      example: "key_pair",
      description:
        "How to log in: `key_pair`, `token` (programmatic access token), `oauth`, `password`, or `browser` (single sign-on, on a terminal only). Absent: by what else is given.",
    }),
    private_key_path: z.optional(
      filePath("PEM file of the private key for `key_pair`.", "keys/reader.p8"),
    ),
    private_key: secret("${env.SNOWFLAKE_PRIVATE_KEY}", "The private key itself, as PEM."),
    private_key_passphrase: secret(
      "${env.SNOWFLAKE_KEY_PASSPHRASE}",
      "Passphrase of an encrypted private key.",
    ),
    token: secret("${env.SNOWFLAKE_TOKEN}", "Access token for `token` and `oauth`."),
    token_path: z.optional(
      filePath("File that holds the token; it is read at each login.", "secrets/token"),
    ),
    password: secret("${env.SNOWFLAKE_PASSWORD}", "Password for `password`."),
    database: filledText().register(FIELD_MARKS, {
      example: "ANALYTICS",
      description: "Database in which names are looked up.",
    }),
    db_schema: text("SALES", "Schema in which unqualified tables are looked up."),
    warehouse: text(
      "REPORTING",
      "Warehouse that runs the queries; the user's default when absent.",
    ),
    role: text("HEADWATER_READER", "Role to work with; the user's default when absent."),
    timezone: text(
      "Europe/Berlin",
      "Time zone of the session; that of `defaults.time_zone` when absent, else the account's own.",
    ),
    access_url: z
      .optional(
        z
          .url({
            protocol: /^https?$/,
            error: "it is no address that begins with https://.",
            abort: true,
          })
          .check(
            z.refine((url) => url.startsWith("https:") || isThisMachine(url), {
              error: "only an address of this machine may begin with http://.",
            }),
          ),
      )
      .register(FIELD_MARKS, {
        example: "https://myaccount.privatelink.snowflakecomputing.com",
        description: "Address of the account, where it is not `<account>.snowflakecomputing.com`.",
      }),
    after_connect: text(
      "ALTER SESSION SET WEEK_START = 1",
      "A statement that runs once after each login, such as `ALTER SESSION SET WEEK_START = 1`.",
    ),
    pool: poolSize(),
    connection_pool_size: poolSize().register(FIELD_MARKS, {
      example: "8",
      description: "Another name for `pool`.",
    }),
    timeout: withDefault(wholeNumber(1, 86_400), 300).register(FIELD_MARKS, {
      example: "60",
      description: "Seconds after which the service stops a statement.",
    }),
    progress_timeout: progressTimeout(),
    connect_timeout: withDefault(wholeNumber(1, 600), 10).register(FIELD_MARKS, {
      example: "10",
      description: "Seconds to wait for the login.",
    }),
  });

const config = lazily(() =>
  fields().check(
    z.superRefine((config, context) => {
      for (const { path, message } of loginFaults(config)) {
        context.addIssue({ code: "custom", path, message, input: config });
      }
    }),
  ),
);

type Fields = z.output<ReturnType<typeof fields>>;

/** What a way to log in cannot do without: any of these fields. */
const NEEDED: Readonly<Record<Authenticator, readonly (keyof Fields)[]>> = {
  key_pair: ["private_key_path", "private_key"],
  token: ["token", "token_path"],
  oauth: ["token", "token_path"],
  password: ["password"],
  browser: ["username"],
};

export type SnowflakeConfig = Fields;

export const snowflake: DeclaredSourceType<SnowflakeConfig> = {
  type: "snowflake",
  description:
    "A Snowflake account, with its own driver, which is installed beside Headwater: `npm install snowflake-sdk@3`.",
  dialect: "snowflake",
  get config() {
    return config();
  },
  driver: "snowflake-sdk",
  ownLogin: ({ authenticator }) =>
    authenticator === "browser" ? "your single sign-on in the browser" : undefined,
  isolation: "thread",
  file: false,
  pool: DEFAULT_POOL,
  server: ["account", "username", "role", "access_url"],
};

/** What is missing for the login, or said twice; a message continues `` `field`: ``. */
function loginFaults(config: Fields): { path: string[]; message: string }[] {
  const way = authenticatorOf(config);
  const needed = NEEDED[way];
  const faults: { path: string[]; message: string }[] = [];
  const names = needed.map((name) => `\`${name}\``).join(" or ");
  if (needed.every((name) => config[name] === undefined)) {
    const message =
      config.authenticator === undefined
        ? "it has no `private_key_path`, `private_key`, `token` or `password` to log in with."
        : `\`authenticator: ${way}\` needs ${names}.`;
    faults.push({ path: [], message });
  }
  if (config.username === undefined && (way === "key_pair" || way === "password")) {
    faults.push({ path: [], message: `a login with ${WAYS[way]} needs \`username\`.` });
  }
  for (const [one, other] of [
    ["private_key", "private_key_path"],
    ["token", "token_path"],
  ] as const) {
    if (config[one] !== undefined && config[other] !== undefined) {
      faults.push({ path: [one], message: `\`${other}\` is there as well; keep one of them.` });
    }
  }
  return faults;
}

const WAYS = { key_pair: "a key pair", password: "a password" };

function isThisMachine(url: string): boolean {
  const { hostname } = new URL(url);
  return ["localhost", "[::1]"].includes(hostname) || hostname.startsWith("127.");
}
