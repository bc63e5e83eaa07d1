import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Plugin } from "vite";

/**
 * Puts the theme on the page before anything is painted: a blocking script of its own, because the
 * page's policy forbids inline ones.
 */
export function firstPaint(): Plugin {
  const source = readFileSync(new URL("first-paint-script.js", import.meta.url), "utf8");
  const hash = createHash("sha256").update(source).digest("hex").slice(0, 8);
  const fileName = `assets/first-paint-${hash}.js`;
  return {
    name: "headwater:first-paint",
    apply: "build",
    generateBundle() {
      this.emitFile({ type: "asset", fileName, source });
    },
    transformIndexHtml() {
      return [{ tag: "script", attrs: { src: `/${fileName}` }, injectTo: "head-prepend" }];
    },
  };
}
