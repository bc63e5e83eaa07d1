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
import type { PostgresqlConfig } from "./config.js";
import type { ServerError } from "./messages.js";

/** The server refused a message after the login. */
export class RefusedByServer extends Error {
  override readonly name = "RefusedByServer";
  constructor(readonly refusal: ServerError) {
    super(refusal.message);
  }
}

/** Whose failure it is. */
export interface FailureOrigin {
  readonly source: string;
  readonly config: PostgresqlConfig;
  readonly user: string;
}

/** What the server said, when the error comes from it; also for the errors of `pg` during the login. */
export function serverErrorOf(error: unknown): ServerError | undefined {
  if (error instanceof RefusedByServer) return error.refusal;
  if (!(error instanceof Error) || !("severity" in error) || !("code" in error)) return undefined;
  return { severity: String(error.severity), code: String(error.code), message: error.message };
}

/** Why no session could be had. */
export function connectFailure(error: unknown, origin: FailureOrigin): SourceError {
  if (error instanceof SourceError) return error;
  const refusal = serverErrorOf(error);
  const diagnostic = refusal ? refusedLogin(refusal, origin) : unreachable(asError(error), origin);
  return new SourceError(diagnostic, UNAVAILABLE.has(diagnostic.code) ? "connect" : undefined);
}

/** Why a statement failed; `sql` is the user's own text, into which a position of the server points. */
export function queryFailure(error: unknown, origin: FailureOrigin, sql: string): Error {
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  const refusal = serverErrorOf(error);
  const { source } = origin;
  if (!refusal) {
    const reason = sentence(asError(error).message);
    return new SourceError(createDiagnostic("source-connection-lost", { source, reason }), "read");
  }
  const context = { detail: detailOf(refusal, sql), hint: refusal.hint };
  const values = { source, reason: sentence(refusal.message) };
  if (refusal.code === "57014" && /statement timeout/.test(refusal.message)) {
    const seconds = origin.config.timeout;
    return new SourceError(createDiagnostic("query-timed-out", { source, seconds }));
  }
  if (isShutdown(refusal)) {
    return new SourceError(createDiagnostic("source-connection-lost", values, context), "read");
  }
  return new SourceError(createDiagnostic(queryCode(refusal.code), values, context));
}

/** `after_connect` failed; the cause of the error is the server's refusal, if there was one. */
export function setupFailure(error: Error, origin: FailureOrigin, sql: string): Error {
  const { cause } = error;
  const refusal = serverErrorOf(cause);
  if (cause !== undefined && (!refusal || isShutdown(refusal))) {
    return queryFailure(cause, origin, sql);
  }
  const reason = sentence(refusal?.message ?? error.message);
  const values = { source: origin.source, reason };
  const context = refusal ? { detail: detailOf(refusal, sql), hint: refusal.hint } : {};
  return new SourceError(createDiagnostic("source-setup-failed", values, context));
}

/** `host:port`, or the socket's folder. */
export function addressOf({ host, port }: PostgresqlConfig): string {
  return host.startsWith("/") ? `${host}/.s.PGSQL.${port}` : `${host}:${port}`;
}

/** True for failures of the TLS handshake: certificates, names in them, protocol versions. */
export function isTlsFailure(error: unknown): boolean {
  if (serverErrorOf(error)) return false;
  const { message } = asError(error);
  const code = codeOf(error);
  return (
    isTlsCode(code) ||
    /does not support SSL connections|establishing an SSL connection/.test(message)
  );
}

type QueryCode =
  | "query-failed"
  | "query-name-unknown"
  | "query-not-permitted"
  | "query-would-write";

function queryCode(state: string): QueryCode {
  switch (state) {
    // Undefined table, column, function, object; unknown schema.
    case "42P01":
    case "42703":
    case "42883":
    case "42704":
    case "3F000":
      return "query-name-unknown";
    case "42501":
      return "query-not-permitted";
    case "25006":
      return "query-would-write";
    default:
      return "query-failed";
  }
}

function refusedLogin(refusal: ServerError, { source, config, user }: FailureOrigin) {
  const reason = sentence(refusal.message);
  switch (refusal.code) {
    case "28000":
    case "28P01":
      return createDiagnostic("source-login-failed", { source, user, reason });
    case "3D000":
      return createDiagnostic("source-database-unknown", { source, database: config.database });
    default: {
      const context = { detail: refusal.detail, hint: refusal.hint };
      return createDiagnostic(
        "source-refused",
        { source, address: addressOf(config), reason },
        context,
      );
    }
  }
}

function unreachable(error: Error, { source, config, user }: FailureOrigin) {
  const address = addressOf(config);
  const code = codeOf(error);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return createDiagnostic("source-host-unknown", { source, host: config.host });
  }
  if (error.message === "timeout expired" || code === "ETIMEDOUT") {
    const seconds = config.connect_timeout;
    return createDiagnostic("source-connect-timeout", { source, address, seconds });
  }
  if (isTlsFailure(error)) {
    const reason = sentence(error.message);
    return createDiagnostic("source-tls-failed", { source, address, reason });
  }
  if (error.message.startsWith("SASL:")) {
    const reason = config.password
      ? "the server's answer to the password is not as it should be."
      : "it asks for a password, and none is set.";
    return createDiagnostic("source-login-failed", { source, user, reason });
  }
  const reason = UNREACHABLE[code] ?? error.message;
  return createDiagnostic("source-unreachable", { source, address, reason });
}

/** The server ends, or somebody there ended the session. */
function isShutdown({ code }: ServerError): boolean {
  return code === "57P01" || code === "57P02" || code === "57P03";
}

/** The server's further words, and the line of the SQL with a caret below the place. */
function detailOf({ detail, position }: ServerError, sql: string): string | undefined {
  const parts = [
    detail,
    position === undefined ? undefined : caret(sql, characterOffset(sql, position)),
  ];
  const text = parts.filter((part) => part !== undefined).join("\n");
  return text === "" ? undefined : text;
}

/** The server counts characters from 1, not the halves of a surrogate pair. */
function characterOffset(sql: string, position: number): number {
  return Array.from(sql)
    .slice(0, position - 1)
    .join("").length;
}
