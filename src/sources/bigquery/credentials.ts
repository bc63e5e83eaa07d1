import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { SourceContext } from "../contract.js";
import { asError, codeOf } from "../network-failure.js";
import type { BigqueryConfig } from "./config.js";
import type { Endpoint } from "./endpoint.js";
import { readPlainText } from "../../disk/plain-file.js";

export type Credentials =
  /** An emulator on this machine asks for none. */
  | { readonly kind: "none" }
  /** What Google's own tools have left on this machine, or the machine's own. */
  | { readonly kind: "default" }
  | { readonly kind: "key"; readonly key: Readonly<Record<string, unknown>> };

type KeyField = "credentials_base64" | "credentials_file";

/** Types of keys that name no host to which they are sent, and no program that is run for them. */
const SAFE_TYPES = new Set(["service_account", "authorized_user"]);
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  service_account: ["client_email", "private_key"],
  authorized_user: ["client_id", "client_secret", "refresh_token"],
};

/**
 * What the source logs in with. Rejects with a SourceError where the key cannot be one, and where
 * its token would go to a host that is not Google's in a project that is not trusted.
 */
export async function readCredentials(
  config: BigqueryConfig,
  endpoint: Endpoint,
  context: Pick<SourceContext, "name" | "trustedRoot">,
): Promise<Credentials> {
  const { credentials_base64: text, credentials_file: file } = config;
  const { name: source, trustedRoot } = context;
  const isGiven = text !== undefined || file !== undefined;
  if (!isGiven && endpoint.local) return { kind: "none" };
  if (!endpoint.google && trustedRoot === undefined) {
    const { host } = endpoint.url;
    throw new SourceError(createDiagnostic("source-token-withheld", { source, host }));
  }
  if (text !== undefined) {
    const json = decoded(text, source);
    return { kind: "key", key: parseKey(json, "credentials_base64", context) };
  }
  if (file === undefined) return { kind: "default" };
  const json = await readKeyFile(file, source);
  return { kind: "key", key: parseKey(json, "credentials_file", context) };
}

/** Who logs in, for people. */
export function userOf(credentials: Credentials): string {
  if (credentials.kind === "none") return "anonymous";
  if (credentials.kind === "default") return "application-default credentials";
  const { client_email: email, type } = credentials.key;
  return typeof email === "string" ? email : String(type);
}

/** The lines of a base64 text may be broken anywhere. */
function decoded(text: string, source: string): string {
  const compact = text.replaceAll(/\s/g, "");
  if (compact.startsWith("{")) {
    const reason = "it is the JSON itself, not its base64.";
    const hint =
      "Encode it with `base64 -w 0 key.json` (`base64 -i key.json` on a Mac), or name the file in `credentials_file`.";
    throw unusable(source, "credentials_base64", reason, hint);
  }
  if (/\.json$/i.test(compact)) {
    const reason = "it is the path of a file.";
    throw unusable(source, "credentials_base64", reason, "Name the file in `credentials_file`.");
  }
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(compact)) {
    const reason = "it has characters that base64 has not.";
    throw unusable(source, "credentials_base64", reason, "Encode it with `base64 -w 0 key.json`.");
  }
  return Buffer.from(compact, "base64").toString("utf8");
}

async function readKeyFile(file: string, source: string): Promise<string> {
  try {
    return await readPlainText(file);
  } catch (error) {
    const reason = FILE_FAULTS[codeOf(error)] ?? `${asError(error).message}.`;
    const hint = `It is looked for at \`${file}\`.`;
    throw unusable(source, "credentials_file", reason, hint);
  }
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file.",
  EISDIR: "it is a folder.",
  EACCES: "the file may not be read.",
};

function parseKey(
  json: string,
  field: KeyField,
  { name: source, trustedRoot }: Pick<SourceContext, "name" | "trustedRoot">,
): Readonly<Record<string, unknown>> {
  const key = parsed(json);
  if (!key) {
    const reason = json.trim() === "" ? "it is empty." : "what it holds is no JSON of a key.";
    throw unusable(source, field, reason);
  }
  if ("installed" in key || "web" in key) {
    const reason = "it is the secret of an OAuth client, not a key.";
    throw unusable(source, field, reason);
  }
  const { type } = key;
  if (typeof type !== "string") throw unusable(source, field, "its `type` is missing.");
  if (!SAFE_TYPES.has(type) && trustedRoot === undefined) {
    const reason = `a key of the type \`${type}\` names hosts or programs of its own.`;
    const hint = "If you trust this project, run again with `--trust`.";
    throw unusable(source, field, reason, hint);
  }
  const missing = NEEDED[type]?.find((name) => typeof key[name] !== "string" || key[name] === "");
  if (missing !== undefined) throw unusable(source, field, `its \`${missing}\` is missing.`);
  return key;
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(json);
    // A mapping of JSON has texts as its keys.
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function unusable(source: string, field: KeyField, reason: string, hint?: string): SourceError {
  const values = { source, field, reason };
  return new SourceError(createDiagnostic("source-credentials-unusable", values, { hint }));
}
