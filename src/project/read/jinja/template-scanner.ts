/**
 * Splits a template into text and tags: as much of the engine's lexer as is needed to know which
 * characters are the template's own text. Offsets are those of the source.
 */

export interface TemplatePiece {
  readonly kind: "text" | "expression" | "block" | "comment";
  readonly start: number;
  readonly end: number;
  /** Of a block: its first word, such as `for` or `endraw`. Else empty. */
  readonly name: string;
  /**
   * Whether its output is caught (by a macro, a filter, a `set` block) instead of written at once.
   */
  readonly captured: boolean;
}

export interface ScannedTemplate {
  readonly source: string;
  /** In order, without gaps up to `unclosed`. */
  readonly pieces: readonly TemplatePiece[];
  /** Where a tag, comment or `raw` begins that is never closed. */
  readonly unclosed?: number;
  /** Blocks that are open at the end, outermost first. */
  readonly open: readonly TemplatePiece[];
}

const TAG = /\{[{%#]/;
const NEXT_TAG = /\{[{%#]/g;
const RAW = /\{%[-+]?\s*raw\s*[-+]?%\}/y;
const END_RAW = /\{%[-+]?\s*endraw\s*[-+]?%\}/g;
const BODIED = new Set(["for", "if", "macro", "call", "filter", "block", "with", "autoescape"]);

/** Whether a file needs the template engine at all. */
export function hasTemplate(source: string): boolean {
  return TAG.test(source);
}

/** What stands between a tag's brackets, without whitespace control. */
export function tagBody(source: string, { start, end }: { start: number; end: number }): string {
  return source
    .slice(start + 2, end - 2)
    .replace(/^[-+]/, "")
    .replace(/[-+]$/, "");
}

/** Splits a template; it never fails, for what cannot be split the engine will refuse. */
export function scanTemplate(source: string): ScannedTemplate {
  const scanner = new Scanner(source);
  const unclosed = scanner.run();
  const { pieces, open } = scanner;
  return { source, pieces, open, ...(unclosed !== undefined && { unclosed }) };
}

class Scanner {
  readonly pieces: TemplatePiece[] = [];
  readonly open: TemplatePiece[] = [];
  /** Of each open block whether it captures. */
  readonly #captures: boolean[] = [];
  #captured = 0;

  constructor(private readonly source: string) {}

  /** Returns where something is unclosed. */
  run(): number | undefined {
    const { source } = this;
    let at = 0;
    while (at < source.length) {
      NEXT_TAG.lastIndex = at;
      const start = NEXT_TAG.exec(source)?.index ?? source.length;
      this.#add("text", at, start);
      if (start === source.length) return undefined;
      const end = this.#tag(start);
      if (end === undefined) return start;
      at = end;
    }
    return undefined;
  }

  #tag(start: number): number | undefined {
    const { source } = this;
    switch (source[start + 1]) {
      case "#":
        return this.#add("comment", start, after(source.indexOf("#}", start + 2)));
      case "{":
        return this.#add("expression", start, tagEnd(source, start + 2, "}}"));
      default: {
        RAW.lastIndex = start;
        if (RAW.test(source)) return this.#raw(start, RAW.lastIndex);
        return this.#block(start, tagEnd(source, start + 2, "%}"));
      }
    }
  }

  #raw(start: number, textStart: number): number | undefined {
    END_RAW.lastIndex = textStart;
    const close = END_RAW.exec(this.source);
    if (!close) return undefined;
    this.#add("block", start, textStart, "raw");
    this.#add("text", textStart, close.index);
    return this.#add("block", close.index, END_RAW.lastIndex, "endraw");
  }

  #block(start: number, end: number | undefined): number | undefined {
    if (end === undefined) return undefined;
    const body = tagBody(this.source, { start, end }).trim();
    const name = /^\w*/.exec(body)?.[0] ?? "";
    if (name.startsWith("end")) {
      this.open.pop();
      if (this.#captures.pop()) this.#captured--;
      return this.#add("block", start, end, name);
    }
    this.#add("block", start, end, name);
    const captures = isCapturing(name, body);
    const piece = this.pieces.at(-1);
    if (piece && (BODIED.has(name) || (name === "set" && captures))) {
      this.open.push(piece);
      this.#captures.push(captures);
      if (captures) this.#captured++;
    }
    return end;
  }

  #add(
    kind: TemplatePiece["kind"],
    start: number,
    end: number | undefined,
    name = "",
  ): number | undefined {
    if (end === undefined) return undefined;
    if (end > start) this.pieces.push({ kind, start, end, name, captured: this.#captured > 0 });
    return end;
  }
}

function isCapturing(name: string, body: string): boolean {
  switch (name) {
    case "macro":
    case "call":
    case "filter":
      return true;
    case "set":
      return !/^set\s+[^=]*=(?!=)/.test(body);
    case "for":
      return /\brecursive\s*$/.test(body);
    default:
      return false;
  }
}

/** The end of a tag: strings are skipped, and brackets inside it are balanced. */
function tagEnd(source: string, from: number, close: string): number | undefined {
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === '"' || character === "'") {
      at = stringEnd(source, at);
    } else if (depth === 0 && source.startsWith(close, at)) {
      return at + 2;
    } else if (character === "{" || character === "[" || character === "(") {
      depth++;
    } else if (depth > 0 && (character === "}" || character === "]" || character === ")")) {
      depth--;
    }
  }
  return undefined;
}

/** Offset of the quotation mark that closes the string beginning at `start`. */
function stringEnd(source: string, start: number): number {
  const quote = source[start];
  let at = start + 1;
  while (at < source.length && source[at] !== quote) at += source[at] === "\\" ? 2 : 1;
  return at;
}

function after(found: number): number | undefined {
  return found < 0 ? undefined : found + 2;
}
