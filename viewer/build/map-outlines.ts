import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { runInNewContext } from "node:vm";
import type { Plugin } from "vite";

/**
 * Where the built page finds the outlines; the version is in the path because the files are cached
 * for ever.
 */
const FOLDER = "assets/map-outlines";

interface GeoAssets {
  readonly version: string;
  readonly topojson: Readonly<Record<string, unknown>>;
}

/**
 * Emits the coastlines and borders that Plotly would fetch from its CDN as files of our own, and
 * gives the page their folder as `virtual:map-outlines`.
 */
export function mapOutlines(): Plugin {
  const { version, topojson } = readGeoAssets();
  return {
    name: "headwater:map-outlines",
    resolveId: (id) => (id === "virtual:map-outlines" ? `\0${id}` : undefined),
    load: (id) =>
      id === "\0virtual:map-outlines"
        ? `export const mapOutlinesFolder = ${JSON.stringify(`${FOLDER}-${version}/`)};`
        : undefined,
    generateBundle() {
      for (const [name, outlines] of Object.entries(topojson)) {
        this.emitFile({
          type: "asset",
          fileName: `${FOLDER}-${version}/${name}.json`,
          source: JSON.stringify(outlines),
        });
      }
    },
  };
}

/** Plotly ships its outlines inside one script, which hands them to whoever has a `module`. */
function readGeoAssets(): GeoAssets {
  const file = createRequire(import.meta.url).resolve("plotly.js/dist/plotly-geo-assets.js");
  const module: { exports: unknown } = { exports: {} };
  runInNewContext(readFileSync(file, "utf8"), { module, exports: module.exports, window: {} });
  // The shape is Plotly's own `geo_assets.js`, pinned by version in package.json.
  return module.exports as GeoAssets;
}
