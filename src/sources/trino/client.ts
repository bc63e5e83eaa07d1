/** The calls of Trino's REST protocol that are made here. */
import {
  createHttpClient,
  createServiceFetch,
  type HttpAnswer,
  type HttpClient,
  type HttpClientOptions,
} from "../http/index.js";
import type { ServerTarget } from "../server/server-target.js";
import type { TlsOptions } from "../server/tls.js";
import { baseOf } from "./address.js";
import type { TrinoConfig } from "./config.js";

export interface TrinoClient {
  /** Anybody may ask who answers there. */
  info(signal: AbortSignal | undefined): Promise<unknown>;
  /**
   * Sends a statement. It is never broken off: only its answer says how the statement is addressed,
   * so that it could be stopped. One that changes something is not sent again when the way there fails.
   */
  post(
    sql: string,
    headers: Readonly<Record<string, string>>,
    changes?: boolean,
  ): Promise<HttpAnswer>;
  /** The page at an address that the server named. */
  page(address: string, signal: AbortSignal): Promise<HttpAnswer>;
  /** Ends the statement whose next page is there. */
  remove(address: string, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Bytes of one answer; the server keeps its own near 1 MB, unless one row is larger. */
const MAX_BYTES = 256 * 1024 * 1024;
/** Milliseconds in which an answer begins: the server itself answers within some seconds. */
const DEADLINE = 60_000;
const STATEMENT = "v1/statement";

/** Over connections of its own, encrypted as `tls` says. */
export function createTrinoClient(
  target: ServerTarget,
  config: TrinoConfig,
  tls: TlsOptions,
  means: Pick<HttpClientOptions, "clock" | "random"> = {},
): TrinoClient {
  const own = createServiceFetch(config.connect_timeout, tls);
  const { fetch } = own;
  const base = baseOf(target.config, tls !== undefined);
  const options = { ...means, base, fetch, maxBytes: MAX_BYTES, deadline: DEADLINE };
  const anonymous = createHttpClient({ ...options, retry: { tries: 1 } });
  const client: HttpClient = createHttpClient({ ...options, headers: headersOf(target, config) });
  const silence = config.progress_timeout * 1000;

  return {
    async info(signal) {
      const deadline = config.connect_timeout * 1000;
      return (await anonymous.call({ path: "v1/info", deadline, signal })).value;
    },
    post: (body, headers, changes = false) =>
      client.call({
        method: "POST",
        path: STATEMENT,
        body,
        headers,
        repeatable: !changes,
        silence,
      }),
    page: (address, signal) => client.call({ path: pathOf(address), signal, silence }),
    async remove(address, signal) {
      await client.call({ method: "DELETE", path: pathOf(address), signal });
    },
    close: () => void own.close(),
  };
}

/**
 * A proxy that ends the encryption may leave the server in the belief that it has another address:
 * only the path counts, and the login goes to nobody else.
 */
function pathOf(address: string): string {
  if (!URL.canParse(address)) return address;
  const { pathname, search } = new URL(address);
  return `${pathname}${search}`;
}

function headersOf(
  { context, user }: ServerTarget,
  config: TrinoConfig,
): Readonly<Record<string, string>> {
  const { catalog, db_schema: schema, client_tags: tags = [], token, username } = config;
  return {
    // The server takes the user from the token, unless another one is named.
    ...((token === undefined || username !== undefined) && { "x-trino-user": user }),
    ...loginOf(config),
    "x-trino-source": context.queryTag.replaceAll(/[^\x20-\x7e]/g, "?"),
    "x-trino-client-capabilities": "PARAMETRIC_DATETIME",
    "x-trino-time-zone": context.timeZone ?? "UTC",
    "x-trino-session": sessionOf(config),
    ...(catalog !== undefined && { "x-trino-catalog": catalog }),
    ...(schema !== undefined && { "x-trino-schema": schema }),
    ...(tags.length > 0 && { "x-trino-client-tags": tags.join(",") }),
  };
}

function loginOf({ username, password, token }: TrinoConfig): Readonly<Record<string, string>> {
  if (token !== undefined) return { authorization: `Bearer ${token}` };
  if (password === undefined) return {};
  const pair = `${username}:${password}`;
  // Trino reads the bytes as Latin-1, and has no way to be told of other letters.
  const encoding = /^[\0-\xff]*$/.test(pair) ? "latin1" : "utf8";
  return { authorization: `Basic ${Buffer.from(pair, encoding).toString("base64")}` };
}

/** The source's time limit first, so that a property of the same name counts. */
function sessionOf({ timeout, session_properties: own = {} }: TrinoConfig): string {
  const properties = { query_max_run_time: `${timeout}s`, ...own };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join(",");
}
