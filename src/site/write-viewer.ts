import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isErrorCode } from "../disk/error-code.js";
import type { DrawnParts } from "./drawn-parts.js";
import { PARTS_FILES, type ViewerParts } from "./viewer-parts.js";

const PAGE = "index.html";

/** Large, and of each map its own. */
const MAP_OUTLINES = /^assets\/map-outlines-[^/]+\/(.+)$/;

/** The built page, as it is; undefined when the viewer was not built. */
export async function readViewerPage(viewer: string): Promise<string | undefined> {
  try {
    return await readFile(join(viewer, PAGE), "utf8");
  } catch (error) {
    if (isErrorCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const UNPUBLISHED: ReadonlySet<string> = new Set([PAGE, ...Object.values(PARTS_FILES)]);

/** Copies the viewer's other files, without those that only other charts need. */
export async function copyViewer(
  viewer: string,
  folder: string,
  { types }: ViewerParts,
  { traceTypes, outlines }: DrawnParts,
): Promise<void> {
  const unneeded = unneededParts(types, traceTypes);
  const entries = await readdir(viewer, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const from = join(entry.parentPath, entry.name);
    const name = relative(viewer, from).split(sep).join("/");
    if (UNPUBLISHED.has(name) || unneeded.has(name)) continue;
    const outline = MAP_OUTLINES.exec(name)?.[1];
    if (outline !== undefined && !outlines.has(outline)) continue;
    const to = join(folder, name);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  }
}

/** None where a type is drawn that the build does not know by its name. */
function unneededParts(
  parts: ViewerParts["types"],
  traceTypes: ReadonlySet<string>,
): ReadonlySet<string> {
  const drawn = [...traceTypes];
  if (!drawn.every((type) => Object.hasOwn(parts, type))) return new Set();
  const needed = new Set(drawn.flatMap((type) => parts[type] ?? []));
  return new Set(
    Object.values(parts)
      .flat()
      .filter((name) => !needed.has(name)),
  );
}
