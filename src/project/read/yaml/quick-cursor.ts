/** Thrown inside the quick reader only. */
const GIVEN_UP = Symbol("given up");

/** Leaves a text to the whole parser. */
export function giveUp(): never {
  // oxlint-disable-next-line typescript/only-throw-error -- it is no error, and a stack trace would cost
  throw GIVEN_UP;
}

/** Whether something that was caught comes from {@link giveUp}. */
export function isGivenUp(thrown: unknown): boolean {
  return thrown === GIVEN_UP;
}

const SPACE = 0x20;
const NEWLINE = 0x0a;
const HASH = 0x23;
const COLON = 0x3a;
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const LONGEST_KEY = 1000;

/** Characters that begin something other than a plain scalar, or one that needs a closer look. */
const NOT_PLAIN = codesOf("-?:,[]{}#&*!|>'\"%@`");
/** Of these, followed by a visible character, `-`, `?` and `:` do begin one. */
const PERHAPS_PLAIN = codesOf("-?:");

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  '"': '"',
  "/": "/",
  "\\": "\\",
};

/** A place in a text that has neither tabs nor carriage returns. */
export class QuickCursor {
  at = 0;
  /** Column of the first visible character of the line to which {@link toContent} went. */
  indent = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.at >= this.text.length;
  }

  /** Goes on to the next visible character that is no comment; false at the end of the text. */
  toContent(): boolean {
    const { text } = this;
    let lineStart = this.#lineStart();
    for (let { at } = this; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) {
        lineStart = at + 1;
      } else if (code === HASH) {
        at = this.#endOfLine(at) - 1;
      } else if (code !== SPACE) {
        this.at = at;
        this.indent = at - lineStart;
        return true;
      }
    }
    this.at = text.length;
    return false;
  }

  skipSpaces(): void {
    while (this.text.charCodeAt(this.at) === SPACE) this.at++;
  }

  /** Whether nothing but a comment follows on this line; blanks must have been skipped. */
  isLineEnd(): boolean {
    const code = this.text.charCodeAt(this.at);
    return (
      code === NEWLINE ||
      Number.isNaN(code) ||
      (code === HASH && this.text.charCodeAt(this.at - 1) === SPACE)
    );
  }

  /** Makes sure that nothing but a comment follows on this line. */
  endLine(): void {
    this.skipSpaces();
    if (!this.isLineEnd()) giveUp();
  }

  /**
   * Offset of the colon of a key that begins at `start` and stands on one line; -1 when there is
   * none.
   */
  keyEnd(start: number): number {
    const { text } = this;
    const first = text.charCodeAt(start);
    if (first === QUOTE || first === DOUBLE_QUOTE) return this.#quotedKeyEnd(start);
    if (!this.startsPlain(start)) return -1;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) return -1;
      if (code === HASH && text.charCodeAt(at - 1) === SPACE) return -1;
      if (code !== COLON || !isBlank(text.charCodeAt(at + 1))) continue;
      if (text.charCodeAt(at - 1) === SPACE || at - start > LONGEST_KEY) giveUp();
      return at;
    }
    return -1;
  }

  /** The text of a key whose colon is at `end`. */
  keyText(start: number, end: number): string {
    const first = this.text.charCodeAt(start);
    return first === QUOTE || first === DOUBLE_QUOTE
      ? this.text.slice(start + 1, end - 1)
      : this.text.slice(start, end);
  }

  /** Whether a plain scalar begins here, in block context. */
  startsPlain(at: number): boolean {
    const code = this.text.charCodeAt(at);
    if (!NOT_PLAIN.has(code)) return true;
    return PERHAPS_PLAIN.has(code) && !isBlank(this.text.charCodeAt(at + 1));
  }

  /** A quoted scalar on one line. */
  quoted(): string {
    const { text, at } = this;
    const end = text[at] === "'" ? this.#singleEnd(at) : this.#doubleEnd(at);
    const inner = text.slice(at + 1, end);
    if (inner.includes("\n")) giveUp();
    this.at = end + 1;
    return text[at] === "'" ? inner.replaceAll("''", "'") : unescape(inner);
  }

  /** A plain scalar in block context; lines indented further than `indent` belong to it. */
  plain(indent: number): string {
    if (!this.startsPlain(this.at)) giveUp();
    let result = this.#plainLine();
    for (;;) {
      const end = this.at;
      if (!this.toContent() || this.indent <= indent) {
        this.at = end;
        return result;
      }
      const between = this.text.slice(end, this.at);
      if (between.includes("#")) giveUp();
      const newlines = between.split("\n").length - 1;
      result += newlines === 1 ? " " : "\n".repeat(newlines - 1);
      result += this.#plainLine();
    }
  }

  /** One line of a plain scalar; the cursor then stands behind its last visible character. */
  #plainLine(): string {
    const { text, at: start } = this;
    let visible = start;
    for (let at = start; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === NEWLINE) break;
      if (code === SPACE) continue;
      if (code === HASH && at > start && text.charCodeAt(at - 1) === SPACE) break;
      if (code === COLON && isBlank(text.charCodeAt(at + 1))) giveUp();
      visible = at + 1;
    }
    this.at = visible;
    return text.slice(start, visible);
  }

  #quotedKeyEnd(start: number): number {
    const { text } = this;
    const end = text[start] === "'" ? this.#singleEnd(start) : this.#doubleEnd(start);
    const inner = text.slice(start + 1, end);
    if (text.charCodeAt(end + 1) !== COLON) {
      // Perhaps a key with a blank before its colon.
      if (/^ *:/.test(text.slice(end + 1, end + 20))) giveUp();
      return -1;
    }
    if (!isBlank(text.charCodeAt(end + 2)) || /[\n\\']/.test(inner)) giveUp();
    return end + 1;
  }

  #singleEnd(start: number): number {
    const { text } = this;
    let end = text.indexOf("'", start + 1);
    while (end >= 0 && text[end + 1] === "'") end = text.indexOf("'", end + 2);
    return end < 0 ? giveUp() : end;
  }

  #doubleEnd(start: number): number {
    const { text } = this;
    for (let at = start + 1; at < text.length; at++) {
      if (text[at] === '"') return at;
      if (text[at] === "\\") at++;
      else if (text[at] === "\n") giveUp();
    }
    return giveUp();
  }

  #lineStart(): number {
    return this.at === 0 ? 0 : this.text.lastIndexOf("\n", this.at - 1) + 1;
  }

  #endOfLine(from: number): number {
    const end = this.text.indexOf("\n", from);
    return end < 0 ? this.text.length : end;
  }
}

function isBlank(code: number): boolean {
  return code === SPACE || code === NEWLINE || Number.isNaN(code);
}

function codesOf(characters: string): Set<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}

/** The escapes that project files use; of the others there are many. */
function unescape(inner: string): string {
  if (!inner.includes("\\")) return inner;
  return inner.replaceAll(/\\(?:u([\da-fA-F]{4})|([\s\S]?))/g, (_, code?: string, letter = "") =>
    code === undefined ? (ESCAPES[letter] ?? giveUp()) : String.fromCharCode(parseInt(code, 16)),
  );
}
