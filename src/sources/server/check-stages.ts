/** The connection doctor: settings → name → TCP → TLS → login → privileges → query. */
import { lookup } from "node:dns/promises";
import { TLSSocket } from "node:tls";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { CheckStage } from "../contract.js";
import type { SourceError } from "../../rows/stream.js";
import { ask } from "./ask.js";
import { readingOf } from "./check-reading.js";
import { connect } from "./connect.js";
import { connectFailure, isTlsFailure, loginTooSlow, queryFailure } from "./failure.js";
import { SaysNothing } from "./login-timeout.js";
import { meet } from "./meet.js";
import { RefusedByServer } from "./refusal.js";
import type { ServerSession } from "./server-session.js";
import type { ServerTarget } from "./server-target.js";
import type { ServerType } from "./server-type.js";
import { effectiveSslMode, isUnverified } from "./ssl-modes.js";
import { readAuthority } from "./tls.js";

/** Milliseconds that a login gets at least, whatever its address and greeting have taken. */
const LEAST_FOR_LOGIN = 300;

/**
 * Stops after the first stage that fails. All stages up to the login together take no longer than
 * the connect timeout.
 */
export async function* checkStages<Session extends ServerSession>(
  type: ServerType<Session>,
  signal?: AbortSignal,
): AsyncGenerator<CheckStage, void, undefined> {
  const { target, hello } = type;
  const { address, database, user, config } = target;
  const deadline = performance.now() + config.connect_timeout * 1000;
  const rest = () => Math.ceil(Math.max(LEAST_FOR_LOGIN, deadline - performance.now()));
  const unreachable = (error: unknown) => connectFailure(error, type);
  const detail = `${address}, database \`${database}\`, user \`${user}\``;
  const settings = async () => {
    await readAuthority(config);
    return { detail };
  };
  const complete = await attempt("settings", settings, unreachable);
  yield complete;
  if (!complete.ok) return;
  if (target.socketPath === undefined) {
    const resolved = await attempt("resolve", () => resolve(target, rest()), unreachable);
    yield resolved;
    if (!resolved.ok) return;
  }
  const reach = async () => {
    await (type.reach?.(rest(), signal) ?? meet(target, hello, rest(), signal));
    return { detail: address };
  };
  const reached = await attempt("connect", reach, unreachable);
  yield reached;
  if (!reached.ok) return;
  const patience = AbortSignal.timeout(rest());
  let session: Session;
  try {
    session = await connect(type, signal ? AbortSignal.any([patience, signal]) : patience);
  } catch (error) {
    if (isTlsFailure(error)) {
      yield { stage: "tls", ok: false, diagnostic: connectFailure(error, type).diagnostic };
      return;
    }
    yield { stage: "tls", ok: true, detail: `sslmode ${effectiveSslMode(config)}` };
    // It has answered before; of two clocks that end at once either may be the first.
    const isSlow = patience.aborted || error instanceof SaysNothing;
    const failure = isSlow ? loginTooSlow(target) : connectFailure(error, type);
    yield { stage: "login", ok: false, diagnostic: failure.diagnostic };
    return;
  }
  try {
    yield tlsStage(session, target);
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
  const { source, user } = target;
  const refused = (error: unknown) => queryFailure(error, type, "");
  const login = async () => {
    const account = await doctor.otherAccount?.(session).catch(unlessRefused);
    const detail = `as \`${user}\``;
    if (account === undefined) return { detail };
    const values = { source, user, account };
    return { detail, diagnostic: createDiagnostic("source-login-anonymous", values) };
  };
  const loggedIn = await attempt("login", login, refused);
  yield loggedIn;
  if (!loggedIn.ok) return;
  try {
    await type.begin(session);
  } catch (error) {
    yield { stage: "privileges", ok: false, diagnostic: diagnosticOf(refused(error)) };
    return;
  }
  const privileges = async () => {
    const power = await ask(type, session, (asked) => doctor.power(asked));
    const powerful = "answer" in power && powerfulLogin(power.answer, target, doctor.reader);
    if (powerful) return { diagnostic: powerful };
    const how = await ask(type, session, (asked) => doctor.writing(asked));
    return "answer" in how ? privilegesOf(how.answer, target) : { detail: UNTOLD };
  };
  yield await attempt("privileges", privileges, refused);
  const query = async () => {
    const facts = await ask(type, session, (asked) => doctor.facts(asked));
    const reading = await ask(type, session, (asked) => doctor.reading(asked));
    // A server that answers neither answers this, or no query at all.
    if ("refusal" in facts && "refusal" in reading) await type.command(session, "SELECT 1");
    const { words, diagnostic = type.notice?.() } =
      "answer" in reading
        ? readingOf(reading.answer, target)
        : { words: "its tables are not told" };
    const detail = ["answer" in facts ? facts.answer : "", words].filter((part) => part !== "");
    return { detail: detail.join("; "), ...(diagnostic && { diagnostic }) };
  };
  const asked = await attempt("query", query, refused);
  yield { ...asked, ok: asked.ok && asked.diagnostic?.severity !== "error" };
  // The session ends behind it anyway.
  await type.rollback(session).catch(() => undefined);
}

/** What stands for an answer that the server does not give. */
const UNTOLD = "the server does not tell what the login may do";

function unlessRefused(error: unknown): undefined {
  if (!(error instanceof RefusedByServer)) throw error;
}

type Outcome = Pick<CheckStage, "detail" | "diagnostic">;

/** The warning of a login that goes round a read-only transaction; undefined for any other. */
export function powerfulLogin(
  how: string | undefined,
  { source, user, database }: ServerTarget,
  reader: (database: string) => string,
): Diagnostic | undefined {
  if (how === undefined) return undefined;
  return createDiagnostic("source-login-powerful", { source, user, how, reader: reader(database) });
}

function privilegesOf(how: string | undefined, { source, user }: ServerTarget): Outcome {
  if (how === undefined) return { detail: "read only" };
  return { diagnostic: createDiagnostic("source-login-can-write", { source, user, how }) };
}

function tlsStage(session: ServerSession, { source, config }: ServerTarget): CheckStage {
  const { socket } = session;
  const protocol = socket instanceof TLSSocket ? socket.getProtocol() : session.encryption;
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

/** A name service that does not answer may take longer than anybody waits. */
async function resolve({ config }: ServerTarget, milliseconds: number): Promise<Outcome> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = Object.assign(new Error("the name service does not answer"), {
      code: "EAI_AGAIN",
    });
    timer = setTimeout(() => reject(error), milliseconds);
  });
  try {
    const addresses = await Promise.race([lookup(config.host, { all: true }), late]);
    return { detail: addresses.map(({ address }) => address).join(", ") };
  } finally {
    clearTimeout(timer);
  }
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
