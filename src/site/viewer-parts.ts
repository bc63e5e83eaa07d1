import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { isErrorCode } from "../disk/error-code.js";

type Part = "home" | "dashboard" | "card" | "table" | "plot" | "inputs" | "arrow";

/** Files that parts of the viewer load, from its folder, without those that every page loads. */
export interface ViewerParts {
  readonly of: Readonly<Record<Part, readonly string[]>>;
  /** Besides `plot`, by Plotly type; those that need nothing else are left out. */
  readonly types: Readonly<Record<string, readonly string[]>>;
}

/** What the build writes of itself. No page asks for these files. */
export const PARTS_FILES = { types: "trace-parts.json", of: "page-parts.json" } as const;

/** Undefined when the viewer was not built. */
export async function readViewerParts(viewer: string): Promise<ViewerParts | undefined> {
  // Written by our own build.
  const read = async (file: string) => JSON.parse(await readFile(join(viewer, file), "utf8"));
  try {
    const [of, types] = await Promise.all([read(PARTS_FILES.of), read(PARTS_FILES.types)]);
    return { of, types };
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return undefined;
    throw error;
  }
}
