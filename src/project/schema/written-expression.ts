import type { SourceRange } from "../../contract/diagnostic.js";
import type { ParsedTestExpression, PathStep } from "../test-expression/ast.js";
import type { Reference } from "./declaration.js";

/** What a reference inside a test expression asks for. */
export interface WrittenReference {
  /** Absent for the project itself. */
  readonly reference?: Reference;
  /** What is asked of it: `props`, `x`. */
  readonly steps: readonly PathStep[];
  readonly start: number;
  readonly end: number;
}

/** A test expression whose references are not followed yet. */
export interface WrittenExpression {
  readonly value: string;
  readonly parsed: ParsedTestExpression;
  /** By position, as the tree counts them. */
  readonly references: readonly WrittenReference[];
  /** The place of a part of the value. */
  locate(start: number, end: number): SourceRange;
}
