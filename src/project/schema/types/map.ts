import type { TypeDefinition } from "../type-definition.js";
import { A_MAPPING, mapIn } from "./free-map.js";

/** Values of one type by names of the author's own; a wrong one is left out. */
export const MAP: TypeDefinition<"map"> = {
  check(type, node, checker) {
    const map = mapIn(type, node, checker);
    if (!map) return undefined;
    const values = map.entries.map(
      ({ key, value }) => [key, checker.within(key, () => checker.value(type.of, value))] as const,
    );
    return new Map(values.filter(([, value]) => value !== undefined));
  },
  expectation: () => A_MAPPING,
  example: () => undefined,
  schema: ({ of }, schemas) => ({ type: "object", additionalProperties: schemas.type(of) }),
};
