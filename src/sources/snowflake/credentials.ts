/** What proves who logs in, read anew at each login. */
import { createPrivateKey, type KeyObject } from "node:crypto";
import { isatty } from "node:tty";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { asError, codeOf } from "../network-failure.js";
import { authenticatorOf } from "./authenticator.js";
import type { SnowflakeConfig } from "./config.js";
import { readPlainText } from "../../disk/plain-file.js";

/** Options of the driver. Rejects with a SourceError when they cannot be had. */
export async function credentialsOf(
  source: string,
  config: SnowflakeConfig,
): Promise<Readonly<Record<string, string>>> {
  switch (authenticatorOf(config)) {
    case "key_pair":
      return { authenticator: "SNOWFLAKE_JWT", privateKey: await privateKey(source, config) };
    case "token":
      return { authenticator: "PROGRAMMATIC_ACCESS_TOKEN", token: await token(source, config) };
    case "oauth":
      return { authenticator: "OAUTH", token: await token(source, config) };
    case "browser":
      if (!isOnTerminal()) {
        const reason = "single sign-on needs a browser, and there is no terminal to open one from.";
        throw refused(source, config, reason, BROWSER_HINT);
      }
      return { authenticator: "EXTERNALBROWSER" };
    default:
      return { authenticator: "SNOWFLAKE", password: config.password ?? "" };
  }
}

const BROWSER_HINT =
  "Set `authenticator: key_pair` with `private_key_path` for runs without a person, or start this from a terminal.";

/** A reader thread has no streams of the terminal, but its descriptors are the process's. */
function isOnTerminal(): boolean {
  return isatty(0) && isatty(2);
}

/** As PKCS#8 without encryption, which is all that the driver reads. */
async function privateKey(source: string, config: SnowflakeConfig): Promise<string> {
  const { private_key: given, private_key_path: path, private_key_passphrase } = config;
  const field = path === undefined ? "private_key" : "private_key_path";
  const unusable = (reason: string, hint: string) =>
    new SourceError(createDiagnostic("source-key-unusable", { source, field, reason }, { hint }));
  const text = given ?? (await readText(path ?? "", unusable));
  // Variables often hold a key in one line.
  const pem = text.includes("\n") ? text : text.replaceAll(String.raw`\n`, "\n");
  if (!pem.includes("-----BEGIN")) {
    throw unusable("it is not a PEM text, which has a line `BEGIN PRIVATE KEY`.", PEM_HINT);
  }
  if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(pem)) {
    throw unusable("it is not a private key; the public one stays with the service.", PEM_HINT);
  }
  let key: KeyObject;
  try {
    key = createPrivateKey({
      key: pem,
      ...(private_key_passphrase !== undefined && { passphrase: private_key_passphrase }),
    });
  } catch (error) {
    const code = codeOf(error);
    if (/ENCRYPTED/.test(pem) && private_key_passphrase === undefined) {
      const hint = "Set `private_key_passphrase: ${env.SNOWFLAKE_KEY_PASSPHRASE}`.";
      throw unusable("it is encrypted, and there is no passphrase.", hint);
    }
    if (/ENCRYPTED/.test(pem) && /BAD_DECRYPT|INTERRUPTED|CIPHERFINAL|PKCS12/.test(code)) {
      throw unusable("the passphrase does not fit.", "Check `private_key_passphrase`.");
    }
    throw unusable(`it cannot be read (${asError(error).message}).`, PEM_HINT);
  }
  if (key.asymmetricKeyType !== "rsa") {
    throw unusable(`it is of type ${key.asymmetricKeyType}, and Snowflake takes RSA.`, PEM_HINT);
  }
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}

const PEM_HINT =
  "`openssl genrsa 2048 | openssl pkcs8 -topk8 -inform PEM -nocrypt -out key.p8` makes one; docs/sources/snowflake.md says the rest.";

async function token(source: string, config: SnowflakeConfig): Promise<string> {
  const { token: given, token_path: path = "" } = config;
  if (given !== undefined) return given;
  const unusable = (reason: string, hint: string) => {
    const words = { source, field: "token_path", reason };
    return new SourceError(createDiagnostic("source-key-unusable", words, { hint }));
  };
  const text = (await readText(path, unusable)).trim();
  if (text === "") throw unusable("the file is empty.", "Write the token into it.");
  return text;
}

async function readText(
  path: string,
  unusable: (reason: string, hint: string) => SourceError,
): Promise<string> {
  try {
    return await readPlainText(path);
  } catch (error) {
    const code = codeOf(error);
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: `there is no file ${path}.`,
      EACCES: `${path} may not be read.`,
      EISDIR: `${path} is a folder.`,
    };
    const reason = reasons[code] ?? `${path} cannot be read (${code}).`;
    throw unusable(reason, "A relative path starts at the file that declares the source.");
  }
}

function refused(source: string, config: SnowflakeConfig, reason: string, hint: string) {
  const user = config.username ?? "";
  return new SourceError(
    createDiagnostic("source-login-failed", { source, user, reason }, { hint }),
  );
}
