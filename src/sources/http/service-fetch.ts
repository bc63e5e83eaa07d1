import type { ConnectionOptions } from "node:tls";
import { EnvHttpProxyAgent, fetch as undiciFetch } from "undici";

/** Hosts of this machine are never behind a proxy. */
const HERE = ["localhost", "127.0.0.1", "[::1]"];

/** Whom an encrypted connection trusts. */
export type Trust = Pick<ConnectionOptions, "ca" | "rejectUnauthorized" | "checkServerIdentity">;

interface ServiceFetch {
  readonly fetch: typeof fetch;
  /** Ends all connections. */
  close(): Promise<void>;
}

/**
 * A `fetch` that goes through the proxies of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, which
 * Node's own does not on the versions that Headwater runs on, and that gives up connecting after
 * so many seconds. `trust` says whom it trusts, where that is not everybody whom Node does.
 */
export function createServiceFetch(connectSeconds: number, trust: Trust = {}): ServiceFetch {
  const { NO_PROXY: none = process.env["no_proxy"] ?? "" } = process.env;
  const connect = { ...trust, timeout: connectSeconds * 1000 };
  const dispatcher = new EnvHttpProxyAgent({
    noProxy: [none, ...HERE].filter((part) => part !== "").join(","),
    connect,
    requestTls: connect,
    proxyTls: connect,
  });
  const proxied = (input: string | URL, init?: object) =>
    undiciFetch(input, { ...init, dispatcher });
  return {
    // Node's `fetch` is this one of another version; their types differ in name only.
    fetch: proxied as unknown as typeof fetch,
    close: () => dispatcher.destroy(),
  };
}
