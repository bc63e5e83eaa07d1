/**
 * Where a plugin lies: a folder of the project, or a package in `node_modules` there or above.
 * Nothing is imported.
 */
import { realpath, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";

const PACKAGE = /^(?:@[a-z0-9-~][a-z0-9-._~]*\/)?[a-z0-9-~][a-z0-9-._~]*$/;

/** The plugin's folder, links followed, or what is wrong. */
export async function findPlugin(
  name: string,
  root: string,
): Promise<{ readonly folder: string } | { readonly fault: Diagnostic }> {
  const missing = { fault: createDiagnostic("plugin-not-found", { plugin: name }) };
  if (/^\.{1,2}(?:[/\\]|$)/.test(name)) {
    const folder = await folderAt(resolve(root, name));
    if (folder === undefined) return missing;
    return isInside(await realpath(root), folder)
      ? { folder }
      : invalid(name, "its folder lies outside the project.");
  }
  if (!PACKAGE.test(name)) {
    return invalid(name, "it is neither the name of a package nor a folder that begins with `./`.");
  }
  for (let from = root; ; from = dirname(from)) {
    const folder = await folderAt(join(from, "node_modules", name));
    if (folder !== undefined) return { folder };
    if (dirname(from) === from) return missing;
  }
}

function invalid(plugin: string, reason: string): { readonly fault: Diagnostic } {
  const hint = "Write `headwater-source-x` or `./plugins/x`.";
  return { fault: createDiagnostic("plugin-invalid", { plugin, reason }, { hint }) };
}

async function folderAt(path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined);
  return real !== undefined && (await stat(real)).isDirectory() ? real : undefined;
}

/** Whether a path is a folder or lies below it; links are not looked at. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!isAbsolute(way) && way !== ".." && !way.startsWith(`..${sep}`));
}
