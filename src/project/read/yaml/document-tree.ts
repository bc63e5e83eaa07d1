/** From the `yaml` package's document to the light tree with places, in one pass. */
import { isAlias, isMap, isScalar, isSeq, type Alias, type Node, type YAMLMap } from "yaml";
import type { Diagnostic } from "../../../contract/diagnostic.js";
import { createDiagnostic, suggest } from "../../../diagnostics/index.js";
import type { ParsedFile, YamlEntry, YamlMap, YamlNode } from "../../yaml-node.js";
import { LIMITS } from "./limits.js";
import { plainValue } from "./plain-scalar.js";
import type { ScalarReader } from "./scalar-reader.js";
import { createList, createMap, createScalar } from "./tree.js";

const CORE_TAGS = "tag:yaml.org,2002:";

const UNQUOTED = {
  problem: "`?{ … }` between brackets stands outside quotation marks",
  hint: "Put the value into quotation marks.",
};

/** A node with what it costs whoever walks it: aliases count with all that they stand for. */
interface Measured {
  readonly node: YamlNode;
  readonly size: number;
  readonly depth: number;
}

/** Builds the tree of one document that has no syntax errors. */
export class DocumentTree {
  /** Undefined while the anchored value is being built. */
  readonly #anchors = new Map<string, Measured | undefined>();
  #tooLarge = false;
  /** A key that is none leaves a mapping that its author did not mean. */
  #hasWrongKey = false;

  constructor(
    private readonly file: ParsedFile,
    private readonly scalars: ScalarReader,
    private readonly diagnostics: Diagnostic[],
  ) {}

  /**
   * Undefined when aliases make the document larger than the limits allow, or when a key is no
   * text.
   */
  build(contents: Node): YamlNode | undefined {
    const { node } = this.#build(contents, undefined);
    return this.#tooLarge || this.#hasWrongKey ? undefined : node;
  }

  #build(source: unknown, key: string | undefined): Measured {
    if (isAlias(source)) return this.#alias(source);
    const anchor = hasAnchor(source) ? source.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const built = this.#value(source, key);
    if (built.size > LIMITS.nodes || built.depth > LIMITS.depth) this.#refuse(built.node);
    if (anchor !== undefined) this.#anchors.set(anchor, built);
    return built;
  }

  #value(source: unknown, key: string | undefined): Measured {
    if (isMap(source)) return this.#map(source);
    if (isSeq(source)) {
      const [start, end] = rangeOf(source);
      this.#checkTag(source, "seq");
      const items = source.items.map((item) => this.#build(item, undefined));
      const nodes = items.map(({ node }) => node);
      const last = source.flow ? end : endOf(nodes.at(-1), start, end);
      return measured(createList(this.file, start, last, nodes), items);
    }
    return leaf(this.#scalar(source, key));
  }

  #scalar(source: unknown, key: string | undefined): YamlNode {
    if (!isScalar(source)) return createScalar(this.file, 0, 0, null);
    const [start, end] = rangeOf(source);
    const text = typeof source.value === "string" ? source.value : "";
    const tag = source.tag;
    const plain = source.type === "PLAIN" && tag === undefined;
    const node = this.scalars.scalar(text, plain, key, start, end);
    if (tag === undefined || tag === "!" || tag === `${CORE_TAGS}str`) return node;
    const type = /^tag:yaml\.org,2002:(null|bool|int|float)$/.exec(tag)?.[1];
    const value = plainValue(text, false);
    if (type !== undefined && fits(type, value)) return createScalar(this.file, start, end, value);
    this.#badTag(start, end);
    return node;
  }

  #map(source: YAMLMap): Measured {
    const [start, end] = rangeOf(source);
    this.#checkTag(source, "map");
    const entries = new Map<string, YamlEntry>();
    /**
     * Keys that came by `<<`: a key written in the mapping itself replaces them, in its own place.
     */
    const merged = new Set<string>();
    const children: Measured[] = [];
    for (const pair of source.items) {
      if (isMergeKey(pair.key)) {
        const from = this.#build(pair.value, undefined);
        children.push(from);
        this.#merge(from.node, entries, merged);
        continue;
      }
      const entry = this.#entry(pair, children);
      if (!entry) continue;
      if (merged.delete(entry.key)) entries.delete(entry.key);
      const first = entries.get(entry.key);
      if (first) this.#duplicate(entry, first, pair.key);
      else entries.set(entry.key, entry);
    }
    const all = [...entries.values()];
    const last = source.flow ? end : endOf(all.at(-1)?.value, start, end);
    return measured(createMap(this.file, start, last, all), children);
  }

  #entry(pair: { key: unknown; value: unknown }, children: Measured[]): YamlEntry | undefined {
    const key = pair.key;
    if (
      !isScalar(key) ||
      typeof key.value !== "string" ||
      (key.value === "" && key.type === "PLAIN")
    ) {
      this.#wrongKey(key);
      return undefined;
    }
    const [keyStart, keyEnd] = rangeOf(key);
    const name = this.scalars.key(key.value, keyStart, keyEnd);
    const value =
      pair.value === null
        ? leaf(createScalar(this.file, keyEnd, keyEnd, null))
        : this.#build(pair.value, name);
    children.push(value);
    return { key: name, keyStart, keyEnd, value: value.node };
  }

  /** In `[?{ x }]` YAML sees the key `{ x }` behind the `?` that introduces one. */
  #wrongKey(key: unknown): void {
    this.#hasWrongKey = true;
    const [start, end] = isNode(key) ? rangeOf(key) : [0, 0];
    const isExpression = this.file.text[start] === "{" && this.file.text[start - 1] === "?";
    const at = this.file.locate(isExpression ? start - 1 : start, end);
    this.diagnostics.push(
      isExpression
        ? createDiagnostic(
            "yaml-syntax",
            { problem: UNQUOTED.problem },
            { at, hint: UNQUOTED.hint },
          )
        : createDiagnostic("yaml-key-not-text", {}, { at }),
    );
  }

  /** Of several mappings that are merged, the first that has a key wins. */
  #merge(from: YamlNode, entries: Map<string, YamlEntry>, merged: Set<string>): void {
    const sources = from.kind === "list" ? from.items : [from];
    for (const source of sources) {
      if (source.kind !== "map") {
        const at = this.file.locate(source.start, source.end);
        this.diagnostics.push(createDiagnostic("yaml-merge-invalid", {}, { at }));
        continue;
      }
      for (const entry of source.entries) {
        if (entries.has(entry.key)) continue;
        entries.set(entry.key, entry);
        merged.add(entry.key);
      }
    }
  }

  #alias(source: Alias): Measured {
    const [start, end] = rangeOf(source);
    const target = this.#anchors.get(source.source);
    if (target) return target;
    const at = this.file.locate(start, end);
    const name = source.source;
    if (this.#anchors.has(name)) {
      this.diagnostics.push(createDiagnostic("yaml-alias-in-itself", { name }, { at }));
    } else {
      const hint = suggest(name, this.#anchors.keys());
      this.diagnostics.push(createDiagnostic("yaml-unknown-alias", { name }, { at, hint }));
    }
    return leaf(createScalar(this.file, start, end, null));
  }

  #duplicate(entry: YamlEntry, first: YamlEntry, written: unknown): void {
    const at = this.file.locate(entry.keyStart, entry.keyEnd);
    const text = isScalar(written) && typeof written.value === "string" ? written.value : "";
    const related = [
      { message: "It is first written here.", at: this.file.locate(first.keyStart, first.keyEnd) },
    ];
    const key = this.scalars.shownKey(text);
    this.diagnostics.push(createDiagnostic("yaml-duplicate-key", { key }, { at, related }));
  }

  #checkTag(
    source: { tag?: string; range?: readonly number[] | null },
    expected: "map" | "seq",
  ): void {
    if (source.tag === undefined || source.tag === "!" || source.tag === CORE_TAGS + expected)
      return;
    this.#badTag(...rangeOf(source));
  }

  /** Shown at the tag, which stands before its value. */
  #badTag(start: number, end: number): void {
    const tag = /![^\s[\]{},]*(?=\s+(?:&\S+\s+)?$)/.exec(this.file.text.slice(0, start));
    const at = tag
      ? this.file.locate(tag.index, tag.index + tag[0].length)
      : this.file.locate(start, end);
    this.diagnostics.push(createDiagnostic("yaml-tag", {}, { at }));
  }

  #refuse(node: YamlNode): void {
    if (this.#tooLarge) return;
    this.#tooLarge = true;
    const at = this.file.locate(node.start, node.start + 1);
    this.diagnostics.push(createDiagnostic("yaml-too-large", { limit: "nodes" }, { at }));
  }
}

function measured(node: YamlMap | YamlNode, children: readonly Measured[]): Measured {
  let size = 1;
  let depth = 0;
  for (const child of children) {
    size += child.size + 1;
    depth = Math.max(depth, child.depth);
  }
  return { node, size, depth: depth + 1 };
}

/**
 * A block collection ends with its last value, unless that is an alias; the parser counts the line
 * end, too.
 */
function endOf(last: YamlNode | undefined, start: number, end: number): number {
  return last && last.end > start ? Math.min(last.end, end) : end;
}

function leaf(node: YamlNode): Measured {
  return { node, size: 1, depth: 0 };
}

function rangeOf(source: { range?: readonly number[] | null }): [number, number] {
  return [source.range?.[0] ?? 0, source.range?.[1] ?? 0];
}

function isNode(source: unknown): source is Node {
  return isMap(source) || isSeq(source) || isScalar(source) || isAlias(source);
}

function hasAnchor(source: unknown): source is { anchor: string } {
  return isNode(source) && !isAlias(source) && source.anchor !== undefined;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === "<<" && key.type === "PLAIN";
}

function fits(type: string, value: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "bool":
      return typeof value === "boolean";
    case "int":
      return Number.isInteger(value);
    default:
      return typeof value === "number";
  }
}
