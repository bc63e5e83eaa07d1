import { effectiveSslMode, isLocal, type TlsFields } from "../server/ssl-modes.js";

interface Place extends TlsFields {
  readonly port?: number | undefined;
}

const PORT = 8080;
const ENCRYPTED_PORT = 443;

/** False where a login could go over the network as it is. */
export function isEncryptedForSure(place: Place): boolean {
  const mode = effectiveSslMode(place);
  return isLocal(place.host) || (mode !== "disable" && mode !== "allow" && mode !== "prefer");
}

/** The port that was set, else the usual one. */
export function portOf(place: Place): number {
  const plain = effectiveSslMode(place) === "disable" || effectiveSslMode(place) === "allow";
  return place.port ?? (plain ? PORT : ENCRYPTED_PORT);
}

/** Where the coordinator answers, with a slash at the end. */
export function baseOf({ host, port }: { host: string; port: number }, encrypted: boolean): string {
  const name = host.includes(":") ? `[${host}]` : host;
  return `${encrypted ? "https" : "http"}://${name}:${port}/`;
}
