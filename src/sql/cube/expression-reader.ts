/**
 * Reads what stands around aggregates, from weak to strong:
 *
 *   or ▸ and ▸ not ▸ comparison, is null ▸ + - ▸ * / ▸ sign ▸ :: ▸ operand
 *
 * Where dialects bind differently, as in `a = b < c`, brackets are asked for.
 */
import type { CubeCall, CubeExpression } from "../../contract/cube.js";
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import type { DialectArithmetic } from "../dialect.js";
import type { Token } from "../tokens.js";

/** What some tokens have become, such as a call of an aggregate. */
export interface Slot {
  readonly from: number;
  /** Behind the last token. */
  readonly to: number;
  readonly value: CubeExpression;
}

/** Why an expression cannot be evaluated over folded aggregates: a part of a sentence. */
export interface Unreadable {
  readonly why: string;
}

/** Ends reading; {@link ExpressionReader.read} returns why. */
class Unread extends Error {}

const COMPARISONS: Readonly<Record<string, CubeCall>> = {
  "!=": "<>",
  "<": "<",
  "<=": "<=",
  "<>": "<>",
  "=": "=",
  ">": ">",
  ">=": ">=",
};

const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** Without a backslash, which some dialects read as one and others do not. */
const TEXT = /^'(?:[^'\\]|'')*'$/;

export class ExpressionReader {
  #at = 0;

  constructor(
    private readonly sql: string,
    private readonly tokens: readonly Token[],
    private readonly slots: readonly Slot[],
    private readonly arithmetic: DialectArithmetic,
  ) {}

  read(): CubeExpression | Unreadable {
    try {
      const value = this.#or();
      if (this.#at < this.tokens.length) throw this.#unread();
      return value;
    } catch (error) {
      if (error instanceof Unread) return { why: error.message };
      throw error;
    }
  }

  #or(): CubeExpression {
    return this.#chain("or", () => this.#chain("and", () => this.#not()));
  }

  #chain(word: "or" | "and", operand: () => CubeExpression): CubeExpression {
    const operands = [operand()];
    while (this.#takeWord(word)) operands.push(operand());
    const [only] = operands;
    return only && operands.length === 1 ? only : call(word, ...operands);
  }

  #not(): CubeExpression {
    if (!this.#takeWord("not")) return this.#comparison();
    const value = call("not", this.#word() === "not" ? this.#not() : this.#sum());
    // In some modes of MySQL `not` takes what stands next to it.
    return this.#alone(value, "a comparison behind `not` needs brackets");
  }

  #comparison(): CubeExpression {
    const left = this.#sum();
    if (this.#takeWord("is")) {
      const negated = this.#takeWord("not");
      if (!this.#takeWord("null")) throw this.#unread();
      return this.#alone(call(negated ? "is not null" : "is null", left));
    }
    const comparison = this.#takeComparison();
    return comparison ? this.#alone(call(comparison, left, this.#sum())) : left;
  }

  /** No further comparison may follow. */
  #alone(value: CubeExpression, why = "comparisons of comparisons need brackets"): CubeExpression {
    const next = this.tokens[this.#at];
    const isOperator = next?.kind === "symbol" && /[<>=!]/.test(next.text);
    if (isOperator || this.#word() === "is") {
      throw new Unread(why);
    }
    return value;
  }

  #sum(): CubeExpression {
    let value = this.#product();
    for (;;) {
      const operator = this.#takeOperator("+", "-");
      if (!operator) return value;
      value = call(operator, value, this.#product());
    }
  }

  #product(): CubeExpression {
    let value = this.#sign();
    for (;;) {
      const operator = this.#takeOperator("*", "/");
      if (!operator) return value;
      value = call(operator, value, this.#sign());
      if (operator === "/" && this.arithmetic.hidesDigits && isOfRowAlone(value)) {
        throw new Unread("a quotient without aggregates loses digits before it meets them");
      }
    }
  }

  #sign(): CubeExpression {
    const sign = this.#takeOperator("+", "-");
    if (sign === "-") return this.#negativeNumber() ?? call("negate", this.#sign());
    return sign ? this.#sign() : this.#cast();
  }

  /** A short integer with its sign is one number. */
  #negativeNumber(): CubeExpression | undefined {
    const text = this.tokens[this.#at]?.text ?? "";
    if (!/^\d{1,9}$/.test(text) || this.#isSymbol(":", 1)) return undefined;
    this.#at++;
    return literal("int64", `-${text}`);
  }

  #cast(): CubeExpression {
    let value = this.#operand();
    while (this.#isSymbol(":") && this.#isSymbol(":", 1)) {
      this.#at += 2;
      value = this.#castTo(value);
    }
    return value;
  }

  #operand(): CubeExpression {
    const slot = this.slots.find(({ from }) => from === this.#at);
    if (slot) {
      this.#at = slot.to;
      return slot.value;
    }
    const token = this.tokens[this.#at];
    if (token?.kind === "literal") {
      this.#at++;
      return this.#literal(token);
    }
    if (this.#takeSymbol("(")) {
      const value = this.#or();
      this.#expect(")");
      return value;
    }
    if (token?.kind === "word") return this.#worded(token);
    throw this.#unread();
  }

  #literal({ text }: Token): CubeExpression {
    if (NUMBER.test(text)) return literal(/^\d+$/.test(text) ? "int64" : "decimal", text);
    if (!TEXT.test(text)) throw new Unread(`\`${text}\` is not read in the page`);
    return literal("text", text.slice(1, -1).replaceAll("''", "'"));
  }

  #worded(token: Token): CubeExpression {
    const word = this.#word();
    if (word === "case") {
      this.#at++;
      return this.#case();
    }
    if (!this.#isSymbol("(", 1)) {
      if (word === "true" || word === "false") {
        this.#at++;
        return literal("bool", word === "true");
      }
      if (word === "null") {
        this.#at++;
        return literal("text", null);
      }
      throw new Unread(`\`${token.text}\` is neither aggregated nor shown by the trace itself`);
    }
    this.#at += 2;
    switch (word) {
      case "coalesce":
        return call("coalesce", ...this.#arguments());
      case "nullif": {
        const values = this.#arguments();
        if (values.length !== 2) throw this.#unread();
        return call("nullif", ...values);
      }
      case "round":
        return this.#round();
      case "cast": {
        const value = this.#or();
        if (!this.#takeWord("as")) throw this.#unread();
        const cast = this.#castTo(value);
        this.#expect(")");
        return cast;
      }
      default:
        throw new Unread(`\`${token.text}\` around aggregates is not computed in the page`);
    }
  }

  /** Up to and with the closing bracket. */
  #arguments(): CubeExpression[] {
    const values = [this.#or()];
    while (this.#takeSymbol(",")) values.push(this.#or());
    this.#expect(")");
    return values;
  }

  #round(): CubeExpression {
    const value = this.#or();
    if (this.#takeSymbol(")")) return call("round", value);
    this.#expect(",");
    const isNegative = this.#takeSymbol("-");
    const digits = this.#digits();
    this.#expect(")");
    return call("round", value, literal("int64", isNegative ? `-${digits}` : digits));
  }

  /** `case x when …` compares with each of them. */
  #case(): CubeExpression {
    const subject = this.#word() === "when" ? undefined : this.#or();
    if (subject && this.arithmetic.hidesDigits) {
      throw new Unread(
        "`case x when y` compares other digits than `case when x = y`, which is computed",
      );
    }
    const values: CubeExpression[] = [];
    while (this.#takeWord("when")) {
      const condition = this.#or();
      if (!this.#takeWord("then")) throw this.#unread();
      values.push(subject ? call("=", subject, condition) : condition, this.#or());
    }
    values.push(this.#takeWord("else") ? this.#or() : literal("text", null));
    if (values.length < 3 || !this.#takeWord("end")) throw this.#unread();
    return call("case", ...values);
  }

  #castTo(value: CubeExpression): CubeExpression {
    const { casts } = this.arithmetic;
    const one = this.#word();
    const two = `${one} ${this.#word(1)}`;
    const name = casts[two] === undefined ? one : two;
    const type = casts[name];
    if (type === undefined) {
      const text = this.tokens[this.#at]?.text ?? "";
      throw new Unread(`a cast to \`${text}\` is not computed in the page`);
    }
    this.#at += name === two ? 2 : 1;
    if (type === "double") return call("cast to double", value);
    if (type !== "decimal") return call("cast to integer", value, literal("int64", String(type)));
    const digits: CubeExpression[] = [];
    if (this.#takeSymbol("(")) {
      do digits.push(literal("int64", this.#digits()));
      while (this.#takeSymbol(","));
      this.#expect(")");
    }
    return call("cast to decimal", value, ...digits);
  }

  #digits(): string {
    const token = this.tokens[this.#at];
    if (token?.kind !== "literal" || !/^\d{1,3}$/.test(token.text)) {
      throw new Unread("digits must be written as a number");
    }
    this.#at++;
    return token.text;
  }

  #takeOperator<Operator extends "+" | "-" | "*" | "/">(
    ...operators: readonly Operator[]
  ): Operator | undefined {
    const operator = operators.find((one) => this.#isSymbol(one));
    // Such as `//`, which are other operators.
    if (operator && operator !== "-" && operator !== "+" && this.#isOperatorAhead()) {
      throw this.#unread();
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

  #takeComparison(): CubeCall | undefined {
    const [one, next] = [this.tokens[this.#at], this.tokens[this.#at + 1]];
    if (one?.kind !== "symbol") return undefined;
    const touches = next?.kind === "symbol" && next.start === one.start + 1;
    const pair = touches ? COMPARISONS[one.text + next.text] : undefined;
    const found = pair ?? COMPARISONS[one.text];
    if (found) this.#at += pair ? 2 : 1;
    return found;
  }

  #takeSymbol(text: string): boolean {
    const isThere = this.#isSymbol(text);
    if (isThere) this.#at++;
    return isThere;
  }

  #isSymbol(text: string, ahead = 0): boolean {
    const token = this.tokens[this.#at + ahead];
    return token?.kind === "symbol" && token.text === text;
  }

  #expect(text: string): void {
    if (!this.#takeSymbol(text)) throw this.#unread();
  }

  #takeWord(text: string): boolean {
    const isThere = this.#word() === text;
    if (isThere) this.#at++;
    return isThere;
  }

  /** In lower case; empty where something else stands. */
  #word(ahead = 0): string {
    const token = this.tokens[this.#at + ahead];
    return token?.kind === "word" ? token.text.toLowerCase() : "";
  }

  #unread(): Unread {
    const token = this.tokens[this.#at];
    if (!token) return new Unread("something is missing at its end");
    const rest = this.sql.slice(token.start).trim();
    const shown = rest.length > 40 ? `${rest.slice(0, 40)}…` : rest;
    return new Unread(`\`${shown}\` is not computed in the page`);
  }
}

function call(name: CubeCall, ...values: readonly CubeExpression[]): CubeExpression {
  return { is: "call", call: name, arguments: values };
}

/** It has columns and no aggregates: the source makes one column of it. */
function isOfRowAlone(value: CubeExpression): boolean {
  const leaves = leavesOf(value).filter(({ is }) => is !== "literal");
  return leaves.length > 0 && leaves.every(({ is }) => is === "column");
}

function leavesOf(value: CubeExpression): readonly CubeExpression[] {
  return value.is === "call" ? value.arguments.flatMap(leavesOf) : [value];
}

function literal(type: LogicalType, value: Value): CubeExpression {
  return { is: "literal", type, value };
}
