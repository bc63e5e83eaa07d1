/** The connection doctor: settings → name → TCP → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { connect as connectSocket, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { quoteIdentifier } from "../../sql/quote.js";
import type { CheckStage } from "../contract.js";
import { connectFailure, loginTooSlow, queryFailure } from "../server/failure.js";
import { ConnectionLost } from "../server/refusal.js";
import type { ServerProtocol, TextRow } from "../server/server-type.js";
import { addressOf, type Address } from "./address.js";
import { authenticatorOf, type SnowflakeConfig } from "./config.js";
import { command, table, type Statements } from "./execute.js";
import { reachFailure } from "./failure.js";
import { isSessionEnd } from "./refusals.js";
import { Session } from "./session.js";
import type { SharedLogin } from "./shared-login.js";

export interface Checkup {
  readonly type: ServerProtocol<Session>;
  readonly config: SnowflakeConfig;
  readonly statements: Statements;
  /** A login of the doctor's own, which remembers nothing. */
  readonly login: SharedLogin;
}

/** Milliseconds that a login gets at least, whatever the way there has taken. */
const LEAST_FOR_LOGIN = 300;

/**
 * Stops after the first stage that fails. All stages up to the login together take no longer than
 * the connect timeout.
 */
export async function* checkStages(checkup: Checkup): AsyncGenerator<CheckStage, void, undefined> {
  const { type, config, login } = checkup;
  const { source } = type.target;
  const address = addressOf(config);
  const deadline = performance.now() + config.connect_timeout * 1000;
  const rest = () => Math.ceil(Math.max(LEAST_FOR_LOGIN, deadline - performance.now()));
  const unreachable = (error: unknown) =>
    reachFailure(error, source, config) ?? connectFailure(error, type);
  yield { stage: "settings", ok: true, detail: settingsText(config, address) };
  const proxy = address.encrypted ? proxyFor(address.host) : undefined;
  if (proxy === undefined) {
    for (const [stage, work] of [
      ["resolve", () => resolve(address, rest())],
      ["connect", () => reach(address, rest())],
      ["tls", () => shakeHands(address, rest())],
    ] as const) {
      const done = await attempt(stage, work, unreachable);
      yield done;
      if (!done.ok) return;
    }
  } else {
    yield { stage: "connect", ok: true, detail: `by the proxy that ${proxy} names` };
  }
  const patience = AbortSignal.timeout(rest());
  let session: Session | undefined;
  const logIn = async () => {
    session = new Session(await login.get(patience));
    return {
      detail: `as \`${config.username ?? "the token's user"}\`, ${authenticatorOf(config)}`,
    };
  };
  const loggedIn = await attempt("login", logIn, (error) =>
    patience.aborted ? loginTooSlow(type.target) : unreachable(error),
  );
  yield loggedIn;
  if (!loggedIn.ok || !session) return;
  yield* stagesInside(session, checkup);
}

/** The stages that need a session. */
async function* stagesInside(
  session: Session,
  checkup: Checkup,
): AsyncGenerator<CheckStage, void, undefined> {
  const { type, statements, config } = checkup;
  const refused = (error: unknown) => queryFailure(error, type, "");
  let place: Place | undefined;
  const privileges = async (): Promise<Outcome> => {
    place = await placeOf(session, statements);
    const unknown = unknownSetting(place, config);
    if (unknown !== undefined) {
      throw new SourceError(
        createDiagnostic("source-setting-unknown", { source: statements.source, ...unknown }),
      );
    }
    const { role, secondary } = place;
    const grants = await grantsOf(session, statements, place);
    const roles = `role \`${role ?? "none"}\`${secondary ? ", and all others of the user (secondary roles)" : ""}`;
    if (grants === undefined) return { detail: `${roles}; its grants cannot be seen` };
    const how = writingOf(grants, place);
    if (how === undefined) return { detail: `${roles}, which only reads` };
    const user = config.username ?? "(of the token)";
    const words = { source: statements.source, user, how };
    return { detail: roles, diagnostic: createDiagnostic("source-login-can-write", words, HINT) };
  };
  const checked = await attempt("privileges", privileges, refused);
  yield checked;
  if (!checked.ok) return;
  yield await attempt("query", () => factsOf(session, checkup, place), refused);
}

const HINT = {
  hint: "Snowflake has no session that only reads, so the role is the only wall: docs/sources/snowflake.md has the statements for one that can only SELECT.",
};

type Outcome = Pick<CheckStage, "detail" | "diagnostic">;

function settingsText(config: SnowflakeConfig, { url }: Address): string {
  const parts = [
    url,
    `database \`${config.database}\``,
    ...(config.db_schema === undefined ? [] : [`schema \`${config.db_schema}\``]),
    ...(config.warehouse === undefined ? [] : [`warehouse \`${config.warehouse}\``]),
    ...(config.role === undefined ? [] : [`role \`${config.role}\``]),
    ...(config.username === undefined ? [] : [`user \`${config.username}\``]),
  ];
  return parts.join(", ");
}

/** The variable that names a proxy for a host; the driver heeds the same ones. */
function proxyFor(host: string): string | undefined {
  const { env } = process;
  const bypassed = (env["no_proxy"] ?? env["NO_PROXY"] ?? "")
    .split(/[,|\s]+/)
    .some((end) => end !== "" && (end === "*" || host.endsWith(end.replace(/^\*/, ""))));
  if (bypassed) return undefined;
  return ["https_proxy", "HTTPS_PROXY"].find((name) => (env[name] ?? "") !== "");
}

/** A name service that does not answer may take longer than anybody waits. */
async function resolve({ host }: Address, milliseconds: number): Promise<Outcome> {
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error("no answer"), { code: "EAI_AGAIN" });
    AbortSignal.timeout(milliseconds).addEventListener("abort", () => reject(error));
  });
  const addresses = await Promise.race([lookup(host, { all: true }), late]);
  return { detail: addresses.map(({ address }) => address).join(", ") };
}

function reach({ host, port }: Address, milliseconds: number): Promise<Outcome> {
  const socket = connectSocket(port, host);
  return opened(socket, "connect", milliseconds, () => ({ detail: `${host}:${port}` }));
}

async function shakeHands(
  { host, port, encrypted }: Address,
  milliseconds: number,
): Promise<Outcome> {
  if (!encrypted) return { detail: "not encrypted, on this machine" };
  const socket = connectTls({ host, port, servername: host });
  return opened(socket, "secureConnect", milliseconds, () => ({
    detail: socket.getProtocol() ?? "encrypted",
  }));
}

function opened(
  socket: Socket,
  event: string,
  milliseconds: number,
  outcome: () => Outcome,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(milliseconds, () =>
      socket.destroy(Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" })),
    );
    socket.on("error", reject);
    socket.on("close", () => reject(new ConnectionLost("the server closed the connection")));
    socket.on(event, () => {
      resolve(outcome());
      socket.destroy();
    });
  });
}

/** Where a session works, in the service's own spelling; null where nothing is set. */
interface Place {
  readonly role: string | null;
  readonly warehouse: string | null;
  readonly database: string | null;
  readonly schema: string | null;
  /** Whether all roles of the user count beside the current one. */
  readonly secondary: boolean;
}

const PLACE =
  "select current_role(), current_warehouse(), current_database(), current_schema(), current_secondary_roles()";

async function placeOf(session: Session, statements: Statements): Promise<Place> {
  const [row = []] = await command(session, PLACE, statements);
  const [role = null, warehouse = null, database = null, schema = null, others = null] = row;
  const secondary = /"value"\s*:\s*"ALL"/i.test(others ?? "");
  return { role, warehouse, database, schema, secondary };
}

/** What was set and did not take: the service passes over names that it does not know. */
function unknownSetting(place: Place, config: SnowflakeConfig) {
  for (const [field, found] of [
    ["warehouse", place.warehouse],
    ["database", place.database],
    ["db_schema", place.schema],
  ] as const) {
    const value = config[field];
    if (value !== undefined && found === null) return { field, value };
  }
  return undefined;
}

interface Grant {
  readonly privilege: string;
  readonly on: string;
  readonly name: string;
}

/** Roles that are looked through for what they pass on. */
const MOST_ROLES = 20;

/** What the role may do, with the roles that it inherits; undefined where nobody may see that. */
async function grantsOf(
  session: Session,
  statements: Statements,
  { role }: Place,
): Promise<Grant[] | undefined> {
  if (role === null) return [];
  const open = [role];
  const grants: Grant[] = [];
  for (let at = 0; at < Math.min(open.length, MOST_ROLES); at++) {
    const sql = `show grants to role ${quoteIdentifier(open[at] ?? "")}`;
    try {
      const { names, rows } = await table(session, sql, statements);
      const found = rows.map((row) => grantOf(names, row));
      grants.push(...found);
      const inherited = found.filter(({ privilege, on }) => privilege === "USAGE" && on === "ROLE");
      open.push(...inherited.map(({ name }) => name).filter((name) => !open.includes(name)));
    } catch (error) {
      // A login that may not look is no failure; one that has ended is.
      if (session.closed || (error instanceof Error && isLost(error))) throw error;
      if (at === 0) return undefined;
    }
  }
  return grants;
}

function isLost(error: Error): boolean {
  return (
    error instanceof ConnectionLost ||
    ("refusal" in error && isSessionEnd(error.refusal as { code: string; message: string }))
  );
}

function grantOf(names: readonly string[], row: TextRow): Grant {
  const cell = (name: string) => row[names.indexOf(name)] ?? "";
  return { privilege: cell("privilege"), on: cell("granted_on"), name: cell("name") };
}

const ADMINISTRATORS = new Set([
  "ACCOUNTADMIN",
  "SYSADMIN",
  "SECURITYADMIN",
  "ORGADMIN",
  "USERADMIN",
]);
const READING =
  /^(USAGE|SELECT|REFERENCES|MONITOR|READ|OPERATE|IMPORTED PRIVILEGES|REFERENCE_USAGE|RESOLVE ALL|DATABASE_ROLE.*)$/;

/** How the role may write, as `may INSERT into …`. */
function writingOf(grants: readonly Grant[], { role }: Place): string | undefined {
  if (role !== null && ADMINISTRATORS.has(role))
    return `works as \`${role}\`, which may do anything`;
  const writing = grants.find(({ privilege }) => !READING.test(privilege));
  if (!writing) return undefined;
  const { privilege, on, name } = writing;
  return `may do more than read: ${privilege} on ${on.toLowerCase()} \`${name}\``;
}

async function factsOf(
  session: Session,
  checkup: Checkup,
  place: Place | undefined,
): Promise<Outcome> {
  const { statements, config } = checkup;
  const [[version = ""] = []] = await command(session, "select current_version()", statements);
  const zone = config.timezone ?? statements.zone ?? (await zoneOf(session, statements));
  const tables = await readableTables(session, statements, config);
  const parts = [
    `Snowflake ${version}`,
    ...(zone === undefined ? [] : [`time zone ${zone}`]),
    `warehouse ${place?.warehouse ?? "none"}`,
    `${tables} tables and views to read`,
  ];
  const { source, user, database } = checkup.type.target;
  return {
    detail: parts.join(", "),
    ...(tables === 0 && {
      diagnostic: createDiagnostic("source-without-tables", { source, user, database }, EMPTY_HINT),
    }),
    ...(place?.warehouse === null && {
      diagnostic: createDiagnostic("source-warehouse-missing", { source }),
    }),
  };
}

const EMPTY_HINT = {
  hint: "The role needs USAGE on the database and its schemas, and SELECT on their tables and views, future ones too.",
};

/** The session's own; undefined where it is not told. */
async function zoneOf(session: Session, statements: Statements): Promise<string | undefined> {
  try {
    const sql = "show parameters like 'TIMEZONE' in session";
    const { names, rows } = await table(session, sql, statements);
    return rows[0]?.[names.indexOf("value")] ?? undefined;
  } catch (error) {
    if (session.closed) throw error;
    return undefined;
  }
}

/** Tables and views that the role may see in the schema, else in the database. */
async function readableTables(
  session: Session,
  statements: Statements,
  { db_schema: schema }: SnowflakeConfig,
): Promise<number> {
  const inSchema = schema === undefined ? "" : " and table_schema = current_schema()";
  const sql = `select count(*) from information_schema.tables where table_schema <> 'INFORMATION_SCHEMA'${inSchema}`;
  const [[count] = []] = await command(session, sql, statements);
  return Number(count ?? 0);
}

async function attempt(
  stage: CheckStage["stage"],
  work: () => Promise<Outcome>,
  failure: (error: unknown) => Error,
): Promise<CheckStage> {
  try {
    return { stage, ok: true, ...(await work()) };
  } catch (error) {
    const failed = failure(error);
    if (!(failed instanceof SourceError)) throw failed;
    return { stage, ok: false, diagnostic: failed.diagnostic };
  }
}
