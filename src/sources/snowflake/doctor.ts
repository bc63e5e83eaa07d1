/** The connection doctor: settings → name → TCP → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { connect as connectSocket, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { CheckStage } from "../contract.js";
import { connectFailure, loginTooSlow, queryFailure } from "../server/failure.js";
import { ConnectionLost } from "../server/refusal.js";
import type { ServerProtocol } from "../server/server-type.js";
import { addressOf, type Address } from "./address.js";
import { authenticatorOf } from "./authenticator.js";
import type { SnowflakeConfig } from "./config.js";
import { command, table, type Statements } from "./execute.js";
import { reachFailure } from "./failure.js";
import { placeOf, rightsOf, type Place } from "./role.js";
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
    return rightsOf(session, statements, place);
  };
  const checked = await attempt("privileges", privileges, refused);
  yield checked;
  if (!checked.ok) return;
  yield await attempt("query", () => factsOf(session, checkup, place), refused);
}

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

/** Milliseconds for the question whether anybody is there. */
const THERE = 1000;

/** Whether somebody takes connections; not asked behind a proxy, which takes them all. */
export async function takesConnections(address: Address): Promise<boolean> {
  if (address.encrypted && proxyFor(address.host) !== undefined) return false;
  return reach(address, THERE).then(
    () => true,
    () => false,
  );
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
    `${tables} ${tables === 1 ? "table or view" : "tables and views"} to read`,
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
