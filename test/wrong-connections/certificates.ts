import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  /** PEM texts. */
  readonly certificate: string;
  readonly key: string;
}

/** Whether certificates can be made here. */
export const opensslMissing = spawnSync("openssl", ["version"]).status !== 0;

/** One that signs itself, for the host `localhost`. */
export function selfSigned(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "headwater-certificate-"));
  const [certificate, key] = [join(folder, "server.crt"), join(folder, "server.key")];
  const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"];
  const names = ["-subj", "/CN=db.test", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync("openssl", [...request, ...names, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  const made = { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  rmSync(folder, { recursive: true });
  return made;
}
