import { EnvValue } from "../../env-value.js";
import { orOpen } from "../json-schema.js";
import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";

/**
 * What comes from the environment stays open, with a warning when it is not set; all else is
 * checked now. A secret is not described by its value.
 */
export const LATE: TypeDefinition<"late"> = {
  check(type, node, checker) {
    if (node.kind === "scalar" && node.value instanceof EnvValue) {
      checker.sayUnset(node.value);
      return node.value;
    }
    if (!type.secret) return checker.value(type.of, node);
    if (node.kind === "scalar" && typeof node.value === "string") return node.value;
    const expected = checker.expectation(type);
    const words = { field: checker.label, expected, got: "something else" };
    checker.report("wrong-type", words, { at: placeOf(node), hint: "Put it in quotes." });
    return undefined;
  },
  expectation: ({ of: type }, of) => of(type),
  example: ({ of: type }, of) => of(type),
  schema: ({ of }, schemas) => orOpen(schemas.type(of)),
};
