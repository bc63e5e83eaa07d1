/** Errors of drivers and servers, as the user should see them. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";
import { asError, codeOf, isTlsCode, sentence, UNREACHABLE } from "../network-failure.js";
import { caret } from "./caret.js";
import {
  ProtocolSurprise,
  RefusedByServer,
  SetupRefused,
  TlsFailed,
  type Refusal,
  type Refusals,
  type StatementRefusal,
} from "./refusal.js";
import type { ServerTarget } from "./server-target.js";

/** Whose failure it is, and what the server's codes mean. */
export interface FailureOrigin {
  readonly target: ServerTarget;
  readonly refusals: Refusals;
}

/** Failures to connect that may be over soon: the server starts, is full or cannot be reached. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  "source-unreachable",
  "source-connect-timeout",
  "source-refused",
]);

const CODES = {
  "timed-out": "query-timed-out",
  "session-ended": "source-connection-lost",
  "name-unknown": "query-name-unknown",
  "not-permitted": "query-not-permitted",
  "would-write": "query-would-write",
} as const satisfies Record<StatementRefusal, string>;

/** Why no session could be had. */
export function connectFailure(error: unknown, origin: FailureOrigin): SourceError {
  if (error instanceof SourceError) return error;
  if (error instanceof ProtocolSurprise) return surprised(error, origin);
  const diagnostic =
    error instanceof RefusedByServer
      ? refusedLogin(error.refusal, origin)
      : unreachable(asError(error), origin.target);
  return new SourceError(diagnostic, UNAVAILABLE.has(diagnostic.code) ? "connect" : undefined);
}

/**
 * Why a statement failed, or the transaction before it; `sql` is the user's own text, into which a
 * place of the server's points. What cannot be a refusal is the loss of the connection.
 */
export function queryFailure(error: unknown, origin: FailureOrigin, sql: string): Error {
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  if (error instanceof SetupRefused) return setupFailure(error, origin);
  const { source, config } = origin.target;
  if (error instanceof ProtocolSurprise) return surprised(error, origin);
  if (!(error instanceof RefusedByServer)) {
    const reason = sentence(asError(error).message);
    return new SourceError(createDiagnostic("source-connection-lost", { source, reason }), "read");
  }
  const { refusal } = error;
  const meaning = origin.refusals.ofStatement(refusal);
  if (meaning === "timed-out") {
    const seconds = config.timeout;
    return new SourceError(createDiagnostic(CODES[meaning], { source, seconds }));
  }
  const code = meaning === undefined ? "query-failed" : CODES[meaning];
  const values = { source, reason: sentence(refusal.message) };
  const diagnostic = createDiagnostic(code, values, wordsOf(refusal, origin, sql));
  return new SourceError(diagnostic, meaning === "session-ended" ? "read" : undefined);
}

/** What came is of no known meaning, and may be so again: nothing of it is used or repeated. */
function surprised({ message }: ProtocolSurprise, { target }: FailureOrigin): SourceError {
  const { source } = target;
  return new SourceError(createDiagnostic("source-protocol-broken", { source, reason: message }));
}

/** True for failures of the TLS handshake: certificates, names in them, protocol versions. */
export function isTlsFailure(error: unknown): boolean {
  return error instanceof TlsFailed || isTlsCode(codeOf(error));
}

/** A statement that yields no rows: it was not run, or was one that only reports. */
export function withoutRows(source: string): SourceError {
  return new SourceError(createDiagnostic("statement-without-rows", { source }));
}

function setupFailure(error: SetupRefused, origin: FailureOrigin): Error {
  const { cause } = error;
  const { source, config } = origin.target;
  const { after_connect: sql = "" } = config;
  const refusal = cause instanceof RefusedByServer ? cause.refusal : undefined;
  const ended = refusal && origin.refusals.ofStatement(refusal) === "session-ended";
  if (cause !== undefined && (!refusal || ended)) return queryFailure(cause, origin, sql);
  const values = { source, reason: sentence(refusal?.message ?? error.message) };
  const words = refusal && wordsOf(refusal, origin, sql);
  return new SourceError(createDiagnostic("source-setup-failed", values, words));
}

function refusedLogin(refusal: Refusal, { target, refusals }: FailureOrigin) {
  const { source, user, database, address } = target;
  const reason = sentence(refusal.message);
  switch (refusals.ofLogin(refusal)) {
    case "login-failed":
      return createDiagnostic("source-login-failed", { source, user, reason });
    case "database-unknown":
      return createDiagnostic("source-database-unknown", { source, database });
    default: {
      const { detail, hint } = refusal;
      return createDiagnostic("source-refused", { source, address, reason }, { detail, hint });
    }
  }
}

function unreachable(error: Error, { source, config, address }: ServerTarget) {
  const code = codeOf(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return createDiagnostic("source-host-unknown", { source, host: config.host });
  }
  if (code === "ETIMEDOUT") {
    const seconds = config.connect_timeout;
    return createDiagnostic("source-connect-timeout", { source, address, seconds });
  }
  if (isTlsFailure(error)) {
    const reason = sentence(error.message);
    return createDiagnostic("source-tls-failed", { source, address, reason });
  }
  const reason = UNREACHABLE[code] ?? error.message;
  return createDiagnostic("source-unreachable", { source, address, reason });
}

/** The server's further words, and the line of the SQL with a caret below the place. */
function wordsOf(refusal: Refusal, { refusals }: FailureOrigin, sql: string) {
  const place = refusals.placeOf(refusal, sql);
  const parts = [refusal.detail, place === undefined ? undefined : caret(sql, place)];
  const text = parts.filter((part) => part !== undefined).join("\n");
  return { detail: text === "" ? undefined : text, hint: refusal.hint };
}
