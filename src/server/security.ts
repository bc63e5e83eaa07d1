import type { MiddlewareHandler } from "hono";
import { CONTENT_POLICY } from "../site/content-policy.js";

const HEADERS = {
  "Content-Security-Policy": `${CONTENT_POLICY}; frame-ancestors 'none'`,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
};

/** On every answer, refusals included. */
export const securityHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value);
};

/**
 * Answers 421 unless the request names this very server: a page of another site whose name was bent
 * to 127.0.0.1 sends its own name. A target in absolute form must name the server too.
 */
export function onlyHosts(port: number): MiddlewareHandler {
  const allowed = new Set(["127.0.0.1", "localhost", "[::1]"].flatMap((name) => hosts(name, port)));
  return async (context, next) => {
    const named = [context.req.header("host") ?? "", new URL(context.req.url).host];
    if (!named.every((host) => allowed.has(host))) {
      return context.text("This server answers to its own address only.\n", 421);
    }
    return next();
  };
}

/** Answers 405 to whatever could change something, but for POST to these paths. */
export function onlyReads(changes: ReadonlySet<string>): MiddlewareHandler {
  return async (context, next) => {
    const { method, path } = context.req;
    if (changes.has(path) ? method === "POST" : method === "GET" || method === "HEAD")
      return next();
    const allowed = changes.has(path) ? "POST" : "GET, HEAD";
    return context.text(`Only ${allowed}.\n`, 405, { Allow: allowed });
  };
}

/**
 * Answers 403 to a browser that says that another site's page asks for data. Pages may link here,
 * and programs say nothing.
 */
export const onlyOwnPages: MiddlewareHandler = async (context, next) => {
  const site = context.req.header("sec-fetch-site") ?? "none";
  if (site === "same-origin" || site === "none") return next();
  return context.text("Only this server's own pages read its data.\n", 403);
};

/** Browsers leave the port out where it is the scheme's own. */
function hosts(name: string, port: number): string[] {
  return port === 80 ? [name, `${name}:80`] : [`${name}:${port}`];
}
