import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Rolldown } from "vite";

const CORE = createRequire(import.meta.url).resolve("plotly.js/lib/core.js");

const OWN = fileURLToPath(new URL("../src/", import.meta.url));
const ENTRY = `${OWN}main.tsx`;

interface ModuleImports {
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

type GetModule = (id: string) => ModuleImports | null;

/**
 * Groups everything that every chart needs into one file. Left alone, the bundler cuts it into some
 * sixty, because other trace types share parts of it.
 */
export function plotlyChunk(): Rolldown.CodeSplittingGroup {
  let needed: ReadonlySet<string> | undefined;
  return {
    includeDependenciesRecursively: false,
    name: (id, context) => {
      needed ??= beyond(ENTRY, CORE, (module) => context.getModuleInfo(module));
      return needed.has(id) ? "plotly" : null;
    },
  };
}

/**
 * What the core needs and the page's own code does not: pages without charts need that code too.
 */
function beyond(entry: string, core: string, getModule: GetModule): Set<string> {
  const own = reach(entry, (id) => {
    const { importedIds = [], dynamicallyImportedIds = [] } = getModule(id) ?? {};
    return [...importedIds, ...dynamicallyImportedIds.filter((next) => next.startsWith(OWN))];
  });
  const needed = reach(core, (id) => getModule(id)?.importedIds ?? []);
  return new Set([...needed].filter((id) => !own.has(id)));
}

/** A module and all that is imported from there on. */
function reach(start: string, importsOf: (id: string) => readonly string[]): Set<string> {
  const found = new Set([start]);
  for (const id of found) for (const next of importsOf(id)) found.add(next);
  return found;
}
