import { gzipSync } from "node:zlib";
import type { Plugin, Rolldown } from "vite";

/** Modules that open a page, and what it may weigh in kilobytes, compressed. */
const BUDGETS = [
  { page: "home", modules: ["src/main.tsx", "src/pages/home/Home.tsx"], limit: 45 },
  {
    page: "dashboard of lines and bars",
    modules: [
      "src/main.tsx",
      "src/pages/dashboard/Dashboard.tsx",
      "plotly.js/lib/core.js",
      "plotly.js/lib/bar.js",
    ],
    limit: 420,
  },
  {
    page: "dashboard with inputs",
    modules: [
      "src/main.tsx",
      "src/pages/dashboard/Dashboard.tsx",
      "src/inputs/part.ts",
      "src/data/following-result.ts",
      "plotly.js/lib/core.js",
      "plotly.js/lib/bar.js",
    ],
    limit: 432,
  },
] as const;

type Bundle = Rolldown.OutputBundle;

/** Prints what each kind of page loads, and fails the build that is over its budget. */
export function bundleSizes(): Plugin {
  return {
    name: "headwater:bundle-sizes",
    apply: "build",
    writeBundle(_options, bundle) {
      for (const { page, modules, limit } of BUDGETS) {
        const kilobytes = weigh(bundle, modules) / 1_000;
        const line = `${page}: ${kilobytes.toFixed(1)} kB of ${limit} kB, compressed`;
        if (kilobytes > limit) this.error(`Over budget: ${line}`);
        else this.info(line);
      }
    },
  };
}

function weigh(bundle: Bundle, modules: readonly string[]): number {
  const files = new Set<string>();
  for (const module of modules) {
    const chunk = Object.values(bundle).find((output) => holds(output, module));
    if (chunk) collect(bundle, chunk.fileName, files);
  }
  let bytes = 0;
  for (const name of files) bytes += compressedSize(bundle[name]);
  return bytes;
}

function holds(output: Bundle[string], module: string): boolean {
  return output.type === "chunk" && output.moduleIds.some((id) => id.endsWith(`/${module}`));
}

/** A chunk with everything that it imports at once, and its style sheets. */
function collect(bundle: Bundle, name: string, files: Set<string>): void {
  if (files.has(name)) return;
  files.add(name);
  const output = bundle[name];
  if (output?.type !== "chunk") return;
  for (const next of output.imports) collect(bundle, next, files);
  for (const sheet of output.viteMetadata?.importedCss ?? []) files.add(sheet);
}

function compressedSize(output: Bundle[string] | undefined): number {
  if (!output) return 0;
  return gzipSync(output.type === "chunk" ? output.code : output.source).length;
}
