/**
 * Text of the form `>{ expression }` → tree. From the loosest binding to the tightest:
 * `or` · `and` · `not` · comparisons, `in`, `is` (chained) · `+ -` · `* / // %` · unary `-` · `** ^` (from the right) ·
 * subscripts and calls.
 */
import { suggest } from "../../diagnostics/index.js";
import type {
  BinaryOperator,
  Comparison,
  ComparisonOperator,
  ExpressionNode,
  ExpressionReference,
  ParsedTestExpression,
  PathStep,
} from "./ast.js";
import { ExpressionFault } from "./fault.js";
import { arityFault, isTestFunction, TEST_FUNCTIONS } from "./functions.js";
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
const LONGEST_CHAIN = 500;

const COMPARISONS = ["==", "!=", "<=", ">=", "<>", "<", ">"] as const;

const MISTAKEN: readonly (readonly [written: string, meant: string])[] = [
  ["&&", "and"],
  ["||", "or"],
  ["&", "and"],
  ["|", "or"],
  ["!", "not"],
  ["=", "=="],
];

class Parser {
  readonly #scanner: Scanner;
  readonly #references: ExpressionReference[] = [];
  readonly #nullComparisons: ExpressionNode[] = [];
  #depth = 0;

  constructor(
    private readonly text: string,
    start: number,
    end: number,
  ) {
    this.#scanner = new Scanner(text, start, end);
  }

  parse(): ParsedTestExpression {
    if (this.#scanner.isAtEnd) throw this.#fault("There is nothing between `>{` and `}`.");
    const root = this.#expression();
    if (!this.#scanner.isAtEnd) throw this.#unexpected();
    return { root, references: this.#references, nullComparisons: this.#nullComparisons };
  }

  #expression(): ExpressionNode {
    if (++this.#depth > DEEPEST) throw this.#fault("This expression is nested too deeply.");
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
    if (++this.#depth > DEEPEST) throw this.#fault("This expression is nested too deeply.");
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
      this.#refuseLonger(links);
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
    const left = this.#postfix();
    if (!this.#scanner.takes("**") && !this.#scanner.takes("^")) return left;
    const right = this.#nested(() => this.#unary());
    return { kind: "binary", operator: "**", left, right, start: left.start, end: right.end };
  }

  #nested(operand: () => ExpressionNode): ExpressionNode {
    if (++this.#depth > DEEPEST) throw this.#fault("This expression is nested too deeply.");
    const node = operand();
    this.#depth--;
    return node;
  }

  /** A chain becomes a tree as deep as it is long. */
  #refuseLonger(links: number): void {
    if (links > LONGEST_CHAIN) throw this.#fault("This expression is too long.");
  }

  #postfix(): ExpressionNode {
    let node = this.#primary();
    for (let links = 0; ; links++) {
      this.#refuseLonger(links);
      if (this.#scanner.sees(".")) node = this.#member(node);
      else if (this.#scanner.takes("[")) node = this.#subscript(node);
      else return node;
    }
  }

  /** `.name` and `.0` after a reference go down into it; an index of anything else picks a value. */
  #member(node: ExpressionNode): ExpressionNode {
    const start = this.#scanner.at;
    this.#scanner.takes(".");
    this.#scanner.space();
    const digits = this.#scanner.digits();
    const key = digits === undefined ? this.#scanner.name() : Number(digits);
    if (key === undefined) throw this.#fault("A name must follow the `.` here.");
    return this.#step(node, { key, start, end: this.#scanner.at });
  }

  #step(node: ExpressionNode, step: PathStep): ExpressionNode {
    const { start, end, key } = step;
    const reference = node.kind === "reference" && this.#references[node.reference];
    if (node.kind === "reference" && reference) {
      this.#references[node.reference] = { ...reference, end, steps: [...reference.steps, step] };
      return { ...node, end };
    }
    if (typeof key === "number") {
      const index: ExpressionNode = { kind: "number", text: String(key), start, end };
      return { kind: "index", of: node, index, start: node.start, end };
    }
    throw new ExpressionFault(
      `\`.${key}\` can follow only \`ref(…)\`, \`project\` and \`env\`.`,
      start,
      end,
    );
  }

  #subscript(node: ExpressionNode): ExpressionNode {
    const start = this.#scanner.at - 1;
    const name = node.kind === "reference" ? this.#scanner.quoted() : undefined;
    if (name !== undefined) {
      this.#close("]", "[", start);
      return this.#step(node, { key: name, start, end: this.#scanner.at });
    }
    const digits = node.kind === "reference" ? this.#wholeDigits() : undefined;
    if (digits !== undefined) {
      return this.#step(node, { key: digits, start, end: this.#scanner.at });
    }
    const from = this.#scanner.sees(":") ? undefined : this.#expression();
    if (!this.#scanner.takes(":")) {
      this.#close("]", "[", start);
      if (!from) throw this.#unexpected();
      return { kind: "index", of: node, index: from, start: node.start, end: this.#scanner.at };
    }
    const to = this.#scanner.sees("]") ? undefined : this.#expression();
    this.#close("]", "[", start);
    return { kind: "slice", of: node, from, to, start: node.start, end: this.#scanner.at };
  }

  #wholeDigits(): number | undefined {
    const start = this.#scanner.at;
    this.#scanner.space();
    const digits = this.#scanner.digits();
    if (digits !== undefined && this.#scanner.takes("]")) return Number(digits);
    this.#scanner.at = start;
    return undefined;
  }

  #primary(): ExpressionNode {
    const scanner = this.#scanner;
    scanner.space();
    const start = scanner.at;
    if (scanner.takes("${")) return this.#enclosed("}", "${", start);
    if (scanner.takes("(")) return this.#enclosed(")", "(", start);
    if (scanner.takes("[")) {
      const items = this.#list("]", "[", start);
      return { kind: "list", items, start, end: scanner.at };
    }
    const text = scanner.quoted();
    if (text !== undefined) return { kind: "text", value: text, start, end: scanner.at };
    const number = scanner.number();
    if (number !== undefined) {
      return { kind: "number", text: number.replaceAll("_", ""), start, end: scanner.at };
    }
    const name = scanner.name();
    if (name === undefined) throw this.#unexpected();
    return this.#named(name, start);
  }

  #enclosed(close: string, open: string, start: number): ExpressionNode {
    const inner = this.#expression();
    this.#close(close, open, start);
    return { ...inner, start, end: this.#scanner.at };
  }

  #named(name: string, start: number): ExpressionNode {
    const end = this.#scanner.at;
    const lower = name.toLowerCase();
    if (lower === "true" || lower === "false") {
      return { kind: "boolean", value: lower === "true", start, end };
    }
    if (lower === "null" || lower === "none") return { kind: "null", start, end };
    if (name === "ref") return this.#ref(start);
    if (name === "env") return this.#env(start);
    if (name === "project") return this.#refer({ to: "project", steps: [], start, end });
    if (this.#scanner.takes("(")) return this.#call(name, start, end);
    if (isTestFunction(name)) {
      const usage = `Call it: \`${TEST_FUNCTIONS[name].usage}\`.`;
      throw new ExpressionFault(`\`${name}\` is a function.`, start, end, usage);
    }
    throw new ExpressionFault(
      `\`${name}\` has no meaning here.`,
      start,
      end,
      `A text stands in quotes: \`"${name}"\`; the data of an object is \`ref(name).props.x\`.`,
    );
  }

  #call(name: string, start: number, end: number): ExpressionNode {
    const args = this.#list(")", "(", end);
    if (!isTestFunction(name)) {
      const hint =
        suggest(name, Object.keys(TEST_FUNCTIONS)) ??
        `The functions are ${Object.keys(TEST_FUNCTIONS).join(", ")}.`;
      throw new ExpressionFault(`\`${name}\` is not a function.`, start, end, hint);
    }
    const wrong = arityFault(name, args.length);
    if (wrong !== undefined) throw new ExpressionFault(wrong, start, this.#scanner.at);
    return { kind: "call", name, args, start, end: this.#scanner.at };
  }

  #list(close: string, open: string, start: number): ExpressionNode[] {
    const items: ExpressionNode[] = [];
    while (!this.#scanner.takes(close)) {
      items.push(this.#expression());
      if (this.#scanner.takes(",")) continue;
      this.#close(close, open, start);
      break;
    }
    return items;
  }

  #ref(start: number): ExpressionNode {
    const scanner = this.#scanner;
    if (!scanner.takes("(")) throw this.#fault("A name in parentheses must follow `ref`.");
    const quoted = scanner.quoted();
    const name = quoted ?? scanner.until(")")?.trim();
    if (name === undefined || !scanner.takes(")")) {
      throw new ExpressionFault("`ref(` is not closed by a `)`.", start, scanner.end);
    }
    if (name === "") throw new ExpressionFault("`ref()` names nothing.", start, scanner.at);
    return this.#refer({ to: { name }, steps: [], start, end: scanner.at });
  }

  #env(start: number): ExpressionNode {
    const variable = this.#scanner.takes(".") ? this.#scanner.name() : undefined;
    if (variable === undefined) throw this.#fault("A variable must follow `env`: `env.NAME`.");
    return { kind: "env", variable, start, end: this.#scanner.at };
  }

  #refer(reference: ExpressionReference): ExpressionNode {
    const { start, end } = reference;
    this.#references.push(reference);
    return { kind: "reference", reference: this.#references.length - 1, start, end };
  }

  #close(close: string, open: string, start: number): void {
    if (this.#scanner.takes(close)) return;
    if (!this.#scanner.isAtEnd) throw this.#unexpected();
    throw new ExpressionFault(
      `\`${open}\` is not closed by a \`${close}\`.`,
      start,
      this.#scanner.end,
    );
  }

  #unexpected(): ExpressionFault {
    if (this.#scanner.isAtEnd) return this.#fault("The expression breaks off here.");
    const mistaken = MISTAKEN.find(([written]) => this.#scanner.sees(written));
    if (mistaken) {
      const [written, meant] = mistaken;
      return this.#fault(`\`${written}\` is not an operator here.`, `Write \`${meant}\`.`);
    }
    const rest = this.text.slice(this.#scanner.at, this.#scanner.end).trim();
    const word = /^[\p{L}\p{N}_]+|^./u.exec(rest)?.[0] ?? rest;
    return this.#fault(`\`${word}\` is not expected here.`);
  }

  #fault(reason: string, hint?: string): ExpressionFault {
    this.#scanner.space();
    const { at, end } = this.#scanner;
    return new ExpressionFault(reason, Math.min(at, end), Math.min(at + 1, end), hint);
  }
}
