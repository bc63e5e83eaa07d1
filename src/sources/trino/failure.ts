/** Failures of calls, as the skeleton of servers understands them. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { HttpFailure, sourceErrorOf } from "../http/index.js";
import { sentence } from "../network-failure.js";
import { SaysNothing } from "../server/login-timeout.js";
import { OtherServer } from "../server/meet.js";
import {
  ConnectionLost,
  OtherEncryptionWanted,
  ProtocolSurprise,
  type Refusal,
  TlsMissing,
} from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import type { TrinoConfig } from "./config.js";

/** Whose call it was. */
export interface CallOrigin {
  readonly target: ServerTarget;
  readonly config: TrinoConfig;
  readonly encrypted: boolean;
}

const PLAIN_TO_TLS = new Set(["ERR_SSL_WRONG_VERSION_NUMBER", "ERR_SSL_PACKET_LENGTH_TOO_LONG"]);

/** Why who answers cannot be asked for statements; the call had no login. */
export function reachFailure(error: unknown, encrypted: boolean): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const { kind, code = "", message, answer } = error;
  if (encrypted && PLAIN_TO_TLS.has(code))
    return new OtherEncryptionWanted(new TlsMissing(message));
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return Object.assign(new Error(message), { code: "ETIMEDOUT" });
  if (kind === "timeout" || kind === "stalled") return new SaysNothing(message);
  if (kind === "cut") return new OtherServer(undefined, true);
  if (kind === "protocol") return new OtherServer(undefined);
  if (kind === "not-json" || answer?.status === 404) return new OtherServer("a web server");
  // Of the name service, the network and TLS: the code says the rest.
  return error;
}

/** Why a call about a statement has no answer. */
export function callFailure(error: unknown, origin: CallOrigin): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const { kind, message, answer } = error;
  const { source, user } = origin.target;
  if (kind === "not-json" || kind === "paging") return new ProtocolSurprise(message);
  if (kind === "unsendable" || kind === "too-large") return sourceErrorOf(error, { source, user });
  if (answer?.status === 401 || answer?.status === 403) return loginFailure(error, origin);
  if (answer?.status === 404 || answer?.status === 410) {
    return new ConnectionLost(`the server no longer knows the statement (HTTP ${answer.status})`);
  }
  return new ConnectionLost(message);
}

/** Who is let in as nobody, or not as the user that was named; undefined for other refusals. */
export function refusedUser(
  { code, message }: Refusal,
  { source, user }: ServerTarget,
): SourceError | undefined {
  if (code !== "PERMISSION_DENIED") return undefined;
  const hint = message.includes("impersonate")
    ? "The login is of another user: leave out `username` beside a `token`, or name the token's own."
    : undefined;
  const values = { source, user, reason: sentence(message) };
  return new SourceError(createDiagnostic("source-login-forbidden", values, { hint }));
}

/** What goes with every statement and is wrong in itself; undefined for other refusals. */
export function refusedProperty(
  { code, message }: Refusal,
  { target: { source }, config }: CallOrigin,
): SourceError | undefined {
  const isOurs =
    code === "INVALID_SESSION_PROPERTY" ||
    // A catalog that a statement names has its place in front.
    Object.keys(config.session_properties ?? {}).some(
      (name) => message === `Catalog '${name.split(".")[0]}' not found`,
    );
  const values = { source, reason: sentence(message) };
  return isOurs ? new SourceError(createDiagnostic("source-property-refused", values)) : undefined;
}

function loginFailure({ message, answer }: HttpFailure, origin: CallOrigin): SourceError {
  const { target, config, encrypted } = origin;
  const { source, user } = target;
  const isPage = answer?.headers.get("content-type")?.includes("html") ?? true;
  const words = isPage ? "" : (answer?.text.trim().slice(0, 300) ?? "");
  const reason = sentence(words === "" ? message : words);
  if (answer?.status === 403 && encrypted) {
    return new SourceError(createDiagnostic("source-login-forbidden", { source, user, reason }));
  }
  const hint = loginHint(config, encrypted);
  return new SourceError(
    createDiagnostic("source-login-failed", { source, user, reason }, { hint }),
  );
}

function loginHint({ password, token }: TrinoConfig, encrypted: boolean): string {
  if (!encrypted) {
    return "Trino takes a login over an encrypted connection only: set `sslmode: verify-full` and the `port` for it, often 8443.";
  }
  if (token !== undefined) {
    return "Check `token`: it may have expired. `username` is left out, or is the token's own. The login is not tried again.";
  }
  return password === undefined
    ? "Set `username` and `password`, or a `token`."
    : "Check `username` and `password`. The login is not tried again.";
}
