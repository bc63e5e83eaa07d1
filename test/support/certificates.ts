import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Certificate {
  /** PEM texts. */
  readonly certificate: string;
  readonly key: string;
}

const OPENSSL = "openssl";
/** A key of its own, of the kind that is made soonest. */
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Whether certificates can be made here. */
export const opensslMissing = spawnSync(OPENSSL, ["version"]).status !== 0;

/** One that signs itself, for the host `localhost`. */
export function selfSigned(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), "headwater-certificate-"));
  const [certificate, key] = [join(folder, "server.crt"), join(folder, "server.key")];
  const request = ["req", "-x509", ...NEW_KEY, "-days", "2"];
  const names = ["-subj", "/CN=db.test", "-addext", "subjectAltName=DNS:localhost"];
  execFileSync(OPENSSL, [...request, ...names, "-keyout", key, "-out", certificate], {
    stdio: "ignore",
  });
  const made = { certificate: readFileSync(certificate, "utf8"), key: readFileSync(key, "utf8") };
  rmSync(folder, { recursive: true });
  return made;
}

/** One for the host `localhost` that an authority has signed, and that authority's. */
export interface SignedCertificate extends Certificate {
  readonly authority: string;
}

/** What `openssl ca` keeps of an authority in its folder. */
const AUTHORITY = `[ca]
default_ca = here
[here]
database = index
serial = serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = server
[any]
commonName = supplied
[server]
subjectAltName = DNS:localhost
`;

/** Valid from one date to the other, both as `20240131`. */
export function signedByAuthority(from: string, to: string): SignedCertificate {
  const cwd = mkdtempSync(join(tmpdir(), "headwater-certificate-"));
  const openssl = (...args: readonly string[]) =>
    execFileSync(OPENSSL, args, { cwd, stdio: "ignore" });
  const text = (name: string) => readFileSync(join(cwd, name), "utf8");
  for (const [name, content] of [
    ["ca.cnf", AUTHORITY],
    ["index", ""],
    ["serial", "01"],
  ] as const) {
    writeFileSync(join(cwd, name), content);
  }
  const key = [...NEW_KEY, "-keyout"];
  const subject = (name: string) => ["-subj", `/CN=${name}`];
  openssl("req", "-x509", "-days", "2", ...key, "ca.key", ...subject("Test CA"), "-out", "ca.crt");
  openssl("req", "-new", ...key, "server.key", ...subject("db.test"), "-out", "server.csr");
  const dates = ["-startdate", `${from}000000Z`, "-enddate", `${to}000000Z`];
  const signer = ["-cert", "ca.crt", "-keyfile", "ca.key", "-in", "server.csr"];
  openssl(
    "ca",
    "-batch",
    "-notext",
    "-config",
    "ca.cnf",
    ...signer,
    ...dates,
    "-out",
    "server.crt",
  );
  const made = {
    certificate: text("server.crt"),
    key: text("server.key"),
    authority: text("ca.crt"),
  };
  rmSync(cwd, { recursive: true });
  return made;
}
