import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Path of the module of a package as code that lies at `from`, a folder or a file's URL, would get
 * it; undefined when it would get none. Nothing of it is loaded.
 */
export function findPackage(name: string, from: string): string | undefined {
  const file = from.startsWith("file:") ? from : join(from, "package.json");
  try {
    return createRequire(file).resolve(name);
  } catch {
    return undefined;
  }
}
