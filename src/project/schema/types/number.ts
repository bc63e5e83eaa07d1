import type { YamlNode } from "../../yaml-node.js";
import type { CheckContext } from "../check-context.js";
import type { TypeNamed } from "../field.js";
import { orOpen } from "../json-schema.js";
import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";

/** A number, also one that is written as text. */
export const NUMBER: TypeDefinition<"number"> = {
  check(type, node, checker) {
    const value = node.kind === "scalar" ? checker.scalar(node) : null;
    if (value === undefined) return undefined;
    const number = numberIn(value);
    if (number === undefined || (type.whole && !Number.isInteger(number))) {
      checker.wrongType(node, type);
      return undefined;
    }
    return withinBounds(number, type, node, checker);
  },
  expectation: ({ whole }) => (whole ? "a whole number" : "a number"),
  example: () => undefined,
  schema: ({ whole, least, most }) =>
    orOpen({
      type: whole ? "integer" : "number",
      ...(least !== undefined && { minimum: least }),
      ...(most !== undefined && { maximum: most }),
    }),
};

function withinBounds(
  number: number,
  type: TypeNamed<"number">,
  node: YamlNode,
  checker: CheckContext,
): number | undefined {
  const { least = -Infinity, most = Infinity } = type;
  if (number >= least && number <= most) return number;
  if (type.raised && number < least && checker.setting.compat) {
    const words = { field: checker.label, value: number, least };
    checker.report("value-raised", words, { at: placeOf(node) });
    return least;
  }
  checker.report(
    "out-of-range",
    { field: checker.label, value: number, least: type.least, most: type.most },
    { at: placeOf(node) },
  );
  return undefined;
}

/** The number that a value is or spells; undefined when it is none. */
export function numberIn(value: string | number | boolean | null): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "string" || !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)) {
    return undefined;
  }
  return Number(value);
}
