/**
 * Into which files the page's code is cut: one for each thing that is loaded at once. Left alone,
 * the bundler makes a file of each set of modules that some parts share, sixty of them for the core
 * of Plotly alone, and each file is a request.
 */
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Rolldown } from "vite";

const OWN = fileURLToPath(new URL("../src/", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const CORE = resolve("plotly.js/lib/core.js");
const BARS = resolve("plotly.js/lib/bar.js");
const CODE_OF_INPUTS = /\/src\/(?:fold\/[^/]+|inputs\/.+)$|\/following-result\.ts$/;

const ENTRY = `${OWN}main.tsx`;
const HOME = `${OWN}pages/home/Home.tsx`;
const DASHBOARD = `${OWN}pages/dashboard/Dashboard.tsx`;
const TABLE = `${OWN}dashboard/TableItem.tsx`;

interface ModuleImports {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

type GetModule = (id: string) => ModuleImports | null;

/** Modules that no file of these needs at once are cut by the bundler. */
export function pageChunks(): Rolldown.CodeSplittingGroup {
  let fileOf: ReadonlyMap<string, string> | undefined;
  return {
    debugName: "page",
    includeDependenciesRecursively: false,
    name(id, context) {
      fileOf ??= cut((module) => context.getModuleInfo(module));
      return fileOf.get(id) ?? (CODE_OF_INPUTS.test(id) ? "inputs" : null);
    },
  };
}

function cut(getModule: GetModule): Map<string, string> {
  const atOnce = (start: string) => reach(start, (id) => getModule(id)?.importedIds ?? []);
  // Pages without charts need what their own code shares with the core.
  const own = reach(ENTRY, (id) => {
    const { importedIds = [], dynamicallyImportedIds = [] } = getModule(id) ?? {};
    return [...importedIds, ...dynamicallyImportedIds.filter((next) => next.startsWith(OWN))];
  });
  const dashboard = atOnce(DASHBOARD);
  const files: readonly (readonly [name: string, modules: Iterable<string>])[] = [
    ["page", [...atOnce(ENTRY), ...[...atOnce(HOME)].filter((id) => dashboard.has(id))]],
    ["dashboard", dashboard],
    ["table", atOnce(TABLE)],
    ["plotly", [...atOnce(CORE)].filter((id) => !own.has(id))],
    // Histograms, funnels and waterfalls are drawn as bars too.
    ["bars", [...atOnce(BARS)].filter((id) => !own.has(id))],
  ];
  // A module is in the first file that needs it.
  return new Map(
    files.toReversed().flatMap(([name, modules]) => [...modules].map((id) => [id, name])),
  );
}

/** A module and all that is imported from there on. */
function reach(start: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([start]);
  for (const id of found) for (const next of importsOf(id)) found.add(next);
  return found;
}
