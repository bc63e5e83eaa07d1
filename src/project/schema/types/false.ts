import type { TypeDefinition } from "../type-definition.js";
import { booleanIn } from "./boolean.js";

/** `false` alone, beside another type. */
export const FALSE: TypeDefinition<"false"> = {
  check: (type, node, checker) => (booleanIn(type, node, checker) === false ? false : undefined),
  expectation: () => "`false`",
  example: () => "false",
  schema: () => ({ const: false }),
};
