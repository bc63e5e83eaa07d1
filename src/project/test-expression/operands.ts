import { suggest } from "../../diagnostics/index.js";
import type { ExpressionNode, ExpressionReference, PathStep } from "./ast.js";
import { ExpressionFault } from "./fault.js";
import { arityFault, isTestFunction, TEST_FUNCTIONS } from "./functions.js";
import type { Scanner } from "./scanner.js";

const LONGEST_CHAIN = 500;

/** A chain becomes a tree as deep as it is long. */
export function refuseLonger(links: number, scanner: Scanner): void {
  if (links > LONGEST_CHAIN) throw scanner.fault("This expression is too long.");
}

/**
 * Reads what stands between operators: constants, lists, references, calls, and what is in
 * parentheses.
 */
export class OperandParser {
  /** In the order written. */
  readonly references: ExpressionReference[] = [];
  readonly #scanner: Scanner;

  constructor(
    scanner: Scanner,
    private readonly expression: () => ExpressionNode,
  ) {
    this.#scanner = scanner;
  }

  /** A value with what follows it: `.x`, `[0]`, `[1:3]`. */
  read(): ExpressionNode {
    let node = this.#primary();
    for (let links = 0; ; links++) {
      refuseLonger(links, this.#scanner);
      if (this.#scanner.sees(".")) node = this.#member(node);
      else if (this.#scanner.takes("[")) node = this.#subscript(node);
      else return node;
    }
  }

  /**
   * `.name` and `.0` after a reference go down into it; an index of anything else picks a value.
   */
  #member(node: ExpressionNode): ExpressionNode {
    const start = this.#scanner.at;
    this.#scanner.takes(".");
    this.#scanner.space();
    const digits = this.#scanner.digits();
    const key = digits === undefined ? this.#scanner.name() : Number(digits);
    if (key === undefined) throw this.#scanner.fault("A name must follow the `.` here.");
    return this.#step(node, { key, start, end: this.#scanner.at });
  }

  #step(node: ExpressionNode, step: PathStep): ExpressionNode {
    const { start, end, key } = step;
    const reference = node.kind === "reference" && this.references[node.reference];
    if (node.kind === "reference" && reference) {
      this.references[node.reference] = { ...reference, end, steps: [...reference.steps, step] };
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
      this.#scanner.close("]", "[", start);
      return this.#step(node, { key: name, start, end: this.#scanner.at });
    }
    const digits = node.kind === "reference" ? this.#wholeDigits() : undefined;
    if (digits !== undefined) {
      return this.#step(node, { key: digits, start, end: this.#scanner.at });
    }
    const from = this.#scanner.sees(":") ? undefined : this.expression();
    if (!this.#scanner.takes(":")) {
      this.#scanner.close("]", "[", start);
      if (!from) throw this.#scanner.unexpected();
      return { kind: "index", of: node, index: from, start: node.start, end: this.#scanner.at };
    }
    const to = this.#scanner.sees("]") ? undefined : this.expression();
    this.#scanner.close("]", "[", start);
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
    if (name === undefined) throw this.#scanner.unexpected();
    return this.#named(name, start);
  }

  #enclosed(close: string, open: string, start: number): ExpressionNode {
    const inner = this.expression();
    this.#scanner.close(close, open, start);
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
      items.push(this.expression());
      if (this.#scanner.takes(",")) continue;
      this.#scanner.close(close, open, start);
      break;
    }
    return items;
  }

  #ref(start: number): ExpressionNode {
    const scanner = this.#scanner;
    if (!scanner.takes("(")) throw this.#scanner.fault("A name in parentheses must follow `ref`.");
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
    if (variable === undefined)
      throw this.#scanner.fault("A variable must follow `env`: `env.NAME`.");
    return { kind: "env", variable, start, end: this.#scanner.at };
  }

  #refer(reference: ExpressionReference): ExpressionNode {
    const { start, end } = reference;
    this.references.push(reference);
    return { kind: "reference", reference: this.references.length - 1, start, end };
  }
}
