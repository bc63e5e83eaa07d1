import type { TypeDefinition } from "../type-definition.js";
import { A_MAPPING, mapIn } from "./free-map.js";

/** A mapping with a table of its own. */
export const OBJECT: TypeDefinition<"object"> = {
  check(type, node, checker) {
    const map = mapIn(type, node, checker);
    return map && { node: map, fields: checker.fields(map, type.fields, type.what) };
  },
  expectation: () => A_MAPPING,
  example: () => undefined,
  schema: ({ fields }, schemas) => schemas.fields(fields),
};
