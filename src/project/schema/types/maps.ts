import { definition } from "../json-schema.js";
import type { TypeDefinition } from "../type-definition.js";
import { mapIn } from "./free-map.js";

/**
 * Mappings that their owner checks; one that is none is undefined, so that positions stay those of
 * the file.
 */
export const MAPS: TypeDefinition<"maps"> = {
  check(type, node, checker) {
    if (node.kind !== "list") {
      checker.wrongType(node, type, `Each ${type.what} begins with \`- \`.`);
      return undefined;
    }
    const itemType = { is: "free map", what: type.what } as const;
    return node.items.map((item, index) =>
      checker.within(index, () => mapIn(itemType, item, checker)),
    );
  },
  expectation: () => "a list",
  example: () => undefined,
  schema({ what, fields }, schemas) {
    schemas.define(what, fields);
    return { type: "array", items: definition(what) };
  },
};
