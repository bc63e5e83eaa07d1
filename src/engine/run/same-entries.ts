import { isDeepStrictEqual } from "node:util";
import type { Manifest, ManifestEntry } from "../../contract/manifest.js";

/**
 * Whether two runs left the same objects with the same results, keys and diagnostics; how long they
 * took and what they built anew may differ.
 */
export function sameEntries({ objects }: Manifest, { objects: others }: Manifest): boolean {
  const ids = Object.keys(objects);
  if (ids.length !== Object.keys(others).length) return false;
  return ids.every((id) => isDeepStrictEqual(lasting(objects[id]), lasting(others[id])));
}

function lasting(entry: ManifestEntry | undefined): unknown {
  if (!entry) return undefined;
  const { status, milliseconds: _, reason: __, ...more } = entry;
  return { ...more, status: status === "reused" ? "built" : status };
}
