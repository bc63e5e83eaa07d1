import { SYSTEM_CLOCK, type Clock } from "./clock.js";
import { HttpFailure } from "./failure.js";
import { request, type HttpAnswer, type HttpRequest } from "./request.js";
import { withRetries, type RetryLimits } from "./retry.js";
import { createTokenKeeper, type TokenOptions } from "./token.js";

export interface HttpClientOptions {
  /** Address of the service; what it ends with counts as a folder. */
  readonly base: string;
  /** Sent with every call; a login that never ends is one: `authorization: "Basic …"`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A login whose tokens end. */
  readonly token?: Omit<TokenOptions, "clock">;
  /** Milliseconds of one attempt, and bytes of its answer, for calls that do not say otherwise. */
  readonly deadline?: number;
  readonly maxBytes?: number;
  readonly retry?: RetryLimits;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** From 0 to below 1, as `Math.random`. */
  readonly random?: () => number;
}

export interface HttpCall extends Omit<HttpRequest, "url"> {
  /** Relative to the service's address, or a whole address that the service named. */
  readonly path: string;
  /** Added to the path's own; what is undefined is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** True for a call that may be made twice; only `GET` is, unless said otherwise. */
  readonly repeatable?: boolean;
}

export interface HttpClient {
  /**
   * A call with its login, deadline and repetitions. Rejects with an {@link HttpFailure}, or with
   * what the login rejects with. Goes to the service's own scheme, host and port only, whoever
   * names the address.
   */
  call(call: HttpCall): Promise<HttpAnswer>;
}

/** Throws an {@link HttpFailure} where the address is none. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { clock = SYSTEM_CLOCK, random = Math.random, retry = {}, token } = options;
  const base = folderOf(options.base);
  const keeper = token && createTokenKeeper({ ...token, clock });

  return {
    call({ path, query, repeatable, ...rest }) {
      const { method = "GET", signal } = rest;
      const attempt = async (login: Readonly<Record<string, string>>) => {
        const { deadline, maxBytes } = options;
        const headers = { ...options.headers, ...rest.headers, ...login };
        const limits = { ...(deadline && { deadline }), ...(maxBytes && { maxBytes }) };
        const url = addressOf(base, path, query);
        return request({ ...limits, ...rest, url, headers }, { ...options, clock });
      };
      return withRetries(
        () =>
          keeper?.authorized((authorization) => attempt({ authorization }), signal) ?? attempt({}),
        { ...retry, ...(!(repeatable ?? method === "GET") && { tries: 1 }) },
        { signal, clock, random },
      );
    },
  };
}

function folderOf(base: string): URL {
  if (!URL.canParse(base)) throw new HttpFailure("unsendable", "its address is no URL");
  const url = new URL(base);
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  return url;
}

function addressOf(base: URL, path: string, query: HttpCall["query"] = {}): URL {
  const url = URL.canParse(path, base.href) ? new URL(path, base) : undefined;
  if (url?.origin !== base.origin) {
    const reason = `the service names an address that is not on \`${base.origin}\``;
    throw new HttpFailure("unsendable", reason, url?.host);
  }
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  return url;
}
