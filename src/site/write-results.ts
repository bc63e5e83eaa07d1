/**
 * The results that pages draw as files of a site: only the columns that are shown, compressed,
 * named by their content.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { Artifact, ArtifactColumn } from "../contract/manifest.js";
import type { Embedded } from "../readers/contract.js";
import { modelResult } from "../readers/stored-model.js";
import { selectColumns, type ResultBytes } from "../rows/result/select-columns.js";
import type { State } from "../engine/state/state.js";
import type { Model, Trace } from "../project/objects.js";
import type { Drawn } from "./drawn.js";

/** An object whose rows are part of a site. */
export interface WrittenResult {
  readonly object: Trace | Model;
  /** Path from the site's folder, with `/`. */
  readonly file: string;
  readonly format: ResultBytes["format"];
  readonly columns: readonly ArtifactColumn[];
  readonly rows: number;
  /** Of the file. */
  readonly bytes: number;
  readonly builtAt: string;
}

export interface WriteResultsOptions {
  /** Absolute folder of the site. */
  readonly folder: string;
  readonly state: Pick<State, "objectPath">;
  readonly embedded: Embedded;
  readonly signal: AbortSignal;
}

/**
 * Writes one file per different content, one after the other. Objects without a result are left
 * out.
 */
export async function writeResults(
  drawn: readonly Drawn[],
  options: WriteResultsOptions,
): Promise<WrittenResult[]> {
  const written: WrittenResult[] = [];
  for (const one of drawn) {
    options.signal.throwIfAborted();
    if (one.artifact) written.push(await writeOne(one, one.artifact, options));
  }
  return written;
}

async function writeOne(
  { object, columns: shown }: Drawn,
  artifact: Artifact,
  options: WriteResultsOptions,
): Promise<WrittenResult> {
  const { bytes, format } = await resultBytes(artifact, shown, options);
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  // Hosts that know a file's extension as compressed would say so, and browsers would open it a
  // second time.
  const file = `data/results/${hash}.bin`;
  const path = join(options.folder, file);
  const compressed = await compress(bytes);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, compressed);
  const { rows, builtAt } = artifact;
  const columns = artifact.columns
    .filter(({ name }) => shown?.has(name) ?? true)
    .map(({ name, type }) => ({ name, type }));
  return { object, file, format, columns, rows, bytes: compressed.length, builtAt };
}

async function resultBytes(
  artifact: Artifact,
  shown: ReadonlySet<string> | undefined,
  { state, embedded, signal }: WriteResultsOptions,
): Promise<ResultBytes> {
  const stored = state.objectPath(artifact);
  const { format } = artifact;
  if (format === "parquet") {
    const draft = await modelResult(embedded, { artifact, path: stored }, shown, signal);
    const bytes = await readFile(draft.path);
    await rm(draft.path, { force: true });
    return { bytes, format: draft.artifact.format === "arrow" ? "arrow" : "json" };
  }
  const whole = { bytes: await readFile(stored), format };
  const isWhole = artifact.columns.every(({ name }) => shown?.has(name) ?? true);
  return shown && !isWhole ? selectColumns(whole, shown) : whole;
}

/** Byte of a gzip header that names the operating system, and its value for none. */
const SYSTEM = { at: 9, none: 255 };

/** The same bytes on every system. */
async function compress(bytes: Uint8Array): Promise<Buffer> {
  const compressed = await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION });
  compressed[SYSTEM.at] = SYSTEM.none;
  return compressed;
}
