import { readFileSync } from "node:fs";
import { STATE_FORMAT } from "../contract/manifest.js";
import { sha256 } from "./run-sources.js";

let version: string | undefined;

/**
 * The key of a job: equal keys mean that the same rows would come out if the sources had not changed meanwhile.
 * `parts` are everything that decides: query or command, source identity, parameters, keys of inputs.
 */
export function jobKey(kind: string, parts: readonly unknown[]): string {
  return sha256(JSON.stringify([kind, codeVersion(), parts]));
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
