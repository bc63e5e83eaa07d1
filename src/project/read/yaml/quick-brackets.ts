import type { ParsedFile, YamlEntry, YamlNode } from "../../yaml-node.js";
import { LIMITS } from "./limits.js";
import { giveUp, type QuickCursor } from "./quick-cursor.js";
import type { ScalarReader } from "./scalar-reader.js";
import { createList, createMap } from "./tree.js";

export interface BracketContext {
  readonly file: ParsedFile;
  readonly cursor: QuickCursor;
  readonly scalars: ScalarReader;
  /**
   * Column of the line to which the value belongs: lines between the brackets are indented further.
   */
  readonly indent: number;
  /** Nesting outside the brackets. */
  readonly depth: number;
}

/**
 * A plain scalar between brackets: no brackets, commas, colons before blanks, comments or line
 * ends.
 */
const PLAIN =
  /(?![-?:](?:[\s,[\]{}]|$))[^\s,[\]{}#&*!|>'"%@`](?:[^\n,[\]{}:#]|:(?![\s,[\]{}])|(?<=\S)#)*/y;

/** The value in brackets at the cursor, which then stands behind it. */
export function readBrackets(context: BracketContext): YamlNode {
  if (context.depth >= LIMITS.depth) giveUp();
  const inner = { ...context, depth: context.depth + 1 };
  const { cursor } = context;
  return cursor.text[cursor.at] === "[" ? readList(inner) : readMap(inner);
}

function readList(context: BracketContext): YamlNode {
  const { cursor, file } = context;
  const start = cursor.at++;
  const items: YamlNode[] = [];
  for (skipBlanks(context); cursor.text[cursor.at] !== "]"; separator(context, "]")) {
    items.push(readValue(context, undefined));
    skipBlanks(context);
    // A pair without brackets of its own.
    if (cursor.text[cursor.at] === ":") giveUp();
  }
  cursor.at++;
  return createList(file, start, cursor.at, items);
}

function readMap(context: BracketContext): YamlNode {
  const { cursor, file } = context;
  const start = cursor.at++;
  const entries: YamlEntry[] = [];
  const keys = new Set<string>();
  for (skipBlanks(context); cursor.text[cursor.at] !== "}"; separator(context, "}")) {
    const entry = readEntry(context);
    if (keys.has(entry.key)) giveUp();
    keys.add(entry.key);
    entries.push(entry);
    skipBlanks(context);
  }
  cursor.at++;
  return createMap(file, start, cursor.at, entries);
}

function readEntry(context: BracketContext): YamlEntry {
  const { cursor, scalars } = context;
  const keyStart = cursor.at;
  const quoted = /['"]/.test(cursor.text[keyStart] ?? "");
  const written = quoted ? cursor.quoted() : plain(cursor);
  const keyEnd = cursor.at;
  if (
    cursor.text[keyEnd] !== ":" ||
    written === "<<" ||
    (quoted && cursor.text[keyEnd + 1] !== " ")
  )
    giveUp();
  const key = scalars.key(written, keyStart, keyEnd);
  cursor.at++;
  skipBlanks(context);
  return { key, keyStart, keyEnd, value: readValue(context, key) };
}

function readValue(context: BracketContext, key: string | undefined): YamlNode {
  const { cursor, scalars } = context;
  const start = cursor.at;
  const first = cursor.text[start];
  if (first === "[" || first === "{") return readBrackets(context);
  const isQuoted = first === '"' || first === "'";
  const text = isQuoted ? cursor.quoted() : plain(cursor);
  return scalars.scalar(text, !isQuoted, key, start, cursor.at);
}

function plain(cursor: QuickCursor): string {
  PLAIN.lastIndex = cursor.at;
  const text = PLAIN.exec(cursor.text)?.[0].trimEnd() ?? giveUp();
  cursor.at += text.length;
  return text;
}

/** After a value: a comma and perhaps another value, or the closing bracket. */
function separator(context: BracketContext, close: string): void {
  const { cursor } = context;
  skipBlanks(context);
  if (cursor.text[cursor.at] === close) return;
  if (cursor.text[cursor.at] !== ",") giveUp();
  cursor.at++;
  skipBlanks(context);
}

/** Blanks and line ends; comments between brackets are left to the whole parser. */
function skipBlanks({ cursor, indent }: BracketContext): void {
  const { text } = cursor;
  let lineStart = -1;
  for (; cursor.at < text.length; cursor.at++) {
    if (text[cursor.at] === "\n") lineStart = cursor.at + 1;
    else if (text[cursor.at] !== " ") break;
  }
  if (cursor.done || (lineStart >= 0 && cursor.at - lineStart <= indent)) giveUp();
}
