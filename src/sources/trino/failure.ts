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
  TlsMissing,
} from "../server/refusal.js";
import type { ServerTarget } from "../server/server-target.js";
import { ENCRYPTED } from "../server/strangers.js";
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
  if (!encrypted && isEncryptedPeer(error)) {
    return new OtherEncryptionWanted(new OtherServer(ENCRYPTED));
  }
  if (code === "UND_ERR_CONNECT_TIMEOUT")
    return Object.assign(new Error(message), { code: "ETIMEDOUT" });
  if (kind === "timeout" || kind === "stalled") return new SaysNothing(message);
  if (kind === "cut") return new OtherServer(undefined, true);
  if (kind === "protocol") return new OtherServer(undefined);
  if (kind === "not-json" || answer?.status === 404) return new OtherServer("a web server");
  // Of the name service, the network and TLS: the code says the rest.
  return error;
}

/** A server that takes encrypted connections only, as far as its answer to another one tells. */
function isEncryptedPeer({ kind, answer }: HttpFailure): boolean {
  return (
    kind === "protocol" || (answer?.status === 400 && /\b(?:https|ssl|tls)\b/i.test(answer.text))
  );
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
