import { parseExpression } from "../expression.js";
import { KINDS } from "../objects.js";
import type { YamlNode } from "../yaml-node.js";
import type { Checker } from "./checker.js";
import { expectation } from "./describe.js";
import type { TypeNamed } from "./field.js";
import { placeOf } from "./place.js";
import type { Reference, ReferenceForm } from "./reference.js";

type ReferenceType = TypeNamed<"reference">;

/** `ref(x)`, `${project.models[0]}` or, where the type allows it, the object itself. */
export function checkReference(
  type: ReferenceType,
  node: YamlNode,
  checker: Checker,
): Reference | undefined {
  const form = node.kind === "map" ? inline(type, node, checker) : written(type, node, checker);
  return form && checker.refer({ to: type.to, form, node });
}

function inline(type: ReferenceType, node: YamlNode, checker: Checker): ReferenceForm | undefined {
  const kind = KINDS.find((kind) => kind === type.to[0]);
  if (node.kind !== "map" || !type.inline || !kind) {
    checker.wrongType(node, expectation(type));
    return undefined;
  }
  const declaration = checker.setting.declareInline(kind, node, checker);
  return declaration && { by: "inline", declaration };
}

function written(type: ReferenceType, node: YamlNode, checker: Checker): ReferenceForm | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined) return undefined;
  if (typeof value !== "string") {
    checker.wrongType(node, expectation(type));
    return undefined;
  }
  const expression = parseExpression(value);
  if (expression.kind === "path") return { by: "path", path: expression.path };
  if (expression.kind === "reference") {
    if (expression.rest !== "") {
      const at = placeOf(node);
      checker.report("reference-rest-ignored", { rest: expression.rest }, { at });
    }
    return { by: "name", name: expression.name };
  }
  checker.report(
    "not-a-reference",
    { field: checker.label, text: value },
    { at: placeOf(node), ...(expression.kind === "broken" && { hint: expression.reason }) },
  );
  return undefined;
}
