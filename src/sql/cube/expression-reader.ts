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
import { TokenCursor, Unread } from "./token-cursor.js";

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

const NUMBER = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
/** Without a backslash, which some dialects read as one and others do not. */
const TEXT = /^'(?:[^'\\]|'')*'$/;

export class ExpressionReader {
  readonly #cursor: TokenCursor;

  constructor(
    sql: string,
    tokens: readonly Token[],
    private readonly slots: readonly Slot[],
    private readonly arithmetic: DialectArithmetic,
  ) {
    this.#cursor = new TokenCursor(sql, tokens);
  }

  read(): CubeExpression | Unreadable {
    try {
      const value = this.#or();
      if (!this.#cursor.isAtEnd) throw this.#cursor.unread();
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
    while (this.#cursor.takeWord(word)) operands.push(operand());
    const [only] = operands;
    return only && operands.length === 1 ? only : call(word, ...operands);
  }

  #not(): CubeExpression {
    if (!this.#cursor.takeWord("not")) return this.#comparison();
    const value = call("not", this.#cursor.word() === "not" ? this.#not() : this.#sum());
    // In some modes of MySQL `not` takes what stands next to it.
    return this.#alone(value, "a comparison behind `not` needs brackets");
  }

  #comparison(): CubeExpression {
    const left = this.#sum();
    if (this.#cursor.takeWord("is")) {
      const negated = this.#cursor.takeWord("not");
      if (!this.#cursor.takeWord("null")) throw this.#cursor.unread();
      return this.#alone(call(negated ? "is not null" : "is null", left));
    }
    const comparison = this.#cursor.takeComparison();
    return comparison ? this.#alone(call(comparison, left, this.#sum())) : left;
  }

  /** No further comparison may follow. */
  #alone(value: CubeExpression, why = "comparisons of comparisons need brackets"): CubeExpression {
    const next = this.#cursor.token;
    const isOperator = next?.kind === "symbol" && /[<>=!]/.test(next.text);
    if (isOperator || this.#cursor.word() === "is") {
      throw new Unread(why);
    }
    return value;
  }

  #sum(): CubeExpression {
    let value = this.#product();
    for (;;) {
      const operator = this.#cursor.takeOperator("+", "-");
      if (!operator) return value;
      value = call(operator, value, this.#product());
    }
  }

  #product(): CubeExpression {
    let value = this.#sign();
    for (;;) {
      const operator = this.#cursor.takeOperator("*", "/");
      if (!operator) return value;
      value = call(operator, value, this.#sign());
      if (operator === "/" && this.arithmetic.hidesDigits && isOfRowAlone(value)) {
        throw new Unread("a quotient without aggregates loses digits before it meets them");
      }
    }
  }

  #sign(): CubeExpression {
    const sign = this.#cursor.takeOperator("+", "-");
    if (sign === "-") return this.#negativeNumber() ?? call("negate", this.#sign());
    return sign ? this.#sign() : this.#cast();
  }

  /** A short integer with its sign is one number. */
  #negativeNumber(): CubeExpression | undefined {
    const text = this.#cursor.token?.text ?? "";
    if (!/^\d{1,9}$/.test(text) || this.#cursor.isSymbol(":", 1)) return undefined;
    this.#cursor.skip(1);
    return literal("int64", `-${text}`);
  }

  #cast(): CubeExpression {
    let value = this.#operand();
    while (this.#cursor.isSymbol(":") && this.#cursor.isSymbol(":", 1)) {
      this.#cursor.skip(2);
      value = this.#castTo(value);
    }
    return value;
  }

  #operand(): CubeExpression {
    const slot = this.slots.find(({ from }) => from === this.#cursor.place);
    if (slot) {
      this.#cursor.skip(slot.to - slot.from);
      return slot.value;
    }
    const token = this.#cursor.token;
    if (token?.kind === "literal") {
      this.#cursor.skip(1);
      return this.#literal(token);
    }
    if (this.#cursor.takeSymbol("(")) {
      const value = this.#or();
      this.#cursor.expect(")");
      return value;
    }
    if (token?.kind === "word") return this.#worded(token);
    throw this.#cursor.unread();
  }

  #literal({ text }: Token): CubeExpression {
    if (NUMBER.test(text)) return literal(/^\d+$/.test(text) ? "int64" : "decimal", text);
    if (!TEXT.test(text)) throw new Unread(`\`${text}\` is not read in the page`);
    return literal("text", text.slice(1, -1).replaceAll("''", "'"));
  }

  #worded(token: Token): CubeExpression {
    const word = this.#cursor.word();
    if (word === "case") {
      this.#cursor.skip(1);
      return this.#case();
    }
    if (!this.#cursor.isSymbol("(", 1)) {
      if (word === "true" || word === "false") {
        this.#cursor.skip(1);
        return literal("bool", word === "true");
      }
      if (word === "null") {
        this.#cursor.skip(1);
        return literal("text", null);
      }
      throw new Unread(`\`${token.text}\` is neither aggregated nor shown by the trace itself`);
    }
    this.#cursor.skip(2);
    switch (word) {
      case "coalesce":
        return call("coalesce", ...this.#arguments());
      case "nullif": {
        const values = this.#arguments();
        if (values.length !== 2) throw this.#cursor.unread();
        return call("nullif", ...values);
      }
      case "round":
        return this.#round();
      case "cast": {
        const value = this.#or();
        if (!this.#cursor.takeWord("as")) throw this.#cursor.unread();
        const cast = this.#castTo(value);
        this.#cursor.expect(")");
        return cast;
      }
      default:
        throw new Unread(`\`${token.text}\` around aggregates is not computed in the page`);
    }
  }

  /** Up to and with the closing bracket. */
  #arguments(): CubeExpression[] {
    const values = [this.#or()];
    while (this.#cursor.takeSymbol(",")) values.push(this.#or());
    this.#cursor.expect(")");
    return values;
  }

  #round(): CubeExpression {
    const value = this.#or();
    if (this.#cursor.takeSymbol(")")) return call("round", value);
    this.#cursor.expect(",");
    const isNegative = this.#cursor.takeSymbol("-");
    const digits = this.#cursor.digits();
    this.#cursor.expect(")");
    return call("round", value, literal("int64", isNegative ? `-${digits}` : digits));
  }

  /** `case x when …` compares with each of them. */
  #case(): CubeExpression {
    const subject = this.#cursor.word() === "when" ? undefined : this.#or();
    if (subject && this.arithmetic.hidesDigits) {
      throw new Unread(
        "`case x when y` compares other digits than `case when x = y`, which is computed",
      );
    }
    const values: CubeExpression[] = [];
    while (this.#cursor.takeWord("when")) {
      const condition = this.#or();
      if (!this.#cursor.takeWord("then")) throw this.#cursor.unread();
      values.push(subject ? call("=", subject, condition) : condition, this.#or());
    }
    values.push(this.#cursor.takeWord("else") ? this.#or() : literal("text", null));
    if (values.length < 3 || !this.#cursor.takeWord("end")) throw this.#cursor.unread();
    return call("case", ...values);
  }

  #castTo(value: CubeExpression): CubeExpression {
    const { casts } = this.arithmetic;
    const one = this.#cursor.word();
    const two = `${one} ${this.#cursor.word(1)}`;
    const name = casts[two] === undefined ? one : two;
    const type = casts[name];
    if (type === undefined) {
      const text = this.#cursor.token?.text ?? "";
      throw new Unread(`a cast to \`${text}\` is not computed in the page`);
    }
    this.#cursor.skip(name === two ? 2 : 1);
    if (type === "double") return call("cast to double", value);
    if (type !== "decimal") return call("cast to integer", value, literal("int64", String(type)));
    const digits: CubeExpression[] = [];
    if (this.#cursor.takeSymbol("(")) {
      do digits.push(literal("int64", this.#cursor.digits()));
      while (this.#cursor.takeSymbol(","));
      this.#cursor.expect(")");
    }
    return call("cast to decimal", value, ...digits);
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
