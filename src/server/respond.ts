import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Context } from "hono";

const gzipped = promisify(gzip);
const SMALLEST_GZIP = 1024;

/** Bytes with a name for their version, compressed once when first asked for. */
export interface Body {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly type: string;
  readonly etag: string;
  gzip(): Promise<Buffer<ArrayBuffer>>;
}

/** A body whose version is the hash of its bytes. */
export function createBody(content: string | Buffer, type: string): Body {
  const bytes = Buffer.from(content);
  let compressed: Promise<Buffer<ArrayBuffer>> | undefined;
  return {
    bytes,
    type,
    etag: `W/"${createHash("sha256").update(bytes).digest("base64url").slice(0, 27)}"`,
    gzip: () => (compressed ??= gzipped(bytes, { level: constants.Z_BEST_SPEED })),
  };
}

/** Answers with a body, or with 304 when the browser has this version. */
export async function sendBody(
  context: Context,
  body: Body,
  cacheControl: string,
): Promise<Response> {
  const headers = cacheHeaders(body.etag, cacheControl);
  if (isUnchanged(context, body.etag)) return context.body(null, 304, headers);
  const type = { ...headers, "Content-Type": body.type };
  if (body.bytes.length < SMALLEST_GZIP || !acceptsGzip(context)) {
    return context.body(body.bytes, 200, type);
  }
  return context.body(await body.gzip(), 200, { ...type, "Content-Encoding": "gzip" });
}

/** The headers that let a browser keep an answer. */
export function cacheHeaders(etag: string, cacheControl: string): Record<string, string> {
  return { ETag: etag, "Cache-Control": cacheControl, Vary: "Accept-Encoding" };
}

/** True when the browser says that it has this version. */
export function isUnchanged(context: Context, etag: string): boolean {
  const known = context.req.header("if-none-match")?.split(",") ?? [];
  return known.some((tag) => tag.trim() === etag);
}

/** True when the browser can open gzip. */
export function acceptsGzip(context: Context): boolean {
  const encodings = context.req.header("accept-encoding")?.split(",") ?? [];
  return encodings.some((encoding) => /^\s*gzip\s*(;\s*q=(1|0?\.\d*[1-9]).*)?$/.test(encoding));
}
