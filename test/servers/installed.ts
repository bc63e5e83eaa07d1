/** Test servers that `npm run test:servers` has put into the user's cache. */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

const { XDG_CACHE_HOME: cacheHome = "" } = process.env;
const CACHE = join(
  cacheHome === "" ? join(homedir(), ".cache") : cacheHome,
  "headwater-test-servers",
);

/**
 * The folder of the server whose entry is `installable/<name>.json`; undefined when it is not
 * installed.
 */
export function installedServer(name: string): string | undefined {
  const entry = join(import.meta.dirname, "installable", `${name}.json`);
  const { version } = JSON.parse(readFileSync(entry, "utf8")) as { readonly version: string };
  const folder = join(CACHE, `${name}-${version}`);
  return existsSync(join(folder, "ready")) ? folder : undefined;
}
