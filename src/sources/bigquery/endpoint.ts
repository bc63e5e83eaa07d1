/** Where the service is, and who may get a token of Google. */

const SERVICE = "https://bigquery.googleapis.com";

/** Undefined for what is no address. */
function urlOf(endpoint: string | undefined): URL | undefined {
  const text = endpoint ?? SERVICE;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** An address of the web; without encryption on this machine only. */
export function isUsableEndpoint(endpoint: string): boolean {
  const url = urlOf(endpoint);
  return url?.protocol === "https:" || (url?.protocol === "http:" && isLocal(url));
}

/** Google's own, or on this machine. */
export function isOwnEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { google, local } = endpointOf(endpoint);
  return google || local;
}

export interface Endpoint {
  readonly url: URL;
  /** On this machine: an emulator, which is asked without a login unless one is given. */
  readonly local: boolean;
  /** One of Google's own hosts, over an encrypted connection. */
  readonly google: boolean;
}

/** Throws a TypeError where {@link isUsableEndpoint} is false for want of an address. */
export function endpointOf(endpoint: string | undefined): Endpoint {
  const url = new URL(endpoint ?? SERVICE);
  const google = url.protocol === "https:" && url.hostname.endsWith(".googleapis.com");
  return { url, local: isLocal(url), google };
}

function isLocal({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
