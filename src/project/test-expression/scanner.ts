import { ExpressionFault } from "./fault.js";

const SPACE = /[\s\u00a0]*/y;
const NUMBER = /(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const DIGITS = /\d+/y;

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

const MISTAKEN: readonly (readonly [written: string, meant: string])[] = [
  ["&&", "and"],
  ["||", "or"],
  ["&", "and"],
  ["|", "or"],
  ["!", "not"],
  ["=", "=="],
];

/**
 * Reads the pieces of an expression from left to right; the parser decides which piece may come.
 */
export class Scanner {
  at: number;

  constructor(
    readonly text: string,
    start: number,
    readonly end: number,
  ) {
    this.at = start;
  }

  space(): void {
    this.match(SPACE);
  }

  get isAtEnd(): boolean {
    this.space();
    return this.at >= this.end;
  }

  /** Whether these characters come next, white space left out. */
  sees(characters: string): boolean {
    this.space();
    return this.at + characters.length <= this.end && this.text.startsWith(characters, this.at);
  }

  /** Takes these characters when they come next. */
  takes(characters: string): boolean {
    if (!this.sees(characters)) return false;
    this.at += characters.length;
    return true;
  }

  /** Takes a word when it comes next as a whole. */
  takesWord(word: string): boolean {
    this.space();
    const start = this.at;
    if (this.name() === word) return true;
    this.at = start;
    return false;
  }

  name(): string | undefined {
    this.space();
    return this.match(/[\p{L}_][\p{L}\p{N}_]*/uy);
  }

  number(): string | undefined {
    this.space();
    return this.match(NUMBER);
  }

  digits(): string | undefined {
    return this.match(DIGITS);
  }

  /** A text in single or double quotes. */
  quoted(): string | undefined {
    this.space();
    const start = this.at;
    const quote = this.text[start];
    if (quote !== "'" && quote !== '"') return undefined;
    let value = "";
    for (let i = start + 1; i < this.end; i++) {
      const character = this.text[i] ?? "";
      if (character === quote) {
        this.at = i + 1;
        return value;
      }
      if (character === "\\" && i + 1 < this.end) {
        const escaped = this.text[++i] ?? "";
        value += ESCAPES[escaped] ?? escaped;
      } else value += character;
    }
    throw new ExpressionFault(`This text is not closed by a \`${quote}\`.`, start, this.end);
  }

  /** Everything up to one of these characters, which stays. */
  until(characters: string): string | undefined {
    for (let i = this.at; i < this.end; i++) {
      if (!characters.includes(this.text[i] ?? "")) continue;
      const found = this.text.slice(this.at, i);
      this.at = i;
      return found;
    }
    return undefined;
  }

  /** Takes the bracket that closes the one at `start`. */
  close(close: string, open: string, start: number): void {
    if (this.takes(close)) return;
    if (!this.isAtEnd) throw this.unexpected();
    throw new ExpressionFault(`\`${open}\` is not closed by a \`${close}\`.`, start, this.end);
  }

  /** What comes next is not what may come. */
  unexpected(): ExpressionFault {
    if (this.isAtEnd) return this.fault("The expression breaks off here.");
    const mistaken = MISTAKEN.find(([written]) => this.sees(written));
    if (mistaken) {
      const [written, meant] = mistaken;
      return this.fault(`\`${written}\` is not an operator here.`, `Write \`${meant}\`.`);
    }
    const rest = this.text.slice(this.at, this.end).trim();
    const word = /^[\p{L}\p{N}_]+|^./u.exec(rest)?.[0] ?? rest;
    return this.fault(`\`${word}\` is not expected here.`);
  }

  /** A mistake at the next character. */
  fault(reason: string, hint?: string): ExpressionFault {
    this.space();
    const { at, end } = this;
    return new ExpressionFault(reason, Math.min(at, end), Math.min(at + 1, end), hint);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || found === "") return undefined;
    const taken = found.slice(0, this.end - this.at);
    this.at += taken.length;
    return taken;
  }
}
