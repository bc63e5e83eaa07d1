import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { isErrorCode } from "../disk/error-code.js";
import type { DrawnParts } from "./drawn-parts.js";

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

/** What the build says of types: the files that nothing but their drawing needs. */
const PARTS = "trace-parts.json";

/** Copies the viewer's other files, without those that only other charts need. */
export async function copyViewer(
  viewer: string,
  folder: string,
  { traceTypes, outlines }: DrawnParts,
): Promise<void> {
  const unneeded = await unneededParts(viewer, traceTypes);
  const entries = await readdir(viewer, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((one) => one.isFile())) {
    const from = join(entry.parentPath, entry.name);
    const name = relative(viewer, from).split(sep).join("/");
    if (name === PAGE || name === PARTS || unneeded.has(name)) continue;
    const outline = MAP_OUTLINES.exec(name)?.[1];
    if (outline !== undefined && !outlines.has(outline)) continue;
    const to = join(folder, name);
    await mkdir(dirname(to), { recursive: true });
    await copyFile(from, to);
  }
}

/** None where a type is drawn that the build does not know by its name. */
async function unneededParts(
  viewer: string,
  traceTypes: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  // Written by our own build.
  const parts = JSON.parse(await readFile(join(viewer, PARTS), "utf8")) as Readonly<
    Record<string, readonly string[]>
  >;
  const drawn = [...traceTypes];
  if (!drawn.every((type) => Object.hasOwn(parts, type))) return new Set();
  const needed = new Set(drawn.flatMap((type) => parts[type] ?? []));
  return new Set(
    Object.values(parts)
      .flat()
      .filter((name) => !needed.has(name)),
  );
}
