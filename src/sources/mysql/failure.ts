/** Errors of the driver and of the server, as the user should see them. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";
import { caret } from "../server/caret.js";
import {
  asError,
  codeOf,
  isTlsCode,
  sentence,
  UNAVAILABLE,
  UNREACHABLE,
} from "../server/errors.js";
import type { MysqlConfig } from "./config.js";
import type { ServerError } from "./packets.js";

/** The server refused a command after the login. */
export class RefusedByServer extends Error {
  override readonly name = "RefusedByServer";
  constructor(readonly refusal: ServerError) {
    super(refusal.message);
  }
}

/** Whose failure it is. */
export interface FailureOrigin {
  readonly source: string;
  readonly config: MysqlConfig;
  readonly user: string;
  readonly database: string;
}

/** What the server said, when the error comes from it; also for the errors of `mysql2` during the login. */
export function serverErrorOf(error: unknown): ServerError | undefined {
  if (error instanceof RefusedByServer) return error.refusal;
  if (!(error instanceof Error) || !("errno" in error) || !("sqlMessage" in error))
    return undefined;
  const state = "sqlState" in error ? String(error.sqlState) : "";
  return { number: Number(error.errno), state, message: String(error.sqlMessage) };
}

/** The server, or this login, has all the connections that it may have. */
export function isFull(error: unknown): boolean {
  const number = serverErrorOf(error)?.number;
  return number === 1040 || number === 1203 || number === 1226;
}

/** Why no session could be had. */
export function connectFailure(error: unknown, origin: FailureOrigin): SourceError {
  if (error instanceof SourceError) return error;
  const refusal = serverErrorOf(error);
  const diagnostic = refusal ? refusedLogin(refusal, origin) : unreachable(asError(error), origin);
  return new SourceError(diagnostic, UNAVAILABLE.has(diagnostic.code) ? "connect" : undefined);
}

/** Why a statement failed; `sql` is the user's own text, in which the place of the fault is looked for. */
export function queryFailure(error: unknown, origin: FailureOrigin, sql: string): Error {
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  const refusal = serverErrorOf(error);
  const { source } = origin;
  if (!refusal) {
    const reason = sentence(asError(error).message);
    return new SourceError(createDiagnostic("source-connection-lost", { source, reason }), "read");
  }
  const values = { source, reason: sentence(refusal.message) };
  if (TIMED_OUT.has(refusal.number)) {
    const seconds = origin.config.timeout;
    return new SourceError(createDiagnostic("query-timed-out", { source, seconds }));
  }
  if (ENDED.has(refusal.number)) {
    return new SourceError(createDiagnostic("source-connection-lost", values), "read");
  }
  const code = QUERY_CODES[refusal.number] ?? "query-failed";
  return new SourceError(createDiagnostic(code, values, { detail: placeOf(refusal, sql) }));
}

/** `after_connect`, or what makes sessions equal, failed; the cause of the error is the server's refusal, if there was one. */
export function setupFailure(error: Error, origin: FailureOrigin): Error {
  const refusal = serverErrorOf(error.cause);
  if (!refusal || ENDED.has(refusal.number)) return queryFailure(error.cause, origin, "");
  const { after_connect: sql = "" } = origin.config;
  const values = { source: origin.source, reason: sentence(refusal.message) };
  const context = { detail: placeOf(refusal, sql) };
  return new SourceError(createDiagnostic("source-setup-failed", values, context));
}

/** `host:port`, or the socket. */
export function addressOf({ host, port }: MysqlConfig): string {
  return host.startsWith("/") ? host : `${host}:${port}`;
}

/** True for failures of the TLS handshake. */
export function isTlsFailure(error: unknown): boolean {
  const number = serverErrorOf(error)?.number;
  if (number !== undefined) return number === 3159;
  const code = codeOf(error);
  return isTlsCode(code) || code === "HANDSHAKE_NO_SSL_SUPPORT" || code === "HANDSHAKE_SSL_ERROR";
}

const TIMED_OUT = new Set([1969, 3024]);
/** The server ends, or somebody there ended the session. */
const ENDED = new Set([1053, 1080, 1927, 3169, 4031]);

const QUERY_CODES: Readonly<
  Record<number, "query-name-unknown" | "query-not-permitted" | "query-would-write">
> = {
  // Database, table, column, function, alias, key.
  1049: "query-name-unknown",
  1051: "query-name-unknown",
  1054: "query-name-unknown",
  1109: "query-name-unknown",
  1128: "query-name-unknown",
  1146: "query-name-unknown",
  1176: "query-name-unknown",
  1247: "query-name-unknown",
  1305: "query-name-unknown",
  1630: "query-name-unknown",
  4091: "query-name-unknown",
  1044: "query-not-permitted",
  1142: "query-not-permitted",
  1143: "query-not-permitted",
  1227: "query-not-permitted",
  1345: "query-not-permitted",
  1370: "query-not-permitted",
  1290: "query-would-write",
  1792: "query-would-write",
  1836: "query-would-write",
};

function refusedLogin(
  refusal: ServerError,
  { source, config, user, database }: FailureOrigin,
): SourceError["diagnostic"] {
  const reason = sentence(refusal.message);
  const address = addressOf(config);
  switch (refusal.number) {
    case 1045:
    case 1698:
      return createDiagnostic("source-login-failed", { source, user, reason });
    case 1049:
      return createDiagnostic("source-database-unknown", { source, database });
    case 3159:
      return createDiagnostic("source-tls-failed", { source, address, reason });
    default:
      return createDiagnostic("source-refused", { source, address, reason });
  }
}

function unreachable(
  error: Error,
  { source, config, user }: FailureOrigin,
): SourceError["diagnostic"] {
  const address = addressOf(config);
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
  if (code.startsWith("AUTH_SWITCH")) {
    const reason = sentence(error.message);
    return createDiagnostic("source-login-failed", { source, user, reason });
  }
  const reason = UNREACHABLE[code] ?? error.message;
  return createDiagnostic("source-unreachable", { source, address, reason });
}

/** The servers name no position: a syntax error quotes what follows it, other errors quote the name. */
function placeOf({ number, message }: ServerError, sql: string): string | undefined {
  const near = /near '([\s\S]*)' at line (\d+)/.exec(message);
  if (number === 1064 && near) {
    const rest = near[1] ?? "";
    const line = lineStart(sql, Number(near[2]));
    const offset = rest === "" ? sql.trimEnd().length : sql.indexOf(rest, line);
    return offset < 0 || sql === "" ? undefined : caret(sql, offset);
  }
  const name = /'([^']+)'/.exec(message)?.[1];
  if (name === undefined || QUERY_CODES[number] !== "query-name-unknown") return undefined;
  // The server qualifies tables with their database, which the text may not.
  const offsets = [name, name.slice(name.lastIndexOf(".") + 1)].map((text) => onlyPlace(sql, text));
  const offset = offsets.find((found) => found !== undefined);
  return offset === undefined ? undefined : caret(sql, offset);
}

/** Where a word stands, if it stands there once. */
function onlyPlace(sql: string, word: string): number | undefined {
  const escaped = word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const found = [...sql.matchAll(new RegExp(`(?<![\\w$])${escaped}(?![\\w$])`, "giu"))];
  return found.length === 1 ? found[0]?.index : undefined;
}

/** The line on which a statement's text starts is 1. */
function lineStart(sql: string, line: number): number {
  let start = 0;
  for (let n = 1; n < line; n++) start = sql.indexOf("\n", start) + 1;
  return start;
}
