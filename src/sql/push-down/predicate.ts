/** Conditions on the columns of one query, as far as they can be said in every dialect. */

export type Comparison = "=" | "<>" | "<" | "<=" | ">" | ">=";

/**
 * A value in the one form from which each dialect writes its literal: exact digits for `number`
 * (integers and decimals), the shortest digits for `double`, ISO for the rest (`instant` in UTC,
 * without its zone), lower case for `uuid`.
 */
export interface Constant {
  readonly kind: ConstantKind;
  readonly text: string;
}

export type ConstantKind =
  | "number"
  | "double"
  | "text"
  | "date"
  | "timestamp"
  | "instant"
  | "bool"
  | "uuid";

/**
 * Columns are positions in the query. There is no negation, so that a part that was weakened never
 * makes it stronger.
 */
export type Predicate =
  | { readonly is: "and" | "or"; readonly of: readonly Predicate[] }
  | {
      readonly is: "compare";
      readonly column: number;
      readonly comparison: Comparison;
      readonly constant: Constant;
    }
  | { readonly is: "in"; readonly column: number; readonly constants: readonly Constant[] }
  | { readonly is: "null"; readonly column: number }
  | { readonly is: "not-null"; readonly column: number }
  | { readonly is: "prefix"; readonly column: number; readonly prefix: string };

/** All of them; undefined when there is none. Dropping one of several weakens. */
export function allOf(parts: readonly (Predicate | undefined)[]): Predicate | undefined {
  const known = parts.filter((part) => part !== undefined);
  return known.length > 1 ? { is: "and", of: known } : known[0];
}

/** Any of them; undefined when one is not known, since leaving it out would strengthen. */
export function anyOf(parts: readonly (Predicate | undefined)[]): Predicate | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return known.length > 1 ? { is: "or", of: known } : known[0];
}
