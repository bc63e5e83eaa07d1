/** What the failures of all servers have in common. */

/** Why a server cannot be reached, by the code of the system's error. */
export const UNREACHABLE: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "the connection was closed at once",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "no route to the network",
  ENOENT: "there is no such socket",
  EACCES: "permission denied",
};

/** Codes of failures to connect that may be over soon: the server starts, is full or cannot be reached. */
export const UNAVAILABLE: ReadonlySet<string> = new Set([
  "source-unreachable",
  "source-connect-timeout",
  "source-refused",
]);

/** True for certificates, names in them, protocol versions. */
export function isTlsCode(code: string): boolean {
  return /^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO)/.test(
    code,
  );
}

/** A server's words with a full stop. */
export function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
