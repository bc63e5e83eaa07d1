const QUOTE = '"';

/** What ends a line, or stands within quotes: `\n`, `\r\n` and `\r`. */
export type LineBreak = "\n" | "\r\n" | "\r";

/**
 * Gives all lines of a text one end, `\n`; what is between quotes stays as it is. The text comes in
 * pieces, which may end anywhere.
 */
export class UniformLines {
  /** The line breaks so far, also those between quotes. */
  readonly breaks = new Set<LineBreak>();
  /** What of the last piece says how the next one begins: a part of a delimiter or line break. */
  #before = "";
  #quoted = false;
  #wasQuote = false;
  #isStart = true;

  constructor(private readonly delimiter: string) {}

  /** `isLast` for the last piece, which may be empty. */
  next(piece: string, isLast: boolean): string {
    const text = this.#before + piece;
    // A line break and a delimiter are seen whole, or wait for the next piece.
    const end = isLast
      ? text.length
      : Math.max(0, text.length - Math.max(1, this.delimiter.length - 1));
    let done = "";
    let from = 0;
    let at = 0;
    while (at < end) {
      const character = text[at];
      if (character === QUOTE) {
        const opens = !this.#quoted && (this.#isStart || this.#wasQuote);
        this.#wasQuote = this.#quoted;
        this.#quoted = opens;
        this.#isStart = false;
        at += 1;
      } else if (character === "\n" || character === "\r") {
        const lineBreak =
          character === "\n" ? "\n" : text[at + 1] === "\n" ? ("\r\n" as const) : "\r";
        this.breaks.add(lineBreak);
        if (!this.#quoted) {
          done += `${text.slice(from, at)}\n`;
          from = at + lineBreak.length;
          this.#isStart = true;
        }
        this.#wasQuote = false;
        at += lineBreak.length;
      } else if (!this.#quoted && text.startsWith(this.delimiter, at)) {
        this.#isStart = true;
        this.#wasQuote = false;
        at += this.delimiter.length;
      } else {
        this.#isStart = false;
        this.#wasQuote = false;
        at += 1;
      }
    }
    this.#before = text.slice(at);
    return done + text.slice(from, at);
  }
}
