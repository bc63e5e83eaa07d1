/** Errors of the driver: what the service refused, what the network did, what the driver broke. */
import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { asError, codeOf, isTlsCode, sentence, UNREACHABLE } from "../network-failure.js";
import { ConnectionLost, RefusedByServer, TlsFailed } from "../server/refusal.js";
import { cloudTlsHint } from "../cloud-tls-hint.js";
import { addressOf } from "./address.js";
import { authenticatorOf } from "./authenticator.js";
import type { SnowflakeConfig } from "./config.js";
import { hintOf } from "./refusals.js";

/** What the driver's errors carry, as far as they do. */
interface DriverError extends Error {
  readonly code?: string | number;
  readonly cause?: unknown;
  readonly data?: { readonly queryId?: unknown } | null;
  readonly response?: { readonly statusCode?: number } | null;
}

/** Errors of the driver itself, by its own codes. */
const NETWORK = new Set(["401001", "402001"]);
const FETCH_FAILED = "402002";
const NO_ANSWER = new Set(["401002", "401003", "401004"]);
const TERMINATED = new Set(["407001", "407002"]);

/**
 * The skeleton's error for one of the driver: {@link RefusedByServer} for the service's word, an
 * error with a system's code for the network, {@link TlsFailed}, or {@link ConnectionLost}.
 */
export function readable(thrown: unknown): Error {
  const error = asError(thrown) as DriverError; // Its fields are looked at before they are used.
  const code = codeOf(error);
  const status = error.response?.statusCode;
  if (NETWORK.has(code)) return networkError(error);
  if (TERMINATED.has(code)) return new RefusedByServer({ code: "407002", message: error.message });
  if (code === FETCH_FAILED) {
    return new ConnectionLost(`the rows could not be fetched (HTTP ${status})`);
  }
  if (NO_ANSWER.has(code)) {
    return new ConnectionLost(
      status === undefined ? "the answer is not the service's" : `HTTP ${status}`,
    );
  }
  if (/^(OCSP|CRL)/.test(error.name)) return new TlsFailed(error.message);
  if (isWithoutWords(error)) return new ConnectionLost("the answer is not the service's");
  if (error.name === "OperationFailedError") {
    const message = error.message.replaceAll(/\s*\n\s*/g, " ").trim();
    const hint = hintOf(code, message);
    const queryId = error.data?.queryId;
    return new RefusedByServer({
      code,
      message,
      ...(typeof queryId === "string" && { detail: `Query id: ${queryId}` }),
      ...(hint !== undefined && { hint }),
    });
  }
  if (isSystemCode(code)) return error;
  return new ConnectionLost(`the driver failed (${error.message})`);
}

/** The reason lies some causes deep. */
function networkError(error: DriverError): Error {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    const code = codeOf(at);
    // The HTTP client's own names for a request that took too long, or was given up.
    if (code === "ECONNABORTED" || code === "ERR_CANCELED") return new ConnectionLost(at.message);
    if (isSystemCode(code)) return at;
    if (at instanceof AggregateError) return at.errors.map(asError)[0] ?? at;
  }
  return new ConnectionLost(error.message);
}

/** What the driver makes of an answer with HTTP 200 that is none of the service's. */
function isWithoutWords(error: unknown): boolean {
  return error instanceof Error && error.name === "OperationFailedError" && codeOf(error) === "";
}

function isSystemCode(code: string): boolean {
  return isTlsCode(code) || /^(E[A-Z]+(_[A-Z]+)?|HPE_.*)$/.test(code);
}

/**
 * Why the service cannot be reached, in the words of a source that has an account and no host;
 * undefined where those of all servers do.
 */
export function reachFailure(
  error: unknown,
  source: string,
  config: SnowflakeConfig,
): SourceError | undefined {
  const { url: address, host } = addressOf(config);
  const code = codeOf(error);
  const field = config.access_url === undefined ? "account" : "access_url";
  const sentTo = code === "ENOTFOUND" ? hostOf(error) : undefined;
  if (sentTo !== undefined && sentTo !== host) {
    const reason = `it sends calls on to \`${sentTo}\`, and there is no such host.`;
    const hint = `Check \`${field}\`: Snowflake answers itself.`;
    return new SourceError(
      createDiagnostic("source-refused", { source, address, reason }, { hint }),
    );
  }
  if (code === "ENOTFOUND") {
    const hint =
      field === "account"
        ? "The host is made of `account`: Snowsight shows the identifier under View account details; write it as `myorg-myaccount`."
        : "Check `access_url`; a private link's host is known only inside its network.";
    return new SourceError(createDiagnostic("source-host-unknown", { source, host }, { hint }));
  }
  if (NO_WAY.has(code)) {
    const reason = UNREACHABLE[code] ?? code;
    const hint = `Check \`${field}\`, and whether the network lets connections out; behind a proxy HTTPS_PROXY names it.`;
    const words = { source, address, reason };
    return new SourceError(createDiagnostic("source-unreachable", words, { hint }), "connect");
  }
  if (code.startsWith("HPE_") || code === "EPROTO" || code === "ERR_SSL_WRONG_VERSION_NUMBER") {
    return otherService(source, address);
  }
  if (isTlsCode(code) || error instanceof TlsFailed) {
    const reason = sentence(asError(error).message);
    const hint = cloudTlsHint(reason, field);
    const words = { source, address, reason };
    return new SourceError(createDiagnostic("source-tls-failed", words, { hint }));
  }
  return undefined;
}

const NO_WAY = new Set(["ECONNREFUSED", "ECONNRESET", "EHOSTUNREACH", "ENETUNREACH"]);

/** The host of which a look-up says that there is none; undefined where its words do not tell. */
function hostOf(error: unknown): string | undefined {
  return /ENOTFOUND (\S+)/.exec(asError(error).message)?.[1];
}

function otherService(source: string, address: string): SourceError {
  const words = { source, address, found: undefined, name: "Snowflake", port: 443 };
  const hint = "Check `account` and `access_url`.";
  return new SourceError(createDiagnostic("source-other-server", words, { hint }));
}

/** A refused login in words that name the field and the next step, by what the service says. */
export function loginFailure(
  error: Error,
  thrown: unknown,
  source: string,
  config: SnowflakeConfig,
): Error {
  const { url } = addressOf(config);
  const { response, name } = asError(thrown) as DriverError;
  const status = response?.statusCode;
  const unreached = reachFailure(error, source, config);
  if (unreached) return unreached;
  if (name === "UnexpectedContentError" || isWithoutWords(thrown)) return otherService(source, url);
  if (status !== undefined && status >= 500) {
    const words = { source, address: url, reason: `HTTP ${status}.` };
    const hint = "The service is out of order, or a proxy before it: status.snowflake.com tells.";
    return new SourceError(createDiagnostic("source-refused", words, { hint }), "connect");
  }
  if (status === 403 || status === 404) {
    const words = { source, account: config.account, address: url, status };
    return new SourceError(createDiagnostic("source-account-unknown", words));
  }
  if (!(error instanceof RefusedByServer)) return error;
  const { code, message } = error.refusal;
  const said = LOGIN_WORDS.find(({ match }) => match.test(`${code} ${message}`));
  const reason = `${sentence(message)}${/\d/.test(code) ? ` (${code})` : ""}`;
  if (said?.setting !== undefined) {
    const { setting } = said;
    const value = config[setting] ?? "";
    const words = { source, field: setting, value };
    return new SourceError(createDiagnostic("source-setting-unknown", words, { detail: reason }));
  }
  if (said?.refused === true) {
    const words = { source, address: url, reason };
    return new SourceError(createDiagnostic("source-refused", words, { hint: said.hint }));
  }
  const hint = said?.hint ?? DEFAULT_HINTS[authenticatorOf(config)];
  const user = config.username ?? "(of the token)";
  return new SourceError(
    createDiagnostic("source-login-failed", { source, user, reason }, { hint }),
  );
}

interface LoginWords {
  /** Matches the code and the message. */
  readonly match: RegExp;
  readonly hint?: string;
  /** Field of the source whose value the service does not know. */
  readonly setting?: "role" | "warehouse" | "database" | "db_schema";
  /** It is not about who logs in. */
  readonly refused?: true;
}

/** The first that matches counts. The service's codes are not public, its words are. */
const LOGIN_WORDS: readonly LoginWords[] = [
  { match: /^390189|role .* (does not exist|is not granted)/i, setting: "role" },
  { match: /requested warehouse does not exist/i, setting: "warehouse" },
  { match: /requested database does not exist/i, setting: "database" },
  { match: /requested schema does not exist/i, setting: "db_schema" },
  {
    match: /temporarily locked|user .*locked|too many failed attempts/i,
    hint: "Wait 15 minutes, or have an administrator run `ALTER USER … SET MINS_TO_UNLOCK = 0`. Mend the credentials first: each wrong login counts.",
  },
  {
    match: /password has expired|password must be changed|change.*password/i,
    hint: "Set a new password in Snowsight, then in the environment; a key pair (`private_key_path`) does not expire.",
  },
  {
    match: /access disabled|user is disabled/i,
    hint: "An administrator can enable the user: `ALTER USER … SET DISABLED = FALSE`.",
  },
  {
    match: /multi-factor|\bMFA\b|duo security|TOTP|passcode/i,
    hint: "Nobody is there to confirm a login: make a user with `TYPE = SERVICE` and a key pair (`private_key_path`) or a programmatic access token (`token`).",
  },
  {
    match: /not allowed to access snowflake|network policy|incoming request with ip/i,
    hint: "A network policy of the account does not admit this address: an administrator adds it, or run this where it is admitted. A programmatic access token needs a policy that admits its user.",
    refused: true,
  },
  {
    match: /authentication policy/i,
    hint: "The account's authentication policy does not admit this way to log in or this driver: try `authenticator: key_pair`, or ask an administrator what is admitted.",
  },
  {
    match: /^390144|jwt token/i,
    hint: "The public key of the user is another one, or the clock is wrong: compare `DESCRIBE USER …` (RSA_PUBLIC_KEY_FP) with the fingerprint of your key, and check `account`, `username` and the time of this machine.",
  },
  {
    match: /programmatic access token.*(expired|disabled)|token.*expired/i,
    hint: "Make a new token (for a programmatic one: `ALTER USER … ADD PROGRAMMATIC ACCESS TOKEN …`) and set it in `token` or `token_path`.",
  },
  {
    match: /programmatic access token|^39440/i,
    hint: "Check `token`: a programmatic access token belongs to one user and one role (`username`, `role`).",
  },
  {
    match: /oauth|^3903\d\d/i,
    hint: "Check `token`: an OAuth token is valid for a short time, for one account and one role; a programmatic access token needs `authenticator: token`.",
  },
  {
    match: /account.*(suspended|locked|trial)|trial.*(ended|expired)/i,
    hint: "An administrator of the account has to talk to Snowflake.",
    refused: true,
  },
  {
    match: /saml|identity provider|sso/i,
    hint: "Single sign-on is not set up for this user; try `authenticator: key_pair`.",
  },
];

const DEFAULT_HINTS = {
  key_pair: "Check `username`, and that the user has the public key of `private_key_path`.",
  token: "Check `token`.",
  oauth: "Check `token`.",
  password: "Check `account`, `username` and `password`. The login is not tried again.",
  browser: "Log in with the browser as `username`.",
} as const;
