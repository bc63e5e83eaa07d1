import type {
  ParsedFile,
  YamlEntry,
  YamlList,
  YamlMap,
  YamlNode,
  YamlScalar,
} from "../../yaml-node.js";

/** Below this many entries a walk is faster than building an index. */
const INDEXED_FROM = 12;

class MapNode implements YamlMap {
  readonly kind = "map";
  #index: Map<string, YamlEntry> | undefined;

  constructor(
    readonly file: ParsedFile,
    readonly start: number,
    readonly end: number,
    readonly entries: readonly YamlEntry[],
  ) {}

  get(key: string): YamlEntry | undefined {
    if (this.entries.length < INDEXED_FROM) return this.entries.find((entry) => entry.key === key);
    this.#index ??= new Map(this.entries.map((entry) => [entry.key, entry]));
    return this.#index.get(key);
  }
}

/** The keys of `entries` must be unique. */
export function createMap(
  file: ParsedFile,
  start: number,
  end: number,
  entries: readonly YamlEntry[],
): YamlMap {
  return new MapNode(file, start, end, entries);
}

export function createList(
  file: ParsedFile,
  start: number,
  end: number,
  items: readonly YamlNode[],
): YamlList {
  return { kind: "list", file, start, end, items };
}

export function createScalar(
  file: ParsedFile,
  start: number,
  end: number,
  value: YamlScalar["value"],
): YamlScalar {
  return { kind: "scalar", file, start, end, value };
}
