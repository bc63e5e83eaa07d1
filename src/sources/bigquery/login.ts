import type * as GoogleAuthLibrary from "google-auth-library";
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import type { SourceContext } from "../contract.js";
import { loadDriver } from "../driver.js";
import type { AccessToken } from "../http/index.js";
import { asError, codeOf, isTlsCode, sentence, UNREACHABLE } from "../network-failure.js";
import { userOf, type Credentials } from "./credentials.js";

/** Reading needs no more; jobs that only read are made under it, too. */
const SCOPES = ["https://www.googleapis.com/auth/bigquery"];

const DRIVER = {
  name: "google-auth-library",
  version: "10",
  load: () => import("google-auth-library"),
};

export interface LoginOptions {
  readonly credentials: Credentials;
  readonly context: Pick<SourceContext, "name" | "trustedRoot">;
  readonly fetch: typeof fetch;
  /** Seconds for all of it. */
  readonly seconds: number;
}

/** A token of Google. Rejects with a SourceError. */
export async function login(options: LoginOptions): Promise<AccessToken> {
  const library = await loadDriver(DRIVER, options.context);
  const signal = AbortSignal.timeout(options.seconds * 1000);
  try {
    return await inTime(tokenOf(library, options, signal), signal);
  } catch (error) {
    throw loginFailure(error, options, signal.aborted);
  }
}

async function tokenOf(
  { GoogleAuth }: typeof GoogleAuthLibrary,
  { credentials, fetch }: LoginOptions,
  signal: AbortSignal,
): Promise<AccessToken> {
  // Whether this is a machine of Google's is seen without a call, which would take seconds where it
  // is none, and write to the console.
  process.env["METADATA_SERVER_DETECTION"] ??= "bios-only";
  const timed: typeof fetch = (input, init) => fetch(input, { ...init, signal });
  const auth = new GoogleAuth({
    scopes: SCOPES,
    clientOptions: { transporterOptions: { fetchImplementation: timed, retry: false } },
    ...(credentials.kind === "key" && { credentials: credentials.key }),
  });
  const client = await auth.getClient();
  const { token } = await client.getAccessToken();
  if (!token) throw new Error("there is no token in the answer");
  const { expiry_date: expiresAt } = client.credentials;
  return { authorization: `Bearer ${token}`, ...(expiresAt && { expiresAt }) };
}

function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const expire = () => reject(new Error("no answer in time"));
    signal.addEventListener("abort", expire, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", expire));
  });
}

function loginFailure(error: unknown, options: LoginOptions, expired: boolean): SourceError {
  const { credentials, context, seconds } = options;
  const source = context.name;
  const address = "oauth2.googleapis.com";
  if (expired) {
    return new SourceError(
      createDiagnostic("source-connect-timeout", { source, address, seconds }),
      "connect",
    );
  }
  const { message, cause } = asError(error);
  const code = codeOf(cause instanceof Error && cause.cause ? cause.cause : cause);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") {
    return new SourceError(createDiagnostic("source-host-unknown", { source, host: address }));
  }
  if (isTlsCode(code)) {
    const reason = sentence(asError(cause).message);
    const hint =
      "A proxy that opens encrypted connections has a certificate of its own: name its authority's file in `NODE_EXTRA_CA_CERTS`.";
    const values = { source, address, reason };
    return new SourceError(createDiagnostic("source-tls-failed", values, { hint }));
  }
  if (UNREACHABLE[code] !== undefined || code.startsWith("UND_ERR")) {
    const reason = UNREACHABLE[code] ?? "no connection could be made in time";
    const hint = "The login goes there over the internet; behind a proxy set `HTTPS_PROXY`.";
    const values = { source, address, reason };
    return new SourceError(createDiagnostic("source-unreachable", values, { hint }), "connect");
  }
  if (credentials.kind === "default" && /load the default credentials/i.test(message)) {
    return new SourceError(createDiagnostic("source-credentials-missing", { source }));
  }
  const found = REFUSALS.find(([pattern]) => pattern.test(message));
  const reason = sentence(message.split("\n", 1)[0] ?? "");
  const hint = found?.[1] ?? "Check the key. The login is not tried again.";
  const user = userOf(credentials);
  return new SourceError(
    createDiagnostic("source-login-failed", { source, user, reason }, { hint }),
  );
}

/** What Google and its library say, and what to do. The first that fits counts. */
const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /GOOGLE_APPLICATION_CREDENTIALS/,
    "The variable `GOOGLE_APPLICATION_CREDENTIALS` of this shell names a file that is no key; correct it, or give the key in `credentials_file`.",
  ],
  [
    /short-lived token|reasonable timeframe|iat|clock/i,
    "The clock of this machine is wrong: set it, since tokens are good for an hour only.",
  ],
  [
    /invalid jwt signature/i,
    "The key was deleted or is damaged: make a new one with `gcloud iam service-accounts keys create`.",
  ],
  [
    /account not found|account has been deleted|invalid_client/i,
    "The account of the key is gone: make another service account, and a key for it.",
  ],
  [/disabled/i, "Enable the service account: `gcloud iam service-accounts enable`."],
  [
    /expired or revoked|invalid_rapt|reauth/i,
    "Log in again: `gcloud auth application-default login`.",
  ],
  [
    /DECODER|PEM|asn1|private key/i,
    "The private key inside is damaged, mostly by line ends that became other characters: give the JSON file as it was downloaded.",
  ],
];
