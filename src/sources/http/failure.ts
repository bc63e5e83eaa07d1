/** What can go wrong with a call, told apart as far as somebody would act differently. */
import { codeOf, isTlsCode, UNREACHABLE } from "../network-failure.js";

/**
 * - `unsendable`: the call cannot be made at all, because of its address or one of its headers
 * - `dns`: the host's name is not known
 * - `unreachable`: no connection can be made to the address
 * - `tls`: no trusted encrypted connection
 * - `timeout`: no whole answer before the deadline
 * - `stalled`: the answer began and stopped coming
 * - `cut`: the connection was closed before the answer's end
 * - `protocol`: the peer speaks no HTTP
 * - `paging`: the service would have the same page read for ever
 * - `status`: a whole answer whose status is not in the 200s; redirects are not followed
 * - `too-large`: more bytes than the caller takes
 * - `not-json`: a whole answer that is no JSON in UTF-8
 * - `cancelled`: by the caller's signal
 */
export type HttpFailureKind =
  | "unsendable"
  | "dns"
  | "unreachable"
  | "tls"
  | "timeout"
  | "stalled"
  | "cut"
  | "protocol"
  | "paging"
  | "status"
  | "too-large"
  | "not-json"
  | "cancelled";

/** An answer whose status is not in the 200s. */
export interface RefusalAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** What came of the body, at most 64 KiB: the service's own words, which may hold anything. */
  readonly text: string;
}

/**
 * Why a call has no answer. The message is a phrase without a full stop, and holds nothing of the
 * call but the host: no header, no path, no query, no body. For the same reason there is no
 * `cause`: errors of `fetch` quote headers and addresses.
 */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  constructor(
    readonly kind: HttpFailureKind,
    reason: string,
    /** `host` or `host:port`; absent where it is no matter of one call. */
    readonly address?: string,
    /** Only of the kind `status`. */
    readonly answer?: RefusalAnswer,
    /** The system's, OpenSSL's or `undici`'s own code, where there is one. */
    readonly code?: string,
  ) {
    super(reason);
  }
}

/**
 * An error of `fetch`, or of reading a body, as a failure. Of unknown errors only the code is kept.
 */
export function failureOf(error: unknown, address: string): HttpFailure {
  if (error instanceof HttpFailure) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : undefined;
  const code = codeOf(cause);
  const proxy = proxyStatus(cause);
  if (proxy !== undefined) {
    return new HttpFailure("unreachable", `the proxy answers HTTP ${proxy}`, address);
  }
  const coded = (kind: HttpFailureKind, reason: string) =>
    new HttpFailure(kind, reason, address, undefined, code);
  if (isTlsCode(code)) return coded("tls", tlsReason(code, cause));
  const known = SYSTEM_FAILURES[code];
  if (known) return coded(known[0], known[1]);
  // Not every version of `undici` gives the parser's errors a code.
  if (code.startsWith("HPE_") || cause?.name === "HTTPParserError")
    return new HttpFailure("protocol", "it speaks no HTTP", address);
  if (code.startsWith("Z_")) {
    return new HttpFailure("protocol", "the answer's compression is damaged", address);
  }
  const fixed = cause ? FETCH_REFUSALS[cause.message] : undefined;
  if (fixed !== undefined) return new HttpFailure("unsendable", fixed, address);
  return new HttpFailure("unreachable", code === "" ? "it cannot be called" : code, address);
}

/** Of a proxy that makes no connection; `undici` has words for it only. */
function proxyStatus(cause: Error | undefined): string | undefined {
  const inner = cause?.cause;
  const words = inner instanceof Error ? inner.message : "";
  return /^Proxy response \((\d+)\)/.exec(words)?.[1];
}

const CLOSED = "the connection was closed before the answer's end";
const NO_CONNECTION = "no connection could be made in time";
const SLOW = "it says nothing";

/** By the code of the system or of `undici`, which is what `fetch` is in Node. */
const SYSTEM_FAILURES: Readonly<Record<string, readonly [HttpFailureKind, string]>> = {
  ...Object.fromEntries(
    Object.entries(UNREACHABLE).map(([code, reason]) => [code, ["unreachable", reason] as const]),
  ),
  ENOTFOUND: ["dns", "there is no such host"],
  EAI_AGAIN: ["dns", "the name service does not answer"],
  ECONNRESET: ["cut", CLOSED],
  EPIPE: ["cut", CLOSED],
  UND_ERR_SOCKET: ["cut", CLOSED],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["cut", CLOSED],
  ETIMEDOUT: ["unreachable", NO_CONNECTION],
  UND_ERR_CONNECT_TIMEOUT: ["unreachable", NO_CONNECTION],
  UND_ERR_HEADERS_TIMEOUT: ["timeout", SLOW],
  UND_ERR_BODY_TIMEOUT: ["timeout", SLOW],
  UND_ERR_HEADERS_OVERFLOW: ["protocol", "the answer's headers are too long"],
};

/** What `fetch` itself does not do; these errors have no code. */
const FETCH_REFUSALS: Readonly<Record<string, string>> = {
  "bad port": "the port is one that web clients never call, such as 6000 or 10080",
  "unknown scheme": "its address begins neither with `https://` nor with `http://`",
};

/** OpenSSL's own words for a peer without TLS are file names and numbers. */
function tlsReason(code: string, cause: Error | undefined): string {
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "ERR_SSL_PACKET_LENGTH_TOO_LONG") {
    return "it does not speak TLS at this port";
  }
  return cause?.message.trim() || code;
}
