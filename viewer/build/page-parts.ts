import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/** What a page may need besides the code of every page, and modules that open it. */
const PARTS = {
  home: ["/pages/home/Home.tsx"],
  dashboard: ["/pages/dashboard/Dashboard.tsx"],
  card: ["/pages/card/CardPage.tsx"],
  table: ["/dashboard/TableItem.tsx"],
  plot: ["/charts/plotly.ts", "/plotly.js/lib/core.js"],
  inputs: ["/inputs/part.ts", "/data/following-result.ts"],
  arrow: ["/data/decode-arrow.ts"],
} as const;

/** Loaded by name, once charts are drawn. */
const PLOT_STYLES = /plotly[^/]*\.css$/;

/**
 * Writes `page-parts.json` beside the page: the files of each part, so that whoever hands out a page
 * can name in its head what it will ask for.
 */
export function pageParts(): Plugin {
  return {
    name: "headwater:page-parts",
    apply: "build",
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
      const page = reach(
        bundle,
        chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName),
      );
      const parts = Object.entries(PARTS).map(([part, modules]) => {
        const opened = chunks
          .filter(({ moduleIds }) =>
            modules.some((end) => moduleIds.some((id) => id.endsWith(end))),
          )
          .map(({ fileName }) => fileName);
        const styles =
          part === "plot" ? Object.keys(bundle).filter((name) => PLOT_STYLES.test(name)) : [];
        const files = [...reach(bundle, opened), ...styles].filter((name) => !page.has(name));
        return [part, files.toSorted()];
      });
      this.emitFile({
        type: "asset",
        fileName: "page-parts.json",
        source: JSON.stringify(Object.fromEntries(parts)),
      });
    },
  };
}

/** Files that are loaded at once with some, style sheets too. */
function reach(bundle: Bundle, from: readonly string[]): Set<string> {
  const found = new Set(from);
  for (const name of found) {
    const output = bundle[name];
    if (output?.type !== "chunk") continue;
    for (const next of output.imports) found.add(next);
    for (const sheet of output.viteMetadata?.importedCss ?? []) found.add(sheet);
  }
  return found;
}
