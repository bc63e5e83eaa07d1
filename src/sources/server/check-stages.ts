/** The connection doctor: settings → name → TCP → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { TLSSocket } from "node:tls";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { CheckStage } from "../contract.js";
import type { SourceError } from "../../rows/stream.js";
import { connect } from "./connect.js";
import { connectFailure, isTlsFailure, queryFailure } from "./failure.js";
import type { ServerSession } from "./server-session.js";
import { openSocket, type ServerTarget } from "./server-target.js";
import type { ServerType } from "./server-type.js";
import { effectiveSslMode, isUnverified } from "./tls.js";

/** Stops after the first stage that fails. Each stage takes no longer than the connect timeout. */
export async function* checkStages<Session extends ServerSession>(
  type: ServerType<Session>,
): AsyncGenerator<CheckStage, void, undefined> {
  const { target } = type;
  const { address, database, user } = target;
  yield {
    stage: "settings",
    ok: true,
    detail: `${address}, database \`${database}\`, user \`${user}\``,
  };
  const unreachable = (error: unknown) => connectFailure(error, type);
  if (target.socketPath === undefined) {
    const resolved = await attempt("resolve", () => resolve(target), unreachable);
    yield resolved;
    if (!resolved.ok) return;
  }
  const reached = await attempt("connect", () => reach(target), unreachable);
  yield reached;
  if (!reached.ok) return;
  let session: Session;
  try {
    session = await connect(type);
  } catch (error) {
    if (!isTlsFailure(error)) yield { stage: "tls", ok: true };
    const { diagnostic } = connectFailure(error, type);
    yield { stage: isTlsFailure(error) ? "tls" : "login", ok: false, diagnostic };
    return;
  }
  try {
    yield tlsStage(session, target);
    yield { stage: "login", ok: true, detail: `as \`${user}\`` };
    yield* stagesInside(session, type);
  } finally {
    session.end();
  }
}

/** The stages that need a transaction. */
async function* stagesInside<Session extends ServerSession>(
  session: Session,
  type: ServerType<Session>,
): AsyncGenerator<CheckStage, void, undefined> {
  const { doctor, target } = type;
  const refused = (error: unknown) => queryFailure(error, type, "");
  try {
    await type.begin(session);
  } catch (error) {
    yield { stage: "privileges", ok: false, diagnostic: diagnosticOf(refused(error)) };
    return;
  }
  const privileges = async () => privilegesOf(await doctor.writing(session), target);
  yield await attempt("privileges", privileges, refused);
  const facts = async () => {
    const diagnostic = type.notice?.();
    return { detail: await doctor.facts(session), ...(diagnostic && { diagnostic }) };
  };
  yield await attempt("query", facts, refused);
  await type.rollback(session);
}

type Outcome = Pick<CheckStage, "detail" | "diagnostic">;

function privilegesOf(how: string | undefined, { source, user }: ServerTarget): Outcome {
  if (how === undefined) return { detail: "read only" };
  return { diagnostic: createDiagnostic("source-login-can-write", { source, user, how }) };
}

function tlsStage({ socket }: ServerSession, { source, config }: ServerTarget): CheckStage {
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

async function resolve({ config }: ServerTarget): Promise<Outcome> {
  const addresses = await lookup(config.host, { all: true });
  return { detail: addresses.map(({ address }) => address).join(", ") };
}

/** A server counts connections that break off, but blocks nobody for a few of them. */
function reach(target: ServerTarget): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const socket = openSocket(target);
    socket.setTimeout(target.config.connect_timeout * 1000, () =>
      socket.destroy(Object.assign(new Error("timeout expired"), { code: "ETIMEDOUT" })),
    );
    socket.on("error", reject);
    socket.on("connect", () => {
      socket.destroy();
      resolve({ detail: target.address });
    });
  });
}

async function attempt(
  stage: CheckStage["stage"],
  work: () => Promise<Outcome>,
  failure: (error: unknown) => Error,
): Promise<CheckStage> {
  try {
    return { stage, ok: true, ...(await work()) };
  } catch (error) {
    return { stage, ok: false, diagnostic: diagnosticOf(failure(error)) };
  }
}

/** All failures of a doctor's stage are SourceErrors: no rows are decoded there. */
function diagnosticOf(failure: Error): SourceError["diagnostic"] {
  return (failure as SourceError).diagnostic;
}
