/** The connection doctor: settings → name → TCP → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { connect as connectSocket } from "node:net";
import { TLSSocket } from "node:tls";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { CheckStage, SourceContext } from "../contract.js";
import type { SourceError } from "../../rows/stream.js";
import { effectiveSslMode, isUnverified } from "../server/tls.js";
import { beginFailure } from "./begin-failure.js";
import type { MysqlConfig } from "./config.js";
import { connect } from "./connect.js";
import {
  addressOf,
  connectFailure,
  isTlsFailure,
  queryFailure,
  type FailureOrigin,
} from "./failure.js";
import { writingPrivilege } from "./privileges.js";
import type { Session } from "./session.js";
import { command } from "./statement.js";
import { begin, rollback } from "./transaction.js";

/** Stops after the first stage that fails. Each stage takes no longer than the connect timeout. */
export async function* checkStages(
  config: MysqlConfig,
  context: SourceContext,
  origin: FailureOrigin,
): AsyncGenerator<CheckStage, void, undefined> {
  yield {
    stage: "settings",
    ok: true,
    detail: `${addressOf(config)}, database \`${origin.database}\`, user \`${origin.user}\``,
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
  config: MysqlConfig,
  context: SourceContext,
  origin: FailureOrigin,
): AsyncGenerator<CheckStage, void, undefined> {
  try {
    await begin(session, config, context);
  } catch (error) {
    const failure = beginFailure(error, origin, "", context.timeZone);
    yield { stage: "privileges", ok: false, diagnostic: diagnosticOf(failure) };
    return;
  }
  yield await attempt("privileges", origin, async () => {
    const rows = await command(session, "SHOW GRANTS");
    return privilegesStage(
      rows.map(([grant]) => grant ?? ""),
      origin,
    );
  });
  yield await attempt("query", origin, async () => {
    const [[zone, system, encoding, mode] = []] = await command(session, FACTS);
    const { mariadb, version } = session.server;
    const name = mariadb ? "MariaDB" : "MySQL";
    return {
      detail: `${name} ${version}, time zone ${zone} (the server's own: ${system}), encoding ${encoding}, sql_mode ${mode === "" ? "empty" : mode}`,
    };
  });
  await rollback(session);
}

const FACTS = `SELECT @@session.time_zone,
  CASE @@global.time_zone WHEN 'SYSTEM' THEN @@system_time_zone ELSE @@global.time_zone END,
  @@character_set_database, @@session.sql_mode`;

type Found = Pick<CheckStage, "detail" | "diagnostic">;

function privilegesStage(grants: readonly string[], { source, user }: FailureOrigin): Found {
  const how = writingPrivilege(grants);
  if (how === undefined) return { detail: "read only" };
  return { diagnostic: createDiagnostic("source-login-can-write", { source, user, how }) };
}

function tlsStage(session: Session, config: MysqlConfig, { source }: FailureOrigin): CheckStage {
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

/** A server counts connections that break off, but blocks nobody for a few of them. */
function reach(config: MysqlConfig): Promise<Found> {
  const { host, port } = config;
  return new Promise((resolve, reject) => {
    const socket = host.startsWith("/") ? connectSocket(host) : connectSocket(port, host);
    socket.setTimeout(config.connect_timeout * 1000, () =>
      socket.destroy(Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" })),
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
