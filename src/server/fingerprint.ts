import { createHash } from "node:crypto";
import { fileIdentity } from "../engine/file-identity.js";
import type { WatchTargets } from "./watch-targets.js";
import { readPlainFile } from "../disk/plain-file.js";

/** Of a file without content. */
export const EMPTY = digest(Buffer.alloc(0));

/**
 * What tells one state of a target from another; undefined when there is no such file of the
 * project.
 */
export async function fingerprint(
  path: string,
  { data, inputs }: WatchTargets,
): Promise<string | undefined> {
  const states = await Promise.all([
    data.has(path) ? fileIdentity(path, "duckdb") : [],
    inputs.has(path) ? fileIdentity(path, "glob") : [],
  ]);
  if (states.flat().length > 0) return states.flat().join("\n");
  const content = await readPlainFile(path).catch(() => undefined);
  return content && digest(content);
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
