import { fileURLToPath } from "node:url";
import { preact } from "@preact/preset-vite";
import { defineConfig } from "vite";
import { bundleSizes } from "./viewer/build/bundle-sizes.js";
import { firstPaint } from "./viewer/build/first-paint.js";
import { leanPlotly } from "./viewer/build/lean-plotly.js";
import { mapOutlines } from "./viewer/build/map-outlines.js";
import { mendedPlotly } from "./viewer/build/mended-plotly.js";
import { pageChunks } from "./viewer/build/page-chunks.js";
import { pageParts } from "./viewer/build/page-parts.js";
import { readableLabels } from "./viewer/build/readable-labels.js";
import { traceParts } from "./viewer/build/trace-parts.js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("viewer"),
  base: "./",
  plugins: [
    preact(),
    firstPaint(),
    mapOutlines(),
    leanPlotly(),
    readableLabels(),
    mendedPlotly(),
    bundleSizes(),
    traceParts(),
    pageParts(),
  ],
  /**
   * The page imports `contract` alone: the sentences of its own diagnostics are put in here, typed
   * by their codes there.
   */
  resolve: { alias: { "virtual:viewer-codes": here("src/diagnostics/catalogue/viewer.ts") } },
  /** Parts of Plotly name Node's global object. */
  define: { global: "globalThis" },
  build: {
    outDir: here("dist/viewer"),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    /** Nothing is inlined: the page's policy allows data URLs for pictures only. */
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: [pageChunks()] } } },
  },
  experimental: {
    /** The same index.html is served at every depth, so only it names its files from the root. */
    renderBuiltUrl: (filename, { hostType }) =>
      hostType === "html" ? `/${filename}` : { relative: true },
  },
});
