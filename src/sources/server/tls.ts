import { X509Certificate } from "node:crypto";
import type { ConnectionOptions } from "node:tls";
import { codeOf } from "../network-failure.js";
import { AuthorityUnreadable } from "./refusal.js";
import { effectiveSslMode, type TlsFields } from "./ssl-modes.js";
import { NOT_A_FILE, readPlainFile } from "../../disk/plain-file.js";

/** Options of one attempt to connect; undefined means without encryption. */
export type TlsOptions = ConnectionOptions | undefined;

/**
 * The attempts that a mode allows, in order; a later one is made only when the server refuses the
 * kind of the first.
 */
export async function tlsAttempts(config: TlsFields): Promise<readonly TlsOptions[]> {
  const mode = effectiveSslMode(config);
  if (mode === "disable") return [undefined];
  const ca = await readAuthority(config);
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

/** The certificates of `sslrootcert`; rejects with {@link AuthorityUnreadable}. */
export async function readAuthority({ sslrootcert: file }: TlsFields): Promise<Buffer | undefined> {
  if (file === undefined) return undefined;
  const unreadable = (reason: string) => new AuthorityUnreadable(file, reason);
  const bytes = await readPlainFile(file).catch((error: unknown) => {
    const isWord = codeOf(error) === "ENOENT" && /(?:^|[/\\])system$/.test(file);
    throw unreadable(isWord ? SYSTEM : (UNREADABLE[codeOf(error)] ?? String(error)));
  });
  if (!isCertificate(bytes)) {
    throw unreadable(
      "it holds no certificate in PEM form, which begins with `-----BEGIN CERTIFICATE-----`",
    );
  }
  return bytes;
}

function isCertificate(bytes: Buffer): boolean {
  try {
    return new X509Certificate(bytes).raw.length > 0;
  } catch {
    return false;
  }
}

/** What libpq's word for the authorities of the system would mean here. */
const SYSTEM =
  "there is no such file; without `sslrootcert` the authorities count that everybody trusts";

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  [NOT_A_FILE]: "it is not a file",
  EACCES: "permission denied",
};

/** Nobody who is trusted has signed the certificate. */
const UNKNOWN_AUTHORITY = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
]);

/** What to do about a handshake that failed, by the error's code. */
export function tlsHint(code: string, { host, sslrootcert }: TlsFields): string | undefined {
  if (sslrootcert !== undefined && UNKNOWN_AUTHORITY.has(code)) {
    return `The authority in \`${sslrootcert}\` (\`sslrootcert\`) does not stand behind the server's certificate: look for the file of the one that does, or whether another server answers there.`;
  }
  switch (code) {
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "SELF_SIGNED_CERT_IN_CHAIN":
      return "Name the server's own certificate, or its authority's, in `sslrootcert`; `sslmode: require` encrypts without a look at who answers.";
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return "The certificate is of an authority that is not known here: name its file in `sslrootcert`. Cloud providers offer it for download.";
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `Write in \`host\` the name that the certificate has, or check the authority alone with \`sslmode: verify-ca\`; \`${host}\` is not in it.`;
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return "The server needs a certificate that is valid today; look at this machine's clock too.";
    default:
      return undefined;
  }
}
