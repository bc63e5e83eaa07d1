/**
 * Failures of the network and of drivers: what sources behind a server and behind HTTP have in
 * common.
 */

/** Why a host cannot be reached, by the code of the system's error. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was closed at once",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ENOENT: "there is no such socket",
  ENOTDIR: "there is no such socket",
  EACCES: "permission denied",
  ENOTSOCK: "it is no socket",
};

/** True for codes of the TLS handshake: certificates, names in them, protocol versions. */
export function isTlsCode(code: string): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/.test(
    code,
  );
}

/** A server's words with a full stop. */
export function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

/** The code of a system's or driver's error; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
