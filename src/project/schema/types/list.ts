import type { JsonObject } from "../../../contract/json-value.js";
import type { TypeDefinition } from "../type-definition.js";

/**
 * Values of one type; a wrong item is left out. With `lone` a single value needs no list around it.
 */
export const LIST: TypeDefinition<"list"> = {
  check(type, node, checker) {
    if (node.kind === "list") {
      return node.items
        .map((item, index) => checker.within(index, () => checker.value(type.of, item)))
        .filter((value) => value !== undefined);
    }
    if (type.lone && node.kind === "scalar") {
      const value = checker.value(type.of, node);
      return value === undefined ? undefined : [value];
    }
    checker.wrongType(node, type, "Items of a list begin with `- `.");
    return undefined;
  },
  expectation: () => "a list",
  example: () => undefined,
  schema({ of, lone }, schemas) {
    const list: JsonObject = { type: "array", items: schemas.type(of) };
    return lone ? { anyOf: [list, schemas.type(of)] } : list;
  },
};
