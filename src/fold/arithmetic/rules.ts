import type { CubeExpression } from "../../contract/cube.js";
import type { LogicalType } from "../../contract/logical-type.js";
import type { Value } from "../../contract/result.js";
import type { FoldColumn } from "../table.js";
import type { TypedValue } from "../typed-value.js";
import type { Cell, IntegerKind, Kind, Operation } from "./kind.js";

/** An expression without parts of its own: where its value comes from. */
export type Leaf = Exclude<CubeExpression, { is: "call" | "literal" | "average" }>;

/** What a number is cast to. */
export type CastTarget =
  | { readonly to: "integer"; readonly bits: IntegerKind["bits"] }
  /** Without parts: as the dialect's bare word says. */
  | { readonly to: "decimal"; readonly precision?: number; readonly scale?: number }
  | { readonly to: "double" };

/** A kind, and how values of others become of it. */
export interface Common {
  readonly kind: Kind;
  readonly from: (kind: Kind) => (cell: Cell) => Cell;
}

/**
 * How a dialect computes. All throw {@link Refused} for kinds that are not proved, and their
 * operations a FoldFault where the source refuses the values.
 */
export interface Rules {
  /** What a stored value is, or a fold of them. */
  leaf(leaf: Leaf["is"], column: FoldColumn): Kind;
  /** A number or text as it is written. */
  literal(type: LogicalType, value: Value): { readonly kind: Kind; readonly cell: Cell };
  arithmetic(operator: "+" | "-" | "*" | "/", one: Kind, other: Kind): Operation;
  negate(kind: Kind): Operation;
  /** `digits` is absent where none are written. */
  round(kind: Kind, digits: number | undefined): Operation;
  cast(kind: Kind, target: CastTarget): Operation;
  /** Of a sum and a count that is not 0. */
  average(sum: Kind, count: Kind): Operation;
  /** The kind that holds values of all these, none of them `nothing`, and how each becomes of it. */
  common(kinds: readonly Kind[]): Common;
  /** What the first operand of `nullif` becomes by its second; absent: nothing. */
  nullIf?(one: Kind, other: Kind): Common;
  /** Negative, zero or positive, of two values that are not NULL. */
  comparison(one: Kind, other: Kind): (one: NonNullable<Cell>, other: NonNullable<Cell>) => number;
  write(kind: Kind, cell: Cell): TypedValue;
}
