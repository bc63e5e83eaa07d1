import { createRequire } from "node:module";
import type { Rolldown } from "vite";

const CORE = createRequire(import.meta.url).resolve("plotly.js/lib/core.js");

type GetModule = (id: string) => { readonly importedIds: readonly string[] } | null;

/**
 * Groups everything that every chart needs into one file. Left alone, the bundler cuts it into some sixty, because other
 * trace types share parts of it.
 */
export function plotlyChunk(): Rolldown.CodeSplittingGroup {
  let needed: ReadonlySet<string> | undefined;
  return {
    name: (id, { getModuleInfo }) => {
      needed ??= reach(CORE, getModuleInfo);
      return needed.has(id) ? "plotly" : null;
    },
  };
}

/** A module and all that it imports at once. */
function reach(start: string, getModule: GetModule): Set<string> {
  const found = new Set([start]);
  for (const id of found) {
    for (const next of getModule(id)?.importedIds ?? []) found.add(next);
  }
  return found;
}
