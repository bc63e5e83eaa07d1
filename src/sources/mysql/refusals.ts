import { lineStart } from "../server/line-start.js";
import type { LoginRefusal, Refusal, Refusals, StatementRefusal } from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import { effectiveSslMode } from "../server/ssl-modes.js";

/** Our own: the account's way to log in is not spoken here. */
export const METHOD_UNKNOWN = "method";

const LOGIN: Readonly<Record<string, LoginRefusal>> = {
  1045: "login-failed",
  1698: "login-failed",
  [METHOD_UNKNOWN]: "method-unknown",
  1044: "database-forbidden",
  // The address of this machine, as none that is admitted, or as blocked.
  1129: "login-forbidden",
  1130: "login-forbidden",
  // The account is locked, or its password has expired.
  1820: "login-forbidden",
  1862: "login-forbidden",
  3118: "login-forbidden",
  4151: "login-forbidden",
  1049: "database-unknown",
  1040: "server-full",
  1203: "server-full",
  1226: "server-full",
  1053: "server-restarting",
};

const STATEMENT: Readonly<Record<string, StatementRefusal>> = {
  1969: "timed-out",
  3024: "timed-out",
  1053: "session-ended",
  1080: "session-ended",
  1927: "session-ended",
  3169: "session-ended",
  4031: "session-ended",
  // Database, table, column, function, alias, key.
  1049: "name-unknown",
  1051: "name-unknown",
  1054: "name-unknown",
  1109: "name-unknown",
  1128: "name-unknown",
  1146: "name-unknown",
  1176: "name-unknown",
  1247: "name-unknown",
  1305: "name-unknown",
  1630: "name-unknown",
  4091: "name-unknown",
  1044: "not-permitted",
  1142: "not-permitted",
  1143: "not-permitted",
  1227: "not-permitted",
  1345: "not-permitted",
  1370: "not-permitted",
  1290: "would-write",
  1792: "would-write",
  1836: "would-write",
};

/** What the servers' numbers of errors mean. */
export const REFUSALS: Refusals = {
  ofLogin: ({ code }) => LOGIN[code],
  nextStep,
  ofStatement: ({ code }) => STATEMENT[code],
  placeOf,
};

/**
 * The servers name no position: a syntax error quotes what follows it, other errors quote the name.
 */
function placeOf({ code, message }: Refusal, sql: string): number | undefined {
  const near = /near '([\s\S]*)' at line (\d+)/.exec(message);
  if (code === "1064" && near) {
    const rest = near[1] ?? "";
    const line = lineStart(sql, Number(near[2]));
    const offset = rest === "" ? sql.trimEnd().length : sql.indexOf(rest, line);
    return offset < 0 || sql === "" ? undefined : offset;
  }
  const name = /'([^']+)'/.exec(message)?.[1];
  if (name === undefined || STATEMENT[code] !== "name-unknown") return undefined;
  // The server qualifies tables with their database, which the text may not.
  const offsets = [name, name.slice(name.lastIndexOf(".") + 1)].map((text) => onlyPlace(sql, text));
  return offsets.find((offset) => offset !== undefined);
}

/** Where a word stands, if it stands there once. */
function onlyPlace(sql: string, word: string): number | undefined {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const places = [...sql.matchAll(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "giu"))];
  return places.length === 1 ? places[0]?.index : undefined;
}

const NEXT_STEPS: Readonly<Record<string, string>> = {
  1040: "Others hold them all. Try again, lower `pool`, or have `max_connections` raised.",
  1044: "Check the name: the server answers so too where there is no such database. `GRANT SELECT ON … .* TO …` opens one to the account.",
  1053: "Wait until the server has started again.",
  1129: "Too many connections from here broke off: `FLUSH HOSTS` on the server forgets them.",
  1130: "No account is for this machine's address: the server's administrator makes one, such as `'name'@'%'`.",
  1203: "Others hold them all. Try again, or lower `pool`.",
  1226: "The account has a limit of its own: lower `pool`, or have it raised with `ALTER USER … WITH MAX_USER_CONNECTIONS`.",
  1698: "The account is for a user of the operating system: make one with a password for Headwater.",
  1820: "Give the account a new password with `ALTER USER … IDENTIFIED BY …`.",
  1862: "Give the account a new password with `ALTER USER … IDENTIFIED BY …`.",
  3118: "Its administrator opens it with `ALTER USER … ACCOUNT UNLOCK`.",
  4151: "Its administrator opens it with `ALTER USER … ACCOUNT UNLOCK`.",
};

function nextStep({ code }: Refusal, { config }: ServerTarget): string | undefined {
  if (code !== "1045") return NEXT_STEPS[code];
  if (!config.password) {
    return "Set `password`, best from a variable: `password: ${env.DB_PASSWORD}`.";
  }
  const open = effectiveSslMode(config) === "disable";
  return `Check \`username\` and \`password\`; accounts are bound to addresses too, and one without a name for this address comes first.${open ? " One that requires encryption answers the same: `sslmode: require`." : ""} The login is not tried again.`;
}
