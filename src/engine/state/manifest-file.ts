/** The two files that say what a state holds: `current.json` and the manifest that it names. */
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { STATE_FORMAT, type Manifest } from "../../contract/manifest.js";
import { isErrorCode } from "../../disk/error-code.js";

/** What `current.json` says. */
export interface Pointer {
  readonly format: number;
  readonly run: string;
  /** SHA-256 of the manifest's text; absent in states of earlier versions. */
  readonly manifest?: string;
}

/** How a state stands: usable, not there, of another version of Headwater, or not readable. */
export type PointerState = Pointer | "none" | "outdated" | "damaged";

export async function readPointer(path: string): Promise<PointerState> {
  const found = await readJson(path);
  if (found === undefined) return "none";
  if (!isRecord(found) || typeof found["format"] !== "number") return "damaged";
  if (found["format"] !== STATE_FORMAT) return "outdated";
  const { run, manifest } = found;
  if (typeof run !== "string" || !/^[\w-]+$/.test(run)) return "damaged";
  return {
    format: STATE_FORMAT,
    run,
    ...(typeof manifest === "string" && { manifest }),
  };
}

/** What tells one `current.json` from the next, which replaces it; undefined when there is none. */
export function pointerVersion(path: string): string | undefined {
  // Asked at each request of a page, where a trip through the pool of threads costs far more.
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":");
}

/** The manifest in a text; undefined when it is none that this version wrote whole. */
export function parseManifest(text: string): Manifest | undefined {
  const found = parseJson(text);
  const isWhole =
    isRecord(found) &&
    found["format"] === STATE_FORMAT &&
    typeof found["id"] === "string" &&
    isRecord(found["objects"]) &&
    Object.values(found["objects"]).every(isEntry);
  // Written by `publish`; what readers go into without asking is there.
  return isWhole ? (found as unknown as Manifest) : undefined;
}

/** The text of a file; undefined when there is none that can be read. */
export async function readText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: unknown) => {
    if (isErrorCode(error, "ENOENT", "ENOTDIR", "EISDIR")) return undefined;
    throw error;
  });
}

function isEntry(value: unknown): boolean {
  if (!isRecord(value) || !Array.isArray(value["diagnostics"])) return false;
  const { artifact, legs } = value;
  return (
    typeof value["status"] === "string" &&
    (artifact === undefined || isArtifact(artifact)) &&
    (legs === undefined || (Array.isArray(legs) && legs.every(isRecord)))
  );
}

function isArtifact(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value["hash"] === "string" &&
    /^[0-9a-f]{64}$/.test(value["hash"]) &&
    typeof value["bytes"] === "number" &&
    Array.isArray(value["columns"])
  );
}

/** Undefined when the file is not there; text that is no JSON is null, which nothing here is. */
async function readJson(path: string): Promise<unknown> {
  const text = await readText(path);
  return text === undefined ? undefined : parseJson(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
