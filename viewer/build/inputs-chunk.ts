import type { Rolldown } from "vite";

/** What a page with inputs loads is one file, which compresses better than several. */
export function inputsChunk(): Rolldown.CodeSplittingGroup {
  return {
    name: "inputs",
    includeDependenciesRecursively: false,
    test: /\/src\/(?:fold\/[^/]+|inputs\/.+)$|\/following-result\.ts$/,
  };
}
