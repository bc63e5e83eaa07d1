/**
 * Reads the part of YAML in which project files are mostly written, an order of magnitude faster
 * than the whole language can be read: block mappings and lists, plain and quoted values, `|` and
 * `>`, brackets. It gives up on everything else, mistakes included, and the `yaml` package then has
 * the word; a test holds the two against each other.
 */
import type { ParsedFile, YamlEntry, YamlNode } from "../../yaml-node.js";
import { LIMITS } from "./limits.js";
import { readBlockText } from "./quick-block-text.js";
import { QuickCursor, giveUp, isGivenUp } from "./quick-cursor.js";
import { readBrackets } from "./quick-brackets.js";
import type { ScalarReader } from "./scalar-reader.js";
import { createList, createMap, createScalar } from "./tree.js";

const SPACE = 0x20;
const NEWLINE = 0x0a;
const DASH = 0x2d;

/**
 * The tree of a text; null when it is empty, undefined when the text must be read by the whole
 * parser.
 */
export function readQuickly(
  file: ParsedFile,
  text: string,
  scalars: ScalarReader,
): YamlNode | null | undefined {
  if (text.includes("\t") || text.includes("\r")) return undefined;
  try {
    return new QuickReader(file, text, scalars).document();
  } catch (error) {
    if (isGivenUp(error)) return undefined;
    throw error;
  }
}

class QuickReader {
  readonly #cursor: QuickCursor;
  #depth = 0;
  #nodes = 0;

  constructor(
    private readonly file: ParsedFile,
    private readonly text: string,
    private readonly scalars: ScalarReader,
  ) {
    this.#cursor = new QuickCursor(text);
  }

  document(): YamlNode | null {
    const cursor = this.#cursor;
    if (!cursor.toContent()) return null;
    const node = this.#block(cursor.indent, undefined);
    // A scalar may run on over what looks like the end of a document.
    if (node.kind === "scalar" || "[{".includes(this.text[node.start] ?? "")) giveUp();
    if (cursor.toContent()) giveUp();
    return node;
  }

  /** A node whose first character is at the cursor, in the column `indent`. */
  #block(indent: number, key: string | undefined): YamlNode {
    if (++this.#depth > LIMITS.depth || ++this.#nodes > LIMITS.nodes) giveUp();
    const { at } = this.#cursor;
    const node = this.#isDash(at)
      ? this.#list(indent)
      : this.#cursor.keyEnd(at) >= 0
        ? this.#map(indent)
        : this.#value(indent - 1, key);
    this.#depth--;
    return node;
  }

  #list(indent: number): YamlNode {
    const cursor = this.#cursor;
    const start = cursor.at;
    const items: YamlNode[] = [];
    let end = start;
    do {
      const dash = cursor.at;
      cursor.at++;
      cursor.skipSpaces();
      const item = cursor.isLineEnd()
        ? this.#below(indent + 1, indent + 1, undefined)
        : this.#inItem(indent, dash);
      items.push(item);
      end = item.end;
    } while (cursor.toContent() && cursor.indent === indent && this.#isDash(cursor.at));
    if (!cursor.done && cursor.indent > indent) giveUp();
    return createList(this.file, start, end, items);
  }

  /**
   * What follows a dash on its line: a mapping or list whose column is where it begins, or a value.
   */
  #inItem(indent: number, dash: number): YamlNode {
    const { at } = this.#cursor;
    if (this.#isDash(at) || this.#cursor.keyEnd(at) >= 0)
      return this.#block(indent + (at - dash), undefined);
    return this.#value(indent, undefined);
  }

  #map(indent: number): YamlNode {
    const cursor = this.#cursor;
    const start = cursor.at;
    const entries: YamlEntry[] = [];
    const keys = new Set<string>();
    let end = start;
    do {
      const entry = this.#entry(indent);
      if (keys.has(entry.key)) giveUp();
      keys.add(entry.key);
      entries.push(entry);
      end = entry.value.end;
    } while (cursor.toContent() && cursor.indent === indent && !this.#isDash(cursor.at));
    // A deeper line here, or a dash in the column of the keys, is a mistake.
    if (!cursor.done && cursor.indent >= indent) giveUp();
    return createMap(this.file, start, end, entries);
  }

  #entry(indent: number): YamlEntry {
    const cursor = this.#cursor;
    const keyStart = cursor.at;
    const keyEnd = cursor.keyEnd(keyStart);
    if (keyEnd < 0) giveUp();
    const written = cursor.keyText(keyStart, keyEnd);
    if (written === "<<") giveUp();
    const key = this.scalars.key(written, keyStart, keyEnd);
    cursor.at = keyEnd + 1;
    cursor.skipSpaces();
    const value = cursor.isLineEnd()
      ? this.#below(indent + 1, indent, key)
      : this.#value(indent, key);
    return { key, keyStart, keyEnd, value };
  }

  /** The value of a key or dash that ends its line; a list may stand in the column of its key. */
  #below(least: number, leastOfList: number, key: string | undefined): YamlNode {
    const cursor = this.#cursor;
    const empty = cursor.at;
    const more = cursor.toContent();
    const { indent } = cursor;
    if (more && (indent >= least || (indent >= leastOfList && this.#isDash(cursor.at)))) {
      return this.#block(indent, key);
    }
    this.#nodes++;
    return createScalar(this.file, empty, empty, null);
  }

  /**
   * A scalar or a value in brackets at the cursor, which belongs to a line in the column `indent`.
   */
  #value(indent: number, key: string | undefined): YamlNode {
    if (++this.#nodes > LIMITS.nodes) giveUp();
    const cursor = this.#cursor;
    const start = cursor.at;
    switch (this.text[start]) {
      case "|":
      case ">": {
        const { text, end } = readBlockText(this.text, start, indent);
        cursor.at = end;
        return this.scalars.scalar(text, false, key, start, end);
      }
      case '"':
      case "'": {
        const text = cursor.quoted();
        const end = cursor.at;
        cursor.endLine();
        return this.scalars.scalar(text, false, key, start, end);
      }
      case "[":
      case "{": {
        const node = readBrackets({
          file: this.file,
          cursor,
          scalars: this.scalars,
          indent,
          depth: this.#depth,
        });
        cursor.endLine();
        return node;
      }
      default: {
        const text = cursor.plain(indent);
        return this.scalars.scalar(text, true, key, start, cursor.at);
      }
    }
  }

  #isDash(at: number): boolean {
    if (this.text.charCodeAt(at) !== DASH) return false;
    const next = this.text.charCodeAt(at + 1);
    return next === SPACE || next === NEWLINE || Number.isNaN(next);
  }
}
