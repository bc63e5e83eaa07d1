import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Expression } from "../expression.js";
import type { Attribute } from "./attribute.js";
import { expected } from "./expected.js";

export type DataExpression = Expression & { readonly kind: "query" | "column" };

/** An expression, where it stands, and how messages name the property. */
export interface WrittenExpression {
  readonly expression: DataExpression;
  readonly text: string;
  readonly field: string;
  readonly at: SourceRange;
}

/**
 * What is wrong with an expression at an attribute. A query or a whole column may stand for any value: where one is
 * taken, the viewer draws the first row's. A range is always a list; a position is one value, if not a list in a row.
 */
export function checkExpression(
  attribute: Attribute,
  { expression, text, field, at }: WrittenExpression,
): Diagnostic | undefined {
  if (attribute.is === "object" || attribute.is === "objects") {
    const values = { field, expected: expected(attribute), got: "an expression" };
    return createDiagnostic("wrong-type", values, { at });
  }
  if (expression.kind === "query") return undefined;
  if (expression.index !== undefined && LISTS.has(attribute.is)) {
    return createDiagnostic("one-value-for-list", { field, text }, { at });
  }
  const one = !attribute.orList && attribute.is !== "any" && !LISTS.has(attribute.is);
  if (!expression.slice || !one) return undefined;
  const values = { field, expected: expected(attribute), got: `the list \`${text}\`` };
  return createDiagnostic("wrong-type", values, { at });
}

/** Attributes that take nothing but a list. */
export const LISTS: ReadonlySet<string> = new Set([
  "data_array",
  "info_array",
  "colorlist",
  "colorscale",
]);
