/**
 * Serves the built viewer with hand-written data, under the same content policy as the real server,
 * and with assets that a page keeps, as there.
 */
import { existsSync, readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import type { SiteEvent } from "../../src/contract/events.js";

const VIEWER = fileURLToPath(new URL("../../dist/viewer", import.meta.url));

export const CONTENT_POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; " +
  "img-src 'self' data: blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const KEPT = "private, max-age=31536000, immutable";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
};

/** Bodies by their path below `/`, such as `data/site.json`; what is not text is sent as it is. */
export type SiteFiles = Map<string, object | Uint8Array>;

export interface FixtureServer {
  readonly origin: string;
  /** May be changed while it runs. */
  readonly files: SiteFiles;
  /** How many pages listen to events. */
  readonly listeners: () => number;
  send(event: SiteEvent): void;
  readonly close: () => Promise<void>;
}

export interface FixtureOptions {
  /** Answers compressed to those who accept it, as a real server does. */
  readonly compress?: boolean;
  /** Absent: any that is free. */
  readonly port?: number;
}

export async function serveSite(
  files: SiteFiles,
  options: FixtureOptions = {},
): Promise<FixtureServer> {
  const streams = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const path = decodeURIComponent(
      new URL(request.url ?? "/", "http://fixture").pathname.slice(1),
    );
    response.setHeader("content-security-policy", CONTENT_POLICY);
    if (path === "data/events") return openStream(response, streams);
    const found = find(path, files);
    if (!found) return response.writeHead(404).end();
    response.setHeader("content-type", found.type);
    if (path.startsWith("assets/")) response.setHeader("cache-control", KEPT);
    if (options.compress === true && request.headers["accept-encoding"]?.includes("gzip")) {
      response.setHeader("content-encoding", "gzip");
      return response.end(gzipSync(found.body));
    }
    return response.end(found.body);
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    files,
    listeners: () => streams.size,
    send: (event) =>
      streams.forEach((stream) => stream.write(`data: ${JSON.stringify(event)}\n\n`)),
    close: () =>
      new Promise((resolve) => {
        for (const stream of streams) stream.end();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function find(
  path: string,
  files: SiteFiles,
): { body: string | Uint8Array; type: string } | undefined {
  const data = files.get(path);
  if (data instanceof Uint8Array) return { body: data, type: "application/octet-stream" };
  if (data) return { body: JSON.stringify(data), type: "application/json" };
  const isPage = path === "" || path.startsWith("d/");
  const file = join(VIEWER, normalize(isPage ? "index.html" : path));
  const inside = file.startsWith(VIEWER) && (isPage || path.startsWith("assets/"));
  if (!inside || !existsSync(file)) return undefined;
  return { body: readFileSync(file), type: TYPES[extname(file)] ?? "application/octet-stream" };
}

function openStream(response: ServerResponse, streams: Set<ServerResponse>): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  response.write("retry: 500\n\n");
  streams.add(response);
  response.on("close", () => streams.delete(response));
}
