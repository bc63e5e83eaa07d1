/** Failures of calls and jobs, as the user should see them. */
import { createDiagnostic, type DiagnosticCode } from "../../diagnostics/index.js";
import { SourceError, TypeContradiction } from "../../rows/stream.js";
import { HttpFailure, sourceErrorOf, type HttpFailureKind } from "../http/index.js";
import { cloudTlsHint } from "../cloud-tls-hint.js";
import { sentence } from "../network-failure.js";
import { caret } from "../server/caret.js";
import { maximumBytes } from "./maximum-bytes.js";
import { JobFailed, PASSING_REASONS, refusalOf, type Refusal } from "./refusal.js";
import type { Service } from "./service.js";

type Origin = Pick<Service, "config" | "context" | "endpoint">;

/** `sql` is the user's own text, into which the service's place points; empty where it is not. */
export function failureOf(error: unknown, origin: Origin, sql = ""): Error {
  if (error instanceof SourceError || error instanceof TypeContradiction) return error;
  const refusal =
    error instanceof JobFailed
      ? error.refusal
      : error instanceof HttpFailure
        ? refusalOf(error)
        : undefined;
  if (refusal) return refused(refusal, origin, sql);
  const { name: source } = origin.context;
  if (error instanceof HttpFailure && FOREIGN.has(error.kind)) return foreign(error, origin);
  const known = sourceErrorOf(error, { source, user: origin.config.project });
  if (!(known instanceof SourceError))
    return known instanceof Error ? known : new Error(String(known));
  const hint = error instanceof HttpFailure ? unreachedHint(error) : undefined;
  if (hint === undefined) return known;
  return new SourceError({ ...known.diagnostic, hint }, known.transient);
}

/** Whole answers of somebody else. */
const FOREIGN: ReadonlySet<HttpFailureKind> = new Set(["status", "not-json"]);

function unreachedHint({ kind, message }: HttpFailure): string | undefined {
  if (kind === "tls") return cloudTlsHint(message, "api_endpoint");
  if (kind === "dns") {
    return "Check the name service of this machine, and `api_endpoint` if it is set; behind a proxy set `HTTPS_PROXY`.";
  }
  return kind === "unreachable"
    ? "Behind a proxy set `HTTPS_PROXY`; check `api_endpoint` if it is set, and that a firewall lets `https` through."
    : undefined;
}

/** The words of something that is no service of Google's. */
function foreign({ answer, address = "", message }: HttpFailure, origin: Origin): SourceError {
  const { name: source } = origin.context;
  const reason = sentence(`${message}, and not in the way of BigQuery`);
  const hint =
    origin.config.api_endpoint === undefined
      ? "Something between here and Google answers in its place, such as a proxy."
      : "Check `api_endpoint`: it is the address of the service without any path, such as `https://bigquery.googleapis.com`.";
  const passes = (answer?.status ?? 0) >= 500;
  return new SourceError(
    createDiagnostic("source-refused", { source, address, reason }, { hint }),
    passes ? "read" : undefined,
  );
}

interface Told {
  readonly code: Extract<
    DiagnosticCode,
    | "query-failed"
    | "query-name-unknown"
    | "query-not-permitted"
    | "query-would-write"
    | "source-connection-lost"
  >;
  readonly hint?: string | undefined;
}

function refused(refusal: Refusal, origin: Origin, sql: string): SourceError {
  const { context, config } = origin;
  const { name: source } = context;
  const { reason: word, message, status } = refusal;
  const reason = sentence(message || word || `HTTP ${status ?? ""}`);
  if (status === 401) {
    const hint = "The key may have been deleted or the login revoked. It is not tried again.";
    const values = { source, user: config.project, reason };
    return new SourceError(createDiagnostic("source-login-failed", values, { hint }));
  }
  if (word === "bytesBilledLimitExceeded") return tooManyBytes(message, origin);
  if (word === "timeout" || (/timed? ?out/i.test(message) && word === "stopped")) {
    const seconds = config.timeout;
    return new SourceError(createDiagnostic("query-timed-out", { source, seconds }));
  }
  const service = SERVICE_REFUSALS.find(([pattern]) => pattern.test(`${word} ${message}`));
  if (service) {
    const hint = service[1](config.project);
    const address = origin.endpoint.url.host;
    return new SourceError(
      createDiagnostic("source-refused", { source, address, reason }, { hint }),
    );
  }
  const { code, hint } = told(refusal, origin);
  const detail = placeIn(sql, message);
  const diagnostic = createDiagnostic(code, { source, reason }, { detail, hint });
  return new SourceError(diagnostic, code === "source-connection-lost" ? "read" : undefined);
}

/** What the project, not the query, lacks. */
const SERVICE_REFUSALS: readonly (readonly [RegExp, (project: string) => string])[] = [
  [
    /accessNotConfigured|SERVICE_DISABLED|has not been used in project/,
    (project) =>
      `Switch it on: \`gcloud services enable bigquery.googleapis.com --project ${project}\`.`,
  ],
  [
    /billingNotEnabled|billing has not been enabled|BILLING_DISABLED/i,
    (project) => `Connect \`${project}\` with a billing account in the Google Cloud console.`,
  ],
  [
    /vpcServiceControls|prohibited by organization/i,
    () =>
      "The organisation's perimeter keeps this machine out: ask its administrator to let it in.",
  ],
  [
    /quota project|USER_PROJECT_DENIED/i,
    (project) => `Run \`gcloud auth application-default set-quota-project ${project}\`.`,
  ],
  [
    /Not found: Project|Invalid project ID|project .* not found/i,
    (project) =>
      `Check \`project\`: it is the id, not the name or the number, and \`${project}\` is none that this login may see.`,
  ],
];

const UNKNOWN_NAME =
  /unrecognized name|function not found|not found: (table|dataset|routine|column)|name .* not found|was not found in location|does not have a (column|field)|referenced (column|table) .* not found/i;

function told({ reason, message, status }: Refusal, origin: Origin): Told {
  const { location } = origin.config;
  if (/not found in location/i.test(message)) {
    const [, place = ""] = /location (\S+?)\.?$/.exec(message.trim()) ?? [];
    const hint =
      location === undefined
        ? `The query ran in \`${place}\`. If the dataset lies elsewhere, say so with \`location: EU\`, or the region that the console shows; else check its name.`
        : `The source says \`location: ${location}\`; the console shows where the dataset lies.`;
    return { code: "query-name-unknown", hint };
  }
  if (UNKNOWN_NAME.test(message) || reason === "notFound") return { code: "query-name-unknown" };
  if (PASSING_REASONS.has(reason) || (status ?? 0) >= 500) {
    return { code: "source-connection-lost", hint: "The service is busy; run again." };
  }
  if (reason === "accessDenied" || status === 403) {
    const found = PERMISSIONS.find(([pattern]) => pattern.test(message));
    return {
      code: reason === "quotaExceeded" ? "query-failed" : "query-not-permitted",
      hint: reason === "quotaExceeded" ? HINTS["quotaExceeded"] : found?.[1],
    };
  }
  return { code: "query-failed", hint: HINTS[reason] };
}

const PERMISSIONS: readonly (readonly [RegExp, string])[] = [
  [
    /bigquery\.jobs\.create/,
    "The login needs the role `roles/bigquery.jobUser` on the project that pays.",
  ],
  [/bigquery\.readsessions/, "The login needs the role `roles/bigquery.readSessionUser`."],
  [
    /Drive credentials|drive/i,
    "The table is a sheet of Google Drive, which its own permission guards; copy it into BigQuery.",
  ],
  [
    /./,
    "The login needs the role `roles/bigquery.dataViewer` on the dataset; the name may be misspelt, too, since BigQuery says the same then.",
  ],
];

const HINTS: Readonly<Record<string, string>> = {
  quotaExceeded: "A quota of the project is used up; it starts anew at midnight Pacific time.",
  responseTooLarge: "Let the query aggregate, or select fewer rows.",
  resourcesExceeded:
    "Mostly an ORDER BY or a window over all rows: leave it out, or narrow it with PARTITION BY.",
  billingTierLimitExceeded: "The query calculates too much for the bytes that it reads.",
  stopped: "Somebody cancelled the job in BigQuery.",
};

/** The service says the bytes, or at least that they are too many. */
function tooManyBytes(message: string, { config, context }: Origin): SourceError {
  const needed = Number(/(\d+) or higher required/.exec(message)?.[1] ?? Number.NaN);
  return bytesExceeded(context.name, Number.isNaN(needed) ? undefined : needed, config);
}

/** `bytes`: for which the query would be billed, as far as that is known. */
export function bytesExceeded(
  source: string,
  bytes: number | undefined,
  config: Origin["config"],
): SourceError {
  const limit = maximumBytes(config) ?? 0;
  const values = { source, bytes, limit };
  const line = `maximum_bytes_billed: ${raisedLimit(bytes ?? limit * 2)}`;
  const hint = `Read fewer columns or partitions. If it is worth its price, allow it with this line in the source: \`${line}\``;
  return new SourceError(createDiagnostic("query-bytes-exceeded", values, { hint }));
}

/** The line with a caret below the place that the message names: `… at [2:15]`. */
function placeIn(sql: string, message: string): string | undefined {
  const [, line, column] = /\[(\d+):(\d+)\]/.exec(message) ?? [];
  if (sql === "" || line === undefined || column === undefined) return undefined;
  const lines = sql.split("\n");
  const before = lines.slice(0, Number(line) - 1);
  if (before.length >= lines.length) return undefined;
  const offset = before.reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1;
  return caret(sql, Math.min(offset, sql.length));
}

/** In the form of the field, and at least as many bytes: `13GB`. */
function raisedLimit(bytes: number): string {
  const gigabytes = Math.ceil(bytes / 1e9);
  return gigabytes > 1 ? `${gigabytes}GB` : `${Math.max(1, Math.ceil(bytes / 1e6))}MB`;
}
