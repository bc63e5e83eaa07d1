import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { createBody, type Body } from "./respond.js";

/**
 * The viewer's files, listed once: requests look up this map and reach nothing else on the disk.
 */
export interface Assets {
  /** The page that draws everything; absent when the viewer was not built. */
  readonly page?: string;
  /** By URL path. */
  readonly files: ReadonlyMap<string, Asset>;
}

export interface Asset {
  /** Read from the disk at the first call, then kept. */
  body(): Promise<Body>;
  /** True when the name holds a hash of the content. */
  readonly immutable: boolean;
}

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

const PAGE = "index.html";
const HASHED_NAME = /^\/assets\/.*-[\w-]{8}\.\w+$/;

/** Lists the built viewer. */
export async function loadAssets(directory: string): Promise<Assets> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  const files = new Map<string, Asset>();
  for (const entry of entries.filter((found) => found.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const url = `/${relative(directory, path).split(sep).join("/")}`;
    if (url !== `/${PAGE}`) files.set(url, createAsset(path, HASHED_NAME.test(url)));
  }
  const page = await readFile(join(directory, PAGE), "utf8").catch(() => undefined);
  return { ...(page !== undefined && { page: rooted(page) }), files };
}

function createAsset(path: string, immutable: boolean): Asset {
  let body: Promise<Body> | undefined;
  const read = async () => createBody(await readFile(path), typeOf(path));
  return { immutable, body: () => (body ??= read()) };
}

function typeOf(path: string): string {
  return TYPES[extname(path)] ?? "application/octet-stream";
}

/**
 * The page is built with relative addresses, for static hosts; it is served here below `/d/` too.
 */
function rooted(page: string): string {
  return page.replace(/\b(src|href)="\.\//g, '$1="/');
}
