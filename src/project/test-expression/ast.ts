/**
 * The expressions of tests and alerts, `>{ … }`, as a tree. Offsets count from the start of the
 * whole value.
 */

interface NodeBase {
  readonly start: number;
  readonly end: number;
}

export type BinaryOperator = "+" | "-" | "*" | "/" | "//" | "%" | "**";

export type ComparisonOperator =
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "in"
  | "not in"
  | "is"
  | "is not";

export interface Comparison {
  readonly operator: ComparisonOperator;
  readonly operand: ExpressionNode;
}

/** A step below a reference: `.props`, `["a name"]`; `.0` is an index. */
export interface PathStep extends NodeBase {
  readonly key: string | number;
}

export type ExpressionNode = NodeBase &
  (
    | { readonly kind: "null" }
    | { readonly kind: "boolean"; readonly value: boolean }
    /** As written, so that no digit is lost. */
    | { readonly kind: "number"; readonly text: string }
    | { readonly kind: "text"; readonly value: string }
    | { readonly kind: "list"; readonly items: readonly ExpressionNode[] }
    | { readonly kind: "env"; readonly variable: string }
    /** Position in {@link ParsedTestExpression.references}. */
    | { readonly kind: "reference"; readonly reference: number }
    | {
        readonly kind: "call";
        readonly name: string;
        readonly args: readonly ExpressionNode[];
      }
    | { readonly kind: "index"; readonly of: ExpressionNode; readonly index: ExpressionNode }
    | {
        readonly kind: "slice";
        readonly of: ExpressionNode;
        readonly from: ExpressionNode | undefined;
        readonly to: ExpressionNode | undefined;
      }
    | { readonly kind: "negate" | "not"; readonly operand: ExpressionNode }
    | {
        readonly kind: "binary";
        readonly operator: BinaryOperator;
        readonly left: ExpressionNode;
        readonly right: ExpressionNode;
      }
    /** `a and b and c`: true when all are. */
    | { readonly kind: "and" | "or"; readonly operands: readonly ExpressionNode[] }
    /** `a < b <= c`: true when each neighbouring pair is. */
    | {
        readonly kind: "compare";
        readonly first: ExpressionNode;
        readonly rest: readonly Comparison[];
      }
  );

/** `ref(name).props.x` or `project.traces[0].props.x`. */
export interface ExpressionReference extends NodeBase {
  readonly to: { readonly name: string } | "project";
  readonly steps: readonly PathStep[];
}

export interface ParsedTestExpression {
  readonly root: ExpressionNode;
  /** In the order written. */
  readonly references: readonly ExpressionReference[];
  /** Comparisons with a written `null`, which can never be true. */
  readonly nullComparisons: readonly ExpressionNode[];
}
