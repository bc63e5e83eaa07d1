import { readFileSync } from "node:fs";
import { STATE_FORMAT } from "../contract/manifest.js";
import { sha256 } from "../disk/sha256.js";

/**
 * What decides which rows a job yields, by name: `sql`, `source.host`, `file.orders.csv`,
 * `model.orders`. JSON values.
 */
export type Ingredients = Readonly<Record<string, unknown>>;

export interface JobKey {
  /** Equal keys mean that the same rows would come out if the sources had not changed meanwhile. */
  readonly key: string;
  /**
   * A short hash of each ingredient, never its value, so that a later run can say which of them
   * changed.
   */
  readonly parts: Readonly<Record<string, string>>;
}

let version: string | undefined;

/** The key of a job of this kind. Ingredients that are undefined count as absent. */
export function jobKey(kind: string, ingredients: Ingredients): JobKey {
  const all = Object.entries({ ...ingredients, version: codeVersion() })
    .filter(([, value]) => value !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const parts = all.map(([name, value]) => [name, sha256(JSON.stringify(value)).slice(0, 16)]);
  return { key: sha256(JSON.stringify([kind, all])), parts: Object.fromEntries(parts) };
}

/** Another version of Headwater may read values differently, so it builds anew. */
function codeVersion(): string {
  if (version === undefined) {
    const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
    // Our own package.json.
    version = `${STATE_FORMAT} ${(JSON.parse(text) as { version: string }).version}`;
  }
  return version;
}
