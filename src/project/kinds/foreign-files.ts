/**
 * What objects in files of Git repositories must not do: they are others' files, which read and
 * draw and nothing else.
 */
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { SourceRange } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import type { Checker } from "../schema/checker.js";
import { placeOfStart } from "../schema/place.js";
import { isLeaf, type Config } from "../source-config/leaves.js";
import { schemaBelow, traitsOf } from "../source-config/schema-traits.js";
import type { ConfigValue } from "../env-value.js";
import type { SourceTypes } from "../source-types.js";
import type { YamlMap } from "../yaml-node.js";

/** Reports an object of a repository's file and answers true; false for the project's own. */
export function isRefused(
  map: YamlMap,
  what: string,
  checker: Checker,
  at: SourceRange = placeOfStart(map),
): boolean {
  if (map.file.repository === undefined) return false;
  checker.report("include-git-refused", { what }, { at });
  return true;
}

/**
 * The folder from which relative paths of an object start: that of its file, in compat mode the
 * root of what it belongs to.
 */
export function pathsStart({ file }: YamlMap, { setting }: Checker): string {
  return setting.compat ? (file.repository ?? setting.root) : file.directory;
}

type Schema = Parameters<typeof traitsOf>[0];

/** Where a source's fields name files outside a folder. */
export function pathsOutside(
  config: Config,
  schema: NonNullable<ReturnType<SourceTypes["get"]>>["config"],
  { from, folder }: { readonly from: string; readonly folder: string },
): PropertyPath[] {
  const outside: PropertyPath[] = [];
  const look = (value: ConfigValue, below: Schema, path: PropertyPath): void => {
    if (!isLeaf(value)) {
      const items = Object.entries(value);
      for (const [key, inner] of items) {
        const step = Array.isArray(value) ? Number(key) : key;
        look(inner, schemaBelow(below, key) ?? below, [...path, step]);
      }
    } else if (typeof value === "string" && traitsOf(below).path && value !== ":memory:") {
      const way = relative(folder, resolve(from, value));
      // An address is no file of the repository either.
      const leaves = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
      if (leaves || /^[a-z][a-z0-9+.-]+:/i.test(value)) outside.push(path);
    }
  };
  look(config, schema, []);
  return outside;
}
