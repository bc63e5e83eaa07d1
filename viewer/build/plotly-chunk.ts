import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import type { Rolldown } from "vite";

const CORE = createRequire(import.meta.url).resolve("plotly.js/lib/core.js");

/** The page, and what it loads for a dashboard, which need not have a chart. */
const ENTRIES = ["../src/main.tsx", "../src/pages/dashboard/Dashboard.tsx"].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

type GetModule = (id: string) => { readonly importedIds: readonly string[] } | null;

/**
 * Groups everything that every chart needs into one file. Left alone, the bundler cuts it into some
 * sixty, because other trace types share parts of it.
 */
export function plotlyChunk(): Rolldown.CodeSplittingGroup {
  let needed: ReadonlySet<string> | undefined;
  return {
    includeDependenciesRecursively: false,
    name: (id, context) => {
      needed ??= beyond(ENTRIES, CORE, (module) => context.getModuleInfo(module));
      return needed.has(id) ? "plotly" : null;
    },
  };
}

/** What the core needs and the page has not loaded before. */
function beyond(entries: readonly string[], core: string, getModule: GetModule): Set<string> {
  const loaded = new Set(entries.flatMap((entry) => [...reach(entry, getModule)]));
  return new Set([...reach(core, getModule)].filter((id) => !loaded.has(id)));
}

/** A module and all that it imports at once. */
function reach(start: string, getModule: GetModule): Set<string> {
  const found = new Set([start]);
  for (const id of found) {
    for (const next of getModule(id)?.importedIds ?? []) found.add(next);
  }
  return found;
}
