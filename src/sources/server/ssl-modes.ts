/**
 * How a connection to a server is encrypted, from weak to strong; the words are those of
 * PostgreSQL's own programs.
 */
export const SSL_MODES = [
  "disable",
  "allow",
  "prefer",
  "require",
  "verify-ca",
  "verify-full",
] as const;

export type SslMode = (typeof SSL_MODES)[number];

/**
 * The part of a source's configuration that decides how it is encrypted. A host with a slash at its
 * start is a Unix socket.
 */
export interface TlsFields {
  readonly host: string;
  readonly sslmode?: SslMode | undefined;
  readonly sslrootcert?: string | undefined;
}

/** True for a Unix socket and for addresses of this machine. */
export function isLocal(host: string): boolean {
  return host.startsWith("/") || host === "localhost" || host === "::1" || host.startsWith("127.");
}

/**
 * The mode that is in force: what was set, else the strictest one that makes sense for the host.
 */
export function effectiveSslMode(config: TlsFields): SslMode {
  if (config.host.startsWith("/")) return "disable";
  return config.sslmode ?? (isLocal(config.host) ? "disable" : "verify-full");
}

/**
 * True when the mode in force does not make sure that the server is the one that was meant, though
 * it is remote.
 */
export function isUnverified(config: TlsFields): boolean {
  const mode = effectiveSslMode(config);
  return !isLocal(config.host) && mode !== "verify-full" && mode !== "verify-ca";
}
