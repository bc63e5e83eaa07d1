import { EnvValue } from "../env-value.js";
import type { YamlNode } from "../yaml-node.js";
import type { Checker } from "./checker.js";
import { expectation } from "./describe.js";
import type { TypeNamed } from "./field.js";
import { placeOf } from "./place.js";

/** What comes from the environment stays open, with a warning when it is not set; all else is checked now. */
export function checkLate(type: TypeNamed<"late">, node: YamlNode, checker: Checker): unknown {
  if (node.kind === "scalar" && node.value instanceof EnvValue) {
    checker.sayUnset(node.value);
    return node.value;
  }
  if (!type.secret) return checker.value(type.of, node);
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  // Not described by its value, which is a secret.
  const words = { field: checker.label, expected: expectation(type), got: "something else" };
  checker.report("wrong-type", words, { at: placeOf(node), hint: "Put it in quotes." });
  return undefined;
}
