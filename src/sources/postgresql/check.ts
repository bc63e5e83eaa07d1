/** The connection doctor: settings → name → TCP → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { connect as connectSocket } from "node:net";
import { TLSSocket } from "node:tls";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { CheckStage, SourceContext } from "../contract.js";
import type { SourceError } from "../../rows/stream.js";
import type { PostgresqlConfig } from "./config.js";
import { connect } from "./connect.js";
import {
  addressOf,
  connectFailure,
  isTlsFailure,
  queryFailure,
  setupFailure,
  type FailureOrigin,
} from "./failure.js";
import type { Session } from "./session.js";
import { effectiveSslMode, isUnverified } from "../server/tls.js";
import { begin, command, rollback, SetupRefused } from "./transaction.js";

/** Stops after the first stage that fails. Each stage takes no longer than the connect timeout. */
export async function* checkStages(
  config: PostgresqlConfig,
  context: SourceContext,
  origin: FailureOrigin,
): AsyncGenerator<CheckStage, void, undefined> {
  yield {
    stage: "settings",
    ok: true,
    detail: `${addressOf(config)}, database \`${config.database}\`, user \`${origin.user}\``,
  };
  if (!config.host.startsWith("/")) {
    const resolved = await attempt("resolve", origin, () => resolve(config.host));
    yield resolved;
    if (!resolved.ok) return;
  }
  const reached = await attempt("connect", origin, () => reach(config));
  yield reached;
  if (!reached.ok) return;
  let session: Session;
  try {
    session = await connect(config, context);
  } catch (error) {
    if (!isTlsFailure(error)) yield { stage: "tls", ok: true };
    const { diagnostic } = connectFailure(error, origin);
    yield { stage: isTlsFailure(error) ? "tls" : "login", ok: false, diagnostic };
    return;
  }
  try {
    yield tlsStage(session, config, origin);
    yield { stage: "login", ok: true, detail: `as \`${origin.user}\`` };
    yield* stagesOf(session, config, context, origin);
  } finally {
    session.end();
  }
}

async function* stagesOf(
  session: Session,
  config: PostgresqlConfig,
  context: SourceContext,
  origin: FailureOrigin,
): AsyncGenerator<CheckStage, void, undefined> {
  try {
    await begin(session, config, context);
  } catch (error) {
    const failure =
      error instanceof SetupRefused
        ? setupFailure(error, origin, config.after_connect ?? "")
        : queryFailure(error, origin, "");
    yield { stage: "privileges", ok: false, diagnostic: diagnosticOf(failure) };
    return;
  }
  yield await attempt("privileges", origin, async () => {
    const [row = []] = await command(session, PRIVILEGES);
    return privilegesStage(row, origin);
  });
  yield await attempt("query", origin, async () => {
    const [[version, zone, encoding] = []] = await command(session, FACTS);
    return { detail: `PostgreSQL ${version}, time zone ${zone}, encoding ${encoding}` };
  });
  await rollback(session);
}

const FACTS = `SELECT current_setting('server_version'), current_setting('TimeZone'),
  current_setting('server_encoding')`;

const PRIVILEGES = `SELECT r.rolsuper,
  EXISTS (SELECT FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
      AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
      AND pg_catalog.has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
  FROM pg_catalog.pg_roles r WHERE r.rolname = current_user`;

type Found = Pick<CheckStage, "detail" | "diagnostic">;

function privilegesStage(row: readonly (string | null)[], { source, user }: FailureOrigin): Found {
  const [superuser, writes] = row;
  const how =
    superuser === "t"
      ? "is a superuser, who may read files and run programs on the server"
      : writes === "t"
        ? "may change tables"
        : undefined;
  if (how === undefined) return { detail: "read only" };
  return { diagnostic: createDiagnostic("source-login-can-write", { source, user, how }) };
}

function tlsStage(
  session: Session,
  config: PostgresqlConfig,
  { source }: FailureOrigin,
): CheckStage {
  const { socket } = session;
  const protocol = socket instanceof TLSSocket ? socket.getProtocol() : undefined;
  const mode = effectiveSslMode(config);
  return {
    stage: "tls",
    ok: true,
    detail: `${protocol ?? "not encrypted"} (sslmode ${mode})`,
    ...(isUnverified(config) && {
      diagnostic: createDiagnostic("source-tls-unverified", { source, mode }),
    }),
  };
}

async function resolve(host: string): Promise<Found> {
  const addresses = await lookup(host, { all: true });
  return { detail: addresses.map(({ address }) => address).join(", ") };
}

function reach(config: PostgresqlConfig): Promise<Found> {
  const { host, port } = config;
  return new Promise((resolve, reject) => {
    const socket = host.startsWith("/")
      ? connectSocket(`${host}/.s.PGSQL.${port}`)
      : connectSocket(port, host);
    socket.setTimeout(config.connect_timeout * 1000, () =>
      socket.destroy(new Error("timeout expired")),
    );
    socket.on("error", reject);
    socket.on("connect", () => {
      socket.destroy();
      resolve({ detail: addressOf(config) });
    });
  });
}

async function attempt(
  stage: CheckStage["stage"],
  origin: FailureOrigin,
  work: () => Promise<Found>,
): Promise<CheckStage> {
  try {
    return { stage, ok: true, ...(await work()) };
  } catch (error) {
    const failure =
      stage === "resolve" || stage === "connect"
        ? connectFailure(error, origin)
        : queryFailure(error, origin, "");
    return { stage, ok: false, diagnostic: diagnosticOf(failure) };
  }
}

/** All failures of a doctor's stage are SourceErrors: no rows are decoded there. */
function diagnosticOf(failure: Error): SourceError["diagnostic"] {
  return (failure as SourceError).diagnostic;
}
