import { stat } from "node:fs/promises";
import type { Artifact, ObjectCondition } from "../../contract/manifest.js";
import { hashFile } from "../../rows/result/hashed-file.js";

/**
 * Looks at the size of a file, then at its hash: once in this process, until the file is another
 * one. What cannot be read counts as damaged.
 */
export function createObjectCheck(): (
  path: string,
  artifact: Artifact,
) => Promise<ObjectCondition> {
  const whole = new Map<string, string>();
  return async (path, { hash, bytes }) => {
    const found = await stat(path, { bigint: true }).catch(() => undefined);
    if (!found) return "missing";
    if (!found.isFile() || found.size !== BigInt(bytes)) return "damaged";
    const version = [found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(":");
    if (whole.get(path) === version) return "whole";
    const read = await hashFile(path).catch(() => undefined);
    if (read?.hash !== hash) return "damaged";
    whole.set(path, version);
    return "whole";
  };
}
