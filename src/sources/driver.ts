/**
 * Drivers that are not installed with Headwater: packages that the user adds, as large as the
 * services that need them.
 */
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createDiagnostic } from "../diagnostics/index.js";
import { findPackage } from "../disk/find-package.js";
import { SourceError } from "../rows/stream.js";
import type { SourceContext } from "./contract.js";

export interface Driver<Module> {
  /** Of the package. */
  readonly name: string;
  /** The major version that is asked for, as `npm install` takes it. */
  readonly version: string;
  /** Imports it from where Headwater itself is installed. */
  readonly load: () => Promise<Module>;
}

/**
 * The driver beside Headwater, else the one below the project, whose code runs in a trusted project
 * only. Rejects with `source-driver-missing`, or with `source-driver-unfit` for another major
 * version.
 */
export async function loadDriver<Module>(
  { name, version, load }: Driver<Module>,
  { name: source, trustedRoot }: Pick<SourceContext, "name" | "trustedRoot">,
): Promise<Module> {
  const wanted = `${name}@${version}`;
  const beside = findPackage(name, import.meta.url);
  const path = beside ?? (trustedRoot === undefined ? undefined : findPackage(name, trustedRoot));
  if (path === undefined) {
    const detail =
      trustedRoot === undefined
        ? "It is looked for where Headwater is installed, and below the project once that is trusted."
        : undefined;
    const words = { source, package: wanted };
    throw new SourceError(createDiagnostic("source-driver-missing", words, { detail }));
  }
  const found = versionOf(name, path);
  if (found !== undefined && found.split(".")[0] !== version) {
    throw unfitDriver(source, wanted, `\`${name}@${found}\``);
  }
  // The package has the same name and major version, so that its interface is the same.
  return beside === undefined ? ((await import(pathToFileURL(path).href)) as Module) : load();
}

/** A driver whose interface is not the one that is known here; `found` says which one it is. */
export function unfitDriver(source: string, wanted: string, found: string): SourceError {
  const words = { source, package: wanted, found };
  return new SourceError(createDiagnostic("source-driver-unfit", words));
}

/** The version in the manifest of the package that a module belongs to. */
function versionOf(name: string, path: string): string | undefined {
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const text = readFileSync(join(folder, "package.json"), "utf8");
      const manifest = JSON.parse(text) as { readonly name?: string; readonly version?: string };
      if (manifest.name === name) return manifest.version;
    } catch {
      // A folder without one, or with one of another kind; the next has it.
    }
  }
  return undefined;
}
