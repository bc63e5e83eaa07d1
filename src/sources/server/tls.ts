import { readFile } from "node:fs/promises";
import type { ConnectionOptions } from "node:tls";
import type { SslMode } from "./ssl-modes.js";

/**
 * The part of a source's configuration that decides how it is encrypted. A host with a slash at its
 * start is a Unix socket.
 */
export interface TlsFields {
  readonly host: string;
  readonly sslmode?: SslMode | undefined;
  readonly sslrootcert?: string | undefined;
}

/** Options of one attempt to connect; undefined means without encryption. */
export type TlsOptions = ConnectionOptions | undefined;

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
 * The attempts that a mode allows, in order; a later one is made only when the server refuses the
 * kind of the first.
 */
export async function tlsAttempts(config: TlsFields): Promise<readonly TlsOptions[]> {
  const mode = effectiveSslMode(config);
  if (mode === "disable") return [undefined];
  const ca = config.sslrootcert === undefined ? undefined : await readFile(config.sslrootcert);
  const authority = ca ? { ca } : {};
  // As libpq has it: an authority that is named is also checked.
  const unverified: ConnectionOptions = ca
    ? { ...authority, checkServerIdentity: () => undefined }
    : { rejectUnauthorized: false };
  switch (mode) {
    case "allow":
      return [undefined, unverified];
    case "prefer":
      return [unverified, undefined];
    case "require":
      return [unverified];
    case "verify-ca":
      return [{ ...authority, checkServerIdentity: () => undefined }];
    default:
      return [authority];
  }
}

/**
 * True when the mode in force does not make sure that the server is the one that was meant, though
 * it is remote.
 */
export function isUnverified(config: TlsFields): boolean {
  const mode = effectiveSslMode(config);
  return !isLocal(config.host) && mode !== "verify-full" && mode !== "verify-ca";
}
