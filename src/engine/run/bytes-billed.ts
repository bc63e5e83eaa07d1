import type { ManifestEntry } from "../../contract/manifest.js";

/**
 * Bytes for which services have billed what this run built, with the parts that were moved for it;
 * undefined where none of them bills by bytes.
 */
export function bytesBilled(entries: Iterable<ManifestEntry>): number | undefined {
  let sum: number | undefined;
  for (const { status, bytesBilled: own, legs = [] } of entries) {
    if (status !== "built") continue;
    const moved = legs.filter(({ how }) => how === "moved").map((leg) => leg.bytesBilled);
    for (const bytes of [own, ...moved]) if (bytes !== undefined) sum = (sum ?? 0) + bytes;
  }
  return sum;
}
