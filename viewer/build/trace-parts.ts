import type { Plugin, Rolldown } from "vite";

type Bundle = Rolldown.OutputBundle;

/** The module that imports each type when a chart needs it. */
const TYPES = /\/charts\/trace-types\.ts$/;
/** Modules of Plotly that are one type each. */
const TYPE = /\/plotly\.js\/(?:lib|src\/traces)\/([a-z0-9]+)(?:\/strict)?\.js$/;

/**
 * Writes `trace-parts.json` beside the page: the files that nothing but the drawing of a type needs,
 * by type, so that a published site leaves out those of types that it does not draw.
 */
export function traceParts(): Plugin {
  return {
    name: "headwater:trace-parts",
    apply: "build",
    generateBundle(_options, bundle) {
      const parts = partsOf(bundle);
      this.emitFile({
        type: "asset",
        fileName: "trace-parts.json",
        source: JSON.stringify(Object.fromEntries(parts)),
      });
    },
  };
}

function partsOf(bundle: Bundle): Map<string, readonly string[]> {
  const chunks = Object.values(bundle).filter((output) => output.type === "chunk");
  const entryOfType = new Map<string, string>();
  for (const { fileName, moduleIds } of chunks) {
    for (const id of moduleIds) {
      const type = TYPE.exec(id)?.[1];
      if (type !== undefined) entryOfType.set(type, fileName);
    }
  }
  const entries = new Set(entryOfType.values());
  const loader = chunks.find(({ moduleIds }) => moduleIds.some((id) => TYPES.test(id)));
  const page = reach(
    bundle,
    chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName),
    ({ fileName, imports, dynamicImports }) => [
      ...imports,
      ...dynamicImports.filter((name) => fileName !== loader?.fileName || !entries.has(name)),
    ],
  );
  return new Map(
    [...entryOfType].map(([type, entry]) => {
      const needed = reach(bundle, [entry], ({ fileName, imports, dynamicImports }) =>
        page.has(fileName) ? [] : [...imports, ...dynamicImports],
      );
      return [type, [...needed].filter((name) => !page.has(name)).toSorted()];
    }),
  );
}

/** Files that are loaded from some on, style sheets too. */
function reach(
  bundle: Bundle,
  from: readonly string[],
  importsOf: (chunk: Rolldown.OutputChunk) => readonly string[],
): Set<string> {
  const found = new Set(from);
  for (const name of found) {
    const output = bundle[name];
    if (output?.type !== "chunk") continue;
    for (const next of importsOf(output)) found.add(next);
    for (const sheet of output.viteMetadata?.importedCss ?? []) found.add(sheet);
  }
  return found;
}
