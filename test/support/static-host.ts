/**
 * The plainest host of files: what lies below a folder, under a path, with `index.html` for
 * addresses that end in `/`.
 */
import { createReadStream, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
};

export interface StaticHost {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/**
 * `path` begins and ends with a slash. The host sends no header but the type, redirects nothing and
 * rewrites nothing.
 */
export async function hostFolder(folder: string, path: string): Promise<StaticHost> {
  const server = createServer((request, response) => {
    const asked = decodeURIComponent(new URL(request.url ?? "/", "http://host").pathname);
    const name = asked.endsWith("/") ? `${asked}index.html` : asked;
    const file = join(folder, name.slice(path.length));
    const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    if (!name.startsWith(path) || !isFile) return response.writeHead(404).end();
    response.setHeader("content-type", TYPES[extname(file)] ?? "application/octet-stream");
    return createReadStream(file).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // A server that listens on TCP has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
