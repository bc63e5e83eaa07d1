/** Errors of drivers and servers, as the user should see them. */
import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";
import { asError, codeOf, isTlsCode, sentence, UNREACHABLE } from "../network-failure.js";
import { caret } from "./caret.js";
import { LoginSlow, SaysNothing } from "./login-timeout.js";
import { OtherServer, type Hello } from "./meet.js";
import {
  AuthorityUnreadable,
  OpeningRefused,
  ProtocolSurprise,
  RefusedByServer,
  SetupRefused,
  TlsFailed,
  TlsMissing,
  type LoginRefusal,
  type Refusal,
  type Refusals,
  type StatementRefusal,
} from "./refusal.js";
import type { ServerTarget } from "./server-target.js";
import { effectiveSslMode } from "./ssl-modes.js";
import { tlsHint } from "./tls.js";

/** Whose failure it is, and what the server's codes mean. */
export interface FailureOrigin {
  readonly target: ServerTarget;
  readonly refusals: Refusals;
  readonly hello: Pick<Hello, "name" | "port" | "encryptedPort">;
}

/** Failures to connect that may be over soon: the server starts, is full or cannot be reached. */
const UNAVAILABLE: ReadonlySet<string> = new Set([
  "source-unreachable",
  "source-connect-timeout",
  "source-says-nothing",
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
  if (error instanceof LoginSlow) return loginTooSlow(origin.target);
  const diagnostic =
    error instanceof RefusedByServer
      ? refusedLogin(error.refusal, origin)
      : unreachable(asError(error), origin);
  return new SourceError(diagnostic, UNAVAILABLE.has(diagnostic.code) ? "connect" : undefined);
}

/**
 * Why a statement failed, or the transaction before it; `sql` is the user's own text, into which a
 * place of the server's points, empty where the statement is ours. What cannot be a refusal is the loss of the connection.
 */
export function queryFailure(error: unknown, origin: FailureOrigin, sql: string): Error {
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  if (error instanceof SetupRefused) return setupFailure(error, origin);
  if (error instanceof OpeningRefused) return openingFailure(error, origin);
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

/** The server is there, and the login took longer than `connect_timeout`. */
export function loginTooSlow({ source, address, config }: ServerTarget): SourceError {
  const values = { source, address, seconds: config.connect_timeout };
  return new SourceError(createDiagnostic("source-login-slow", values), "connect");
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

function openingFailure({ statement, cause }: OpeningRefused, origin: FailureOrigin): Error {
  const meaning = origin.refusals.ofStatement(cause.refusal);
  if (meaning === "session-ended") return queryFailure(cause, origin, "");
  const { source } = origin.target;
  const values = { source, reason: sentence(cause.refusal.message) };
  const diagnostic = createDiagnostic("source-opening-refused", { ...statement, ...values });
  return new SourceError(diagnostic);
}

const LOGIN_CODES = {
  "login-failed": "source-login-failed",
  "login-forbidden": "source-login-forbidden",
  "method-unknown": "source-login-method",
  "database-unknown": "source-database-unknown",
  "database-forbidden": "source-database-forbidden",
  "server-full": "source-refused",
  "server-restarting": "source-refused",
  "options-refused": "source-options-refused",
} as const satisfies Record<LoginRefusal, string>;

function refusedLogin(refusal: Refusal, { target, refusals }: FailureOrigin) {
  const { source, user, database, address } = target;
  const reason = sentence(refusal.message);
  const { detail, hint = refusals.nextStep(refusal, target) } = refusal;
  const meaning = refusals.ofLogin(refusal);
  const code = meaning === undefined ? "source-refused" : LOGIN_CODES[meaning];
  // Each takes what it needs.
  return createDiagnostic(code, { source, user, database, address, reason }, { detail, hint });
}

function unreachable(error: Error, { target, hello }: FailureOrigin) {
  const { source, config, address } = target;
  const seconds = config.connect_timeout;
  const { name, port } = hello;
  if (error instanceof OtherServer) {
    const { found, hungUp } = error;
    if (found === undefined && hungUp) {
      return createDiagnostic("source-hangs-up", { source, address, name });
    }
    return createDiagnostic("source-other-server", { source, address, found, name, port });
  }
  if (error instanceof SaysNothing) {
    return createDiagnostic("source-says-nothing", { source, address, seconds, name });
  }
  if (error instanceof AuthorityUnreadable) {
    const { file, reason } = error;
    return createDiagnostic("source-authority-unreadable", { source, file, reason });
  }
  const code = codeOf(error);
  if (code === "ENOTFOUND") {
    return createDiagnostic("source-host-unknown", { source, host: config.host });
  }
  if (code === "EAI_AGAIN") {
    const hint =
      "The name service does not answer: look at the network, a VPN, `/etc/resolv.conf`.";
    return createDiagnostic("source-host-unknown", { source, host: config.host }, { hint });
  }
  if (code === "ETIMEDOUT") {
    return createDiagnostic("source-connect-timeout", { source, address, seconds });
  }
  if (error instanceof TlsMissing) {
    const mode = effectiveSslMode(config);
    const values = { source, address, mode, set: config.sslmode };
    const { encryptedPort: port } = hello;
    const hint =
      port === undefined
        ? undefined
        : `Nothing is encrypted at this port: set \`port\` to the one that is, often ${port}; where the network is safe and nobody logs in, \`sslmode: disable\` goes without.`;
    return createDiagnostic("source-tls-missing", values, { hint });
  }
  if (isTlsFailure(error)) return tlsFault(error, target);
  const reason = UNREACHABLE[code] ?? error.message;
  const hint = unreachableHint(code, target, hello);
  return createDiagnostic("source-unreachable", { source, address, reason }, { hint });
}

function tlsFault(error: Error, { source, address, config }: ServerTarget) {
  const cause = error instanceof TlsFailed && error.cause !== undefined ? error.cause : error;
  const reason = certificateFault(cause) ?? sentence(asError(cause).message);
  const hint = tlsHint(codeOf(cause), config);
  return createDiagnostic("source-tls-failed", { source, address, reason }, { hint });
}

/** The certificate is of another host: Node's words name the host as an IP address or not at all. */
function certificateFault(error: unknown): string | undefined {
  if (codeOf(error) !== "ERR_TLS_CERT_ALTNAME_INVALID") return undefined;
  const { cert } = error as { cert?: { subjectaltname?: string } };
  const names = (cert?.subjectaltname ?? "").replaceAll(/\b(?:DNS|IP Address):/g, "");
  return names === "" ? undefined : `its certificate is for ${names}, not for this host.`;
}

function unreachableHint(
  code: string,
  target: ServerTarget,
  { name, port }: FailureOrigin["hello"],
) {
  const { socketPath, config } = target;
  if (socketPath !== undefined) {
    if (code === "ENOENT" || code === "ENOTDIR") {
      const others = socketsBeside(socketPath);
      if (others.length > 0) {
        const names = others.map((one) => `\`${one}\``).join(", ");
        return `Sockets of servers that run there: ${names}; check \`host\` and \`port\`.`;
      }
      return `The server makes this file while it runs. Look whether it runs, or for its socket's folder; with \`host: localhost\` the network is used.`;
    }
    if (code === "ECONNREFUSED" || code === "ENOTSOCK") {
      return "The file is left over from a server that no longer runs, or is none of its sockets.";
    }
    return undefined;
  }
  if (code === "ECONNREFUSED") {
    const own =
      config.port === port ? `; ${port} is the port of ${name} unless told otherwise` : "";
    return `No program listens there: check that the server runs, and \`host\` and \`port\`${own}. A server in a container needs its port published.`;
  }
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") {
    return "This machine has no way there: a VPN may be off, or the address is of another network.";
  }
  return undefined;
}

function socketsBeside(path: string): string[] {
  try {
    const entries = readdirSync(dirname(path), { withFileTypes: true });
    return entries.filter((entry) => entry.isSocket()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** The server's further words, and the line of the SQL with a caret below the place. */
function wordsOf(refusal: Refusal, { refusals }: FailureOrigin, sql: string) {
  const place = sql === "" ? undefined : refusals.placeOf(refusal, sql);
  const parts = [refusal.detail, place === undefined ? undefined : caret(sql, place)];
  const text = parts.filter((part) => part !== undefined).join("\n");
  return { detail: text === "" ? undefined : text, hint: refusal.hint };
}
