import { open, readFile, type FileHandle } from "node:fs/promises";
import { pipeline, Readable } from "node:stream";
import { constants, createGzip } from "node:zlib";
import type { Context, Hono } from "hono";
import type { Artifact } from "../../contract/manifest.js";
import type { ResultFormat } from "../../contract/result.js";
import type { Content } from "../content.js";
import { createKeptBodies, type KeptBodies } from "../kept-bodies.js";
import { pageFormat, type ResultFiles } from "../../site/result-files.js";
import { acceptsGzip, cacheHeaders, isUnchanged, sendBody } from "../respond.js";

const IMMUTABLE = "private, max-age=31536000, immutable";
/** Bytes of a result that is kept in memory; a longer one is read for each who asks. */
const MOST_KEPT = 4 * 1024 * 1024;
const TYPES = {
  json: "application/json",
  arrow: "application/vnd.apache.arrow.stream",
} as const satisfies Record<ResultFormat, string>;

export interface DataOptions {
  readonly currentContent: () => Promise<Content>;
  readonly resultFiles: ResultFiles;
  /** Called with what ends an answer that has begun. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * Documents and results. Both are looked up by the whole path in the current content: nothing is
 * joined to a path.
 */
export function addData(app: Hono, options: DataOptions): void {
  const kept = createKeptBodies();
  app.get("/data/*", async (context, next) => {
    const { path } = context.req;
    const { documents, later, artifacts } = await options.currentContent();
    const document = documents.get(path) ?? (await later.get(path)?.());
    if (document) return sendBody(context, document, "no-cache");
    const artifact = artifacts.get(path);
    if (!artifact) return next();
    return sendArtifact(context, artifact, options, kept);
  });
}

/** Answers 404 for an object that was cleaned up meanwhile, or that is damaged. */
async function sendArtifact(
  context: Context,
  artifact: Artifact,
  { resultFiles, onFailure }: DataOptions,
  kept: KeptBodies,
): Promise<Response> {
  const etag = `W/"${artifact.hash}"`;
  const headers = cacheHeaders(etag, IMMUTABLE);
  if (isUnchanged(context, etag)) return context.body(null, 304, headers);
  const ready = await kept.find(artifact.hash);
  if (ready) return sendBody(context, { ...ready, etag }, IMMUTABLE);
  const found = await resultFiles(artifact);
  if (!found) return context.notFound();
  const type = TYPES[pageFormat(artifact)];
  if (found.bytes <= MOST_KEPT) {
    const body = await kept.get(artifact.hash, type, () => readFile(found.path));
    return sendBody(context, { ...body, etag }, IMMUTABLE);
  }
  const file = await open(found.path);
  const compress = acceptsGzip(context);
  const all = {
    ...headers,
    "Content-Type": type,
    ...(compress && { "Content-Encoding": "gzip" }),
  };
  if (context.req.method === "HEAD") {
    await file.close();
    return context.body(null, 200, all);
  }
  return context.body(webStream(file, compress, onFailure), 200, all);
}

function webStream(
  file: FileHandle,
  compress: boolean,
  onFailure: (error: unknown) => void,
): ReadableStream<Uint8Array> {
  const source = file.createReadStream();
  source.on("error", onFailure);
  // A reader that goes away ends the pipeline; there is nobody left to tell.
  const stream = compress
    ? pipeline(source, createGzip({ level: constants.Z_BEST_SPEED }), () => {})
    : source;
  // Node's type of a web stream and the browser's differ in name only.
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
