/**
 * Drivers that are not installed with Headwater: packages that the user adds, as large as the
 * services that need them.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import type { SourceContext } from "./contract.js";

export interface Driver<Module> {
  /** Of the package. */
  readonly name: string;
  /** The version that is asked for, as `npm install` takes it. */
  readonly version: string;
  /** Imports it from where Headwater itself is installed. */
  readonly load: () => Promise<Module>;
}

/**
 * The driver beside Headwater, else the one below the project, whose code runs in a trusted project
 * only. Rejects with `source-driver-missing`.
 */
export async function loadDriver<Module>(
  { name, version, load }: Driver<Module>,
  { name: source, trustedRoot }: Pick<SourceContext, "name" | "trustedRoot">,
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  const path = trustedRoot === undefined ? undefined : pathBelow(trustedRoot, name);
  // The package has the same name, so that its interface is the same.
  if (path !== undefined) return (await import(pathToFileURL(path).href)) as Module;
  const detail =
    trustedRoot === undefined
      ? "It is looked for where Headwater is installed, and below the project once that is trusted."
      : undefined;
  throw new SourceError(
    createDiagnostic(
      "source-driver-missing",
      { source, package: `${name}@${version}` },
      { detail },
    ),
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
}

function pathBelow(root: string, name: string): string | undefined {
  try {
    return createRequire(join(root, "package.json")).resolve(name);
  } catch {
    return undefined;
  }
}
