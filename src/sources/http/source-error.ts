import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError } from "../../rows/stream.js";
import { sentence } from "../network-failure.js";
import { HttpFailure, type HttpFailureKind } from "./failure.js";
import { isPassingStatus } from "./retry.js";

/** Whose failure it is. */
export interface CallOrigin {
  readonly source: string;
  /** Who logs in, in the user's words. */
  readonly user: string;
}

/** Characters of a service's words that are shown. */
const MAX_WORDS = 1000;

interface FailureContext extends CallOrigin {
  readonly address: string;
  /** A sentence. */
  readonly reason: string;
  readonly answer: HttpFailure["answer"];
}

/**
 * A failed call as the user should see it, where a type knows nothing better; other errors stay as
 * they are. What the service itself says of a refusal is the detail.
 */
export function sourceErrorOf(error: unknown, origin: CallOrigin): unknown {
  if (!(error instanceof HttpFailure)) return error;
  const { kind, address = origin.source, message, answer } = error;
  return BY_KIND[kind]({ ...origin, address, reason: sentence(message), answer });
}

const BY_KIND = {
  unsendable: unusable,
  dns: ({ source, address }) => {
    const host = address.replace(/:\d+$/, "");
    return new SourceError(createDiagnostic("source-host-unknown", { source, host }));
  },
  unreachable: ({ source, address, reason }) => {
    const values = { source, address, reason: reason.replace(/\.$/, "") };
    return new SourceError(createDiagnostic("source-unreachable", values), "connect");
  },
  tls: ({ source, address, reason }) =>
    new SourceError(createDiagnostic("source-tls-failed", { source, address, reason })),
  timeout: lost,
  stalled: lost,
  cut: lost,
  protocol: unusable,
  paging: unusable,
  status: refused,
  "too-large": unusable,
  "not-json": unusable,
  cancelled: () => new SourceError(createDiagnostic("read-cancelled", {})),
} satisfies Record<HttpFailureKind, (context: FailureContext) => SourceError>;

function lost({ source, reason, answer }: FailureContext): SourceError {
  const context = { detail: wordsOf(answer) };
  const diagnostic = createDiagnostic("source-connection-lost", { source, reason }, context);
  return new SourceError(diagnostic, "read");
}

function unusable({ source, address, reason }: FailureContext): SourceError {
  const message = `\`${source}\` at \`${address}\` cannot be read: ${reason}`;
  return new SourceError(createDiagnostic("source-failed", { message }));
}

function refused(context: FailureContext): SourceError {
  const { source, user, reason, answer } = context;
  const status = answer?.status ?? 0;
  if (isPassingStatus(status)) return lost(context);
  const detail = wordsOf(answer);
  if (status === 401) {
    const hint =
      "Check the token or the password; it may have expired. The login is not tried again.";
    const values = { source, user, reason };
    return new SourceError(createDiagnostic("source-login-failed", values, { detail, hint }));
  }
  const code = status === 403 ? "query-not-permitted" : "query-failed";
  return new SourceError(createDiagnostic(code, { source, reason }, { detail }));
}

/** The service's own words, unless they are a page for a browser. */
function wordsOf(answer: HttpFailure["answer"]): string | undefined {
  if (answer?.headers.get("content-type")?.includes("html")) return undefined;
  return answer?.text.trim().slice(0, MAX_WORDS) || undefined;
}
