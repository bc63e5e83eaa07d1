/**
 * Text of the form `>{ expression }` → tree. From the loosest binding to the tightest: `or` · `and`
 * · `not` · comparisons, `in`, `is` (chained) · `+ -` · `* / // %` · unary `-` · `** ^` (from the
 * right) · subscripts and calls.
 */
import type {
  BinaryOperator,
  Comparison,
  ComparisonOperator,
  ExpressionNode,
  ParsedTestExpression,
} from "./ast.js";
import { ExpressionFault } from "./fault.js";
import { OperandParser, refuseLonger } from "./operands.js";
import { Scanner } from "./scanner.js";

/** Text that is no `>{ … }` at all. */
export const NOT_AN_EXPRESSION = "not an expression";

/** Parses a whole value. */
export function parseTestExpression(
  value: string,
): ParsedTestExpression | ExpressionFault | typeof NOT_AN_EXPRESSION {
  const open = /^\s*>\s*\{/.exec(value);
  if (!open) return NOT_AN_EXPRESSION;
  const close = value.trimEnd().length - 1;
  try {
    if (value[close] !== "}" || close < open[0].length) {
      throw new ExpressionFault("`>{` is not closed by a `}` at the end.", 0, value.length);
    }
    return new Parser(value, open[0].length, close).parse();
  } catch (error) {
    if (error instanceof ExpressionFault) return error;
    throw error;
  }
}

/** Deep enough for people, shallow enough for the stack. */
const DEEPEST = 100;

const COMPARISONS = ["==", "!=", "<=", ">=", "<>", "<", ">"] as const;

class Parser {
  readonly #scanner: Scanner;
  readonly #operands: OperandParser;
  readonly #nullComparisons: ExpressionNode[] = [];
  #depth = 0;

  constructor(text: string, start: number, end: number) {
    this.#scanner = new Scanner(text, start, end);
    this.#operands = new OperandParser(this.#scanner, () => this.#expression());
  }

  parse(): ParsedTestExpression {
    if (this.#scanner.isAtEnd) throw this.#scanner.fault("There is nothing between `>{` and `}`.");
    const root = this.#expression();
    if (!this.#scanner.isAtEnd) throw this.#scanner.unexpected();
    return { root, references: this.#operands.references, nullComparisons: this.#nullComparisons };
  }

  #expression(): ExpressionNode {
    if (++this.#depth > DEEPEST) throw this.#scanner.fault("This expression is nested too deeply.");
    const node = this.#joined("or", () => this.#joined("and", () => this.#not()));
    this.#depth--;
    return node;
  }

  #joined(kind: "and" | "or", operand: () => ExpressionNode): ExpressionNode {
    const first = operand();
    if (!this.#scanner.takesWord(kind)) return first;
    const operands = [first];
    do operands.push(operand());
    while (this.#scanner.takesWord(kind));
    return { kind, operands, start: first.start, end: this.#scanner.at };
  }

  #not(): ExpressionNode {
    this.#scanner.space();
    const start = this.#scanner.at;
    if (!this.#scanner.takesWord("not")) return this.#comparison();
    if (++this.#depth > DEEPEST) throw this.#scanner.fault("This expression is nested too deeply.");
    const operand = this.#not();
    this.#depth--;
    return { kind: "not", operand, start, end: operand.end };
  }

  #comparison(): ExpressionNode {
    const first = this.#sum();
    const rest: Comparison[] = [];
    for (let operator = this.#comparator(); operator; operator = this.#comparator()) {
      rest.push({ operator, operand: this.#sum() });
    }
    if (rest.length === 0) return first;
    const node: ExpressionNode = {
      kind: "compare",
      first,
      rest,
      start: first.start,
      end: this.#scanner.at,
    };
    const operands = [first, ...rest.map(({ operand }) => operand)];
    const compares = rest.some(({ operator }) => operator === "==" || operator === "!=");
    if (compares && operands.some(({ kind }) => kind === "null")) this.#nullComparisons.push(node);
    return node;
  }

  #comparator(): ComparisonOperator | undefined {
    const scanner = this.#scanner;
    for (const operator of COMPARISONS) {
      if (scanner.takes(operator)) return operator === "<>" ? "!=" : operator;
    }
    if (scanner.takesWord("in")) return "in";
    if (scanner.takesWord("is")) return scanner.takesWord("not") ? "is not" : "is";
    const start = scanner.at;
    if (scanner.takesWord("not")) {
      if (scanner.takesWord("in")) return "not in";
      scanner.at = start;
    }
    return undefined;
  }

  #sum(): ExpressionNode {
    return this.#leftBinary(["+", "-"], () =>
      this.#leftBinary(["*", "//", "/", "%"], () => this.#unary()),
    );
  }

  #leftBinary(operators: readonly BinaryOperator[], operand: () => ExpressionNode): ExpressionNode {
    let left = operand();
    for (let links = 0; ; links++) {
      // `**` binds tighter and was taken by the operand.
      const operator = operators.find((one) => this.#scanner.takes(one));
      if (!operator) return left;
      refuseLonger(links, this.#scanner);
      const right = operand();
      left = { kind: "binary", operator, left, right, start: left.start, end: right.end };
    }
  }

  #unary(): ExpressionNode {
    this.#scanner.space();
    const start = this.#scanner.at;
    if (this.#scanner.takes("+")) return this.#nested(() => this.#unary());
    if (!this.#scanner.takes("-")) return this.#power();
    const operand = this.#nested(() => this.#unary());
    return { kind: "negate", operand, start, end: operand.end };
  }

  #power(): ExpressionNode {
    const left = this.#operands.read();
    if (!this.#scanner.takes("**") && !this.#scanner.takes("^")) return left;
    const right = this.#nested(() => this.#unary());
    return { kind: "binary", operator: "**", left, right, start: left.start, end: right.end };
  }

  #nested(operand: () => ExpressionNode): ExpressionNode {
    if (++this.#depth > DEEPEST) throw this.#scanner.fault("This expression is nested too deeply.");
    const node = operand();
    this.#depth--;
    return node;
  }
}
