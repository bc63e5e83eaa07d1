/** A line of a `.env` file that cannot be read; its text is not kept, for it may hold a secret. */
export interface DotenvProblem {
  readonly line: number;
  readonly column: number;
  readonly reason: string;
}

export interface Dotenv {
  /** In the order written; of a variable that is set twice the last value counts. */
  readonly variables: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
  readonly problems: readonly DotenvProblem[];
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads `NAME=value` lines: comments, `export`, 'literal' and "escaped" values that may run over
 * several lines, unquoted values up to ` #`. Nothing inside a value is expanded.
 */
export function parseDotenv(text: string): Dotenv {
  const scanner = new DotenvScanner(text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n"));
  scanner.run();
  return scanner;
}

class DotenvScanner implements Dotenv {
  readonly variables = new Map<string, { value: string; line: number }>();
  readonly problems: DotenvProblem[] = [];
  #offset = 0;

  constructor(private readonly text: string) {}

  run(): void {
    while (this.#offset < this.text.length) this.#line();
  }

  #line(): void {
    const name = this.#take(/[^\S\n]*(?:export[^\S\n]+)?([A-Za-z_][\w.]*)[^\S\n]*=[^\S\n]*/y);
    if (name?.[1] === undefined) {
      if (!this.#take(/[^\S\n]*(?:#.*)?(?:\n|$)/y)) {
        this.#problem(this.#offset, "a line must read `NAME=value`");
        this.#skipLine();
      }
      return;
    }
    const line = this.#lineOf(this.#offset);
    const value = this.#value();
    if (value !== undefined) this.variables.set(name[1], { value, line });
  }

  #value(): string | undefined {
    const start = this.#offset;
    const quoted = this.#take(/'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/y);
    if (!quoted) {
      if (/['"]/.test(this.text[start] ?? "")) {
        this.#problem(start, "the quotation mark is not closed");
        this.#skipLine();
        return undefined;
      }
      const plain = this.#take(/(?!#)(?:[^\n#]|(?<=\S)#)*/y)?.[0] ?? "";
      this.#skipLine();
      return plain.trimEnd();
    }
    if (!this.#take(/[^\S\n]*(?:#.*)?(?:\n|$)/y)) {
      this.#problem(this.#offset, "there is text after the closing quotation mark");
      this.#skipLine();
      return undefined;
    }
    if (quoted[1] !== undefined) return quoted[1];
    return (quoted[2] ?? "").replaceAll(/\\([\s\S])/g, (_, c: string) => ESCAPES[c] ?? c);
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#offset;
    const match = pattern.exec(this.text);
    if (!match) return undefined;
    this.#offset = pattern.lastIndex;
    return match;
  }

  #skipLine(): void {
    const end = this.text.indexOf("\n", this.#offset);
    this.#offset = end < 0 ? this.text.length : end + 1;
  }

  #problem(offset: number, reason: string): void {
    const lineStart = this.text.lastIndexOf("\n", offset - 1) + 1;
    this.problems.push({ line: this.#lineOf(offset), column: offset - lineStart + 1, reason });
  }

  #lineOf(offset: number): number {
    let line = 1;
    for (
      let at = this.text.indexOf("\n");
      at >= 0 && at < offset;
      at = this.text.indexOf("\n", at + 1)
    )
      line++;
    return line;
  }
}
