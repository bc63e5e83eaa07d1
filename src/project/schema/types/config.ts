import { configOf } from "../config-value.js";
import type { TypeDefinition } from "../type-definition.js";

/** Takes any value as it is. */
export const CONFIG: TypeDefinition<"config"> = {
  check: (_type, node) => configOf(node),
  expectation: ({ checkedAs }, of) => (checkedAs ? of(checkedAs) : "a value"),
  example: () => undefined,
  schema: ({ checkedAs }, schemas) => (checkedAs ? schemas.type(checkedAs) : {}),
};
