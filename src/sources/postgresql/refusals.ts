import type { PostgresqlConfig } from "./config.js";
import type { LoginRefusal, Refusal, Refusals, StatementRefusal } from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";

/** Our own: the server asks for a way to log in that is not spoken here. */
export const METHOD_UNKNOWN = "method";

const LOGIN: Readonly<Record<string, LoginRefusal>> = {
  "28000": "login-forbidden",
  "28P01": "login-failed",
  [METHOD_UNKNOWN]: "method-unknown",
  "3D000": "database-unknown",
  "42501": "database-forbidden",
  "55000": "database-forbidden",
  "53300": "server-full",
  "57P01": "server-restarting",
  "57P03": "server-restarting",
};

const STATEMENT: Readonly<Record<string, StatementRefusal>> = {
  // Undefined table, column, function, object; unknown schema.
  "42P01": "name-unknown",
  "42703": "name-unknown",
  "42883": "name-unknown",
  "42704": "name-unknown",
  "3F000": "name-unknown",
  "42501": "not-permitted",
  "25006": "would-write",
  "57P01": "session-ended",
  "57P02": "session-ended",
  "57P03": "session-ended",
};

/** What the server, or a pooler before it, says of `options` that it does not take. */
const OPTIONS =
  /command-line argument|configuration parameter|startup parameter|value for parameter|to set parameter/;

/** The fields of a source by which more can be said than by SQLSTATEs. */
type LoginFields = Pick<PostgresqlConfig, "options" | "passfile" | "service">;

/** What SQLSTATEs mean. */
export const refusals = (fields: LoginFields): Refusals => ({
  ofLogin: ({ code, message }) =>
    fields.options !== undefined && OPTIONS.test(message) ? "options-refused" : LOGIN[code],
  nextStep: (refusal, target) => nextStep(refusal, target, fields),
  ofStatement({ code, message }) {
    // The same code stands for a cancel by somebody else.
    if (code === "57014" && /statement timeout/.test(message)) return "timed-out";
    return STATEMENT[code];
  },
  /** The server counts characters from 1, not the halves of a surrogate pair. */
  placeOf({ position }, sql) {
    if (position === undefined) return undefined;
    return Array.from(sql)
      .slice(0, position - 1)
      .join("").length;
  },
});

/** By the server's words, which are in English before a session has its own language. */
const NEXT_STEPS: readonly (readonly [RegExp, string])[] = [
  [
    /pg_hba\.conf/,
    "The rules of the server (`pg_hba.conf`) admit no such login to this database from this address; its administrator adds one.",
  ],
  [
    /not permitted to log in/,
    "The role is a group: log in as a member of it, or have it changed with `ALTER ROLE … LOGIN`.",
  ],
  [
    /(?:Peer|Ident) authentication failed/,
    "The server compares the login with the user of the operating system: set `username` to that one, or `host: 127.0.0.1` to log in with a password.",
  ],
  [
    /permission denied for database/,
    "Its owner lets the login in with `GRANT CONNECT ON DATABASE … TO …`.",
  ],
  [
    /not (?:currently )?accepting connections/,
    "Its administrator has closed it: `ALTER DATABASE … ALLOW_CONNECTIONS true` opens it.",
  ],
  [
    /too many connections for (?:role|database)/,
    "Others hold them. Its administrator raises the limit with `ALTER ROLE` or `ALTER DATABASE … CONNECTION LIMIT`; a smaller `pool` asks for fewer.",
  ],
  [
    /too many (?:clients|connections)|remaining connection slots/,
    "Others hold them all. Try again, lower `pool`, or have `max_connections` raised; a pooler such as PgBouncer helps.",
  ],
  [
    /starting up|shutting down|recovery mode|not yet accepting/,
    "Wait until the server has started, and try again.",
  ],
];

function nextStep(
  { code, message }: Refusal,
  { config, database, user }: ServerTarget,
  { passfile, service }: LoginFields,
): string | undefined {
  if (code === "28P01" && !config.password) {
    if (passfile !== undefined) {
      const line = `${config.host}:${config.port}:${database}:${user}:…`;
      return `\`${passfile}\` (\`passfile\`) has no line for it, such as \`${line}\`; lines for every host (\`*\`) do not count.`;
    }
    if (service !== undefined) {
      return `The service \`${service}\` has no password for it; a source with a \`host\` of its own gets no login of a service. Leave \`host\` out, or set \`username\` and \`password\`.`;
    }
    return "Set `password`, best from a variable: `password: ${env.DB_PASSWORD}`.";
  }
  const step = NEXT_STEPS.find(([pattern]) => pattern.test(message))?.[1];
  const open = code === "28000" && /no encryption|SSL off/.test(message);
  return open ? `${step} Often they admit encrypted connections only: \`sslmode: require\`.` : step;
}
