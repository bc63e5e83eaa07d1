import type { Diagnostic } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { Expression } from "../expression.js";
import { placeOf } from "../schema/place.js";
import type { YamlScalar } from "../yaml-node.js";
import type { Attribute } from "./attribute.js";
import { expected } from "./expected.js";
import { propertyLabel } from "./property-label.js";

/** An expression that stands for values of the rows. */
export type DataExpression = Expression & { readonly kind: "query" | "column" };

/** An expression, the node that it was read from, and the property whose value it is. */
export interface WrittenExpression {
  readonly expression: DataExpression;
  readonly text: string;
  readonly node: YamlScalar;
  readonly path: PropertyPath;
}

/**
 * What is wrong with an expression at an attribute. A query or a whole column may stand for any
 * value: where one is taken, the viewer draws the first row's. A range is always a list; a position
 * is one value, if not a list in a row.
 */
export function checkExpression(
  attribute: Attribute,
  { expression, text, node, path }: WrittenExpression,
): Diagnostic | undefined {
  if (attribute.is === "object" || attribute.is === "objects") {
    const values = {
      field: propertyLabel(path),
      expected: expected(attribute),
      got: "an expression",
    };
    return createDiagnostic("wrong-type", values, { at: placeOf(node) });
  }
  if (expression.kind === "query") return undefined;
  if (expression.index !== undefined && LISTS.has(attribute.is)) {
    const values = { field: propertyLabel(path), text };
    return createDiagnostic("one-value-for-list", values, { at: placeOf(node) });
  }
  const one = !attribute.orList && attribute.is !== "any" && !LISTS.has(attribute.is);
  if (!expression.slice || !one) return undefined;
  const values = {
    field: propertyLabel(path),
    expected: expected(attribute),
    got: `the list \`${text}\``,
  };
  return createDiagnostic("wrong-type", values, { at: placeOf(node) });
}

/** Attributes that take nothing but a list. */
export const LISTS: ReadonlySet<string> = new Set([
  "data_array",
  "info_array",
  "colorlist",
  "colorscale",
]);
