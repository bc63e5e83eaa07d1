import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isErrorCode } from "../disk/error-code.js";

const PAGE = "index.html";

/** Large, and read by the trace types below only. */
const MAP_OUTLINES = /^assets\/map-outlines-/;
const TYPES_WITH_OUTLINES = ["scattergeo", "choropleth"];

/** The built page, as it is; undefined when the viewer was not built. */
export async function readViewerPage(viewer: string): Promise<string | undefined> {
  try {
    return await readFile(join(viewer, PAGE), "utf8");
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

/** Copies the viewer's other files, without those that none of these trace types reads. */
export async function copyViewer(
  viewer: string,
  folder: string,
  traceTypes: ReadonlySet<string>,
): Promise<void> {
  const hasOutlines = TYPES_WITH_OUTLINES.some((type) => traceTypes.has(type));
  const entries = await readdir(viewer, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const from = join(entry.parentPath, entry.name);
    const name = relative(viewer, from).split(sep).join("/");
    if (name === PAGE || (MAP_OUTLINES.test(name) && !hasOutlines)) continue;
    const to = join(folder, name);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  }
}
