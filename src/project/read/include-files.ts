/** Looks up on disk what an `includes` entry names. */
import { readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Diagnostic } from "../../contract/diagnostic.js";
import { createDiagnostic, didYouMean, nearest } from "../../diagnostics/index.js";
import { namesIn } from "../../disk/names-in.js";
import { globMatcher } from "../../disk/glob-matcher.js";
import type { IncludeEntry } from "./include-entry.js";
import { isInside } from "./inside.js";

export interface IncludedFile {
  /** Absolute, as reached from the project's folder. */
  readonly path: string;
  /** With symbolic links resolved: two names of one file are equal here. */
  readonly realPath: string;
}

export interface IncludeLookup {
  /** Files in the order in which they are read. */
  readonly files: readonly IncludedFile[];
  /** True when the entry names a folder, false when it names the one file. */
  readonly fromFolder: boolean;
  /** Absolute paths of folders that were listed. */
  readonly folders: readonly string[];
}

const NOTHING: IncludeLookup = { files: [], fromFolder: false, folders: [] };
/** The files that an entry stands for; what is wrong is reported at the entry. */
export function findIncludedFiles(
  entry: IncludeEntry,
  directory: string,
  root: string,
  diagnostics: Diagnostic[],
): IncludeLookup {
  const { path, at } = entry;
  const absolute = resolve(directory, path);
  const real = realPathOf(absolute);
  if (real === undefined && isInside(root, absolute)) {
    const hint = nearby(absolute);
    diagnostics.push(createDiagnostic("include-missing", { path }, { at, hint }));
    return NOTHING;
  }
  if (
    real === undefined ||
    !isInside(root, absolute) ||
    !isInside(realpathSync.native(root), real)
  ) {
    diagnostics.push(createDiagnostic("include-outside-project", { path }, { at }));
    return NOTHING;
  }
  const found = statSync(real);
  if (!found.isDirectory() && !found.isFile()) {
    const problem = `\`${path}\` is neither a file nor a folder`;
    diagnostics.push(createDiagnostic("include-invalid", { problem }, { at }));
    return NOTHING;
  }
  if (found.isFile())
    return { files: [{ path: absolute, realPath: real }], fromFolder: false, folders: [] };
  const scan = new FolderScan(absolute, entry);
  scan.scan("", 0);
  const files: IncludedFile[] = [];
  for (const name of scan.files) {
    const file = join(absolute, name);
    const realPath = realpathSync.native(file);
    if (isInside(realpathSync.native(root), realPath)) files.push({ path: file, realPath });
    else
      diagnostics.push(
        createDiagnostic("include-outside-project", { path: join(path, name) }, { at }),
      );
  }
  if (files.length === 0) diagnostics.push(createDiagnostic("include-empty", { path }, { at }));
  return { files, fromFolder: true, folders: scan.folders };
}

/**
 * All YAML files below a folder, sorted by path. Hidden folders, linked ones, `target` and
 * `node_modules` are not entered.
 */
class FolderScan {
  readonly files: string[] = [];
  readonly folders: string[] = [];

  readonly #exclusions: readonly ((path: string) => boolean)[];

  constructor(
    private readonly folder: string,
    private readonly entry: IncludeEntry,
  ) {
    this.#exclusions = entry.exclusions.map((exclusion) =>
      globMatcher(exclusion.replace(/^\.?\//, "").replace(/\/$/, ""), { inEveryFolder: true }),
    );
  }

  scan(below: string, depth: number): void {
    this.folders.push(join(this.folder, below));
    const names = readdirSync(join(this.folder, below), { withFileTypes: true });
    for (const item of names.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = below === "" ? item.name : `${below}/${item.name}`;
      if (this.#exclusions.some((exclusion) => exclusion(path))) continue;
      if (item.isDirectory()) {
        const skipped = item.name.startsWith(".") || /^(?:target|node_modules)$/.test(item.name);
        if (!skipped && depth < (this.entry.depth ?? Infinity)) this.scan(path, depth + 1);
      } else if (/^[^.].*\.ya?ml$/.test(item.name) && (item.isFile() || item.isSymbolicLink())) {
        this.files.push(path);
      }
    }
  }
}

/** With links resolved; undefined where nothing can be reached. */
function realPathOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function nearby(path: string): string | undefined {
  const names = namesIn(dirname(path));
  const near = nearest(
    basename(path),
    names.filter((name) => /\.ya?ml$/.test(name) || !name.includes(".")),
  );
  return near.length === 0 ? undefined : didYouMean(near);
}
