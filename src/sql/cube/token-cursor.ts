/** Tokens of an expression, of which one after the other is taken. */
import type { CubeCall } from "../../contract/cube.js";
import type { Token } from "../tokens.js";

/** Ends reading; its message is why. */
export class Unread extends Error {}

const COMPARISONS: Readonly<Record<string, CubeCall>> = {
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  "<>": "<>",
  "=": "=",
  ">": ">",
  ">=": ">=",
};

export class TokenCursor {
  #at = 0;

  constructor(
    private readonly sql: string,
    private readonly tokens: readonly Token[],
  ) {}

  /** Position of the token that stands here. */
  get place(): number {
    return this.#at;
  }

  get token(): Token | undefined {
    return this.tokens[this.#at];
  }

  get isAtEnd(): boolean {
    return this.#at >= this.tokens.length;
  }

  skip(tokens: number): void {
    this.#at += tokens;
  }

  /** A short whole number. */
  digits(): string {
    const token = this.tokens[this.#at];
    if (token?.kind !== "literal" || !/^\d{1,3}$/.test(token.text)) {
      throw new Unread("digits must be written as a number");
    }
    this.#at++;
    return token.text;
  }

  /** The one of some operators that stands here, which is passed; undefined where none does. */
  takeOperator<Operator extends "+" | "-" | "*" | "/">(
    ...operators: readonly Operator[]
  ): Operator | undefined {
    const operator = operators.find((one) => this.isSymbol(one));
    // Such as `//`, which are other operators.
    if (operator && operator !== "-" && operator !== "+" && this.#isOperatorAhead()) {
      throw this.unread();
    }
    if (operator) this.#at++;
    return operator;
  }

  /** Whether the next symbol stands at once behind this one and makes another operator of it. */
  #isOperatorAhead(): boolean {
    const [one, next] = [this.tokens[this.#at], this.tokens[this.#at + 1]];
    return (
      next?.kind === "symbol" && next.start === (one?.start ?? 0) + 1 && /[*/]/.test(next.text)
    );
  }

  /** The comparison that stands here, which is passed. */
  takeComparison(): CubeCall | undefined {
    const [one, next] = [this.tokens[this.#at], this.tokens[this.#at + 1]];
    if (one?.kind !== "symbol") return undefined;
    const touches = next?.kind === "symbol" && next.start === one.start + 1;
    const pair = touches ? COMPARISONS[one.text + next.text] : undefined;
    const found = pair ?? COMPARISONS[one.text];
    if (found) this.#at += pair ? 2 : 1;
    return found;
  }

  /** Whether the symbol stands here, which is passed then. */
  takeSymbol(text: string): boolean {
    const isThere = this.isSymbol(text);
    if (isThere) this.#at++;
    return isThere;
  }

  /** Whether the symbol stands here, or so many tokens ahead. */
  isSymbol(text: string, ahead = 0): boolean {
    const token = this.tokens[this.#at + ahead];
    return token?.kind === "symbol" && token.text === text;
  }

  /** Passes the symbol, which must stand here. */
  expect(text: string): void {
    if (!this.takeSymbol(text)) throw this.unread();
  }

  /** Whether the word stands here, which is passed then. */
  takeWord(text: string): boolean {
    const isThere = this.word() === text;
    if (isThere) this.#at++;
    return isThere;
  }

  /** In lower case; empty where something else stands. */
  word(ahead = 0): string {
    const token = this.tokens[this.#at + ahead];
    return token?.kind === "word" ? token.text.toLowerCase() : "";
  }

  /** Why what stands here cannot be read. */
  unread(): Unread {
    const token = this.tokens[this.#at];
    if (!token) return new Unread("something is missing at its end");
    const rest = this.sql.slice(token.start).trim();
    const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
    return new Unread(`\`${shown}\` is not computed in the page`);
  }
}
