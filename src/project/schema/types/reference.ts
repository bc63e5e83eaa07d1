import type { JsonObject } from "../../../contract/json-value.js";
import { parseExpression } from "../../expression.js";
import { KINDS } from "../../objects.js";
import type { YamlNode } from "../../yaml-node.js";
import type { CheckContext } from "../check-context.js";
import type { ReferenceForm, Target } from "../declaration.js";
import type { TypeNamed } from "../field.js";
import { definition } from "../json-schema.js";
import { placeOf } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";

/** Names that objects of the kinds may have. */
const NAMES = {
  source: "warehouse",
  model: "orders",
  input: "region",
  trace: "sales",
  chart: "Sales",
  table: "Orders",
  selector: "Regions",
  dashboard: "Shop",
  test: "some sales",
  alert: "failures",
  destination: "team",
  row: "first row",
  item: "notes",
} as const satisfies Record<Target, string>;

/** `ref(x)`, `${ref(x)}`, `${project.…}`, or what Jinja makes of the text. */
const WRITTEN: JsonObject = {
  type: "string",
  pattern: "^\\s*(ref\\(.*\\)|\\$\\{.*\\})\\s*$|\\{\\{",
};

/** `ref(x)`, `${project.models[0]}` or, where the type allows it, the object itself. */
export const REFERENCE: TypeDefinition<"reference"> = {
  check(type, node, checker) {
    const form = node.kind === "map" ? inline(type, node, checker) : written(type, node, checker);
    return form && checker.refer({ to: type.to, form, node });
  },
  expectation: ({ to, inline }) =>
    `a reference such as \`ref(name)\`${inline ? `, or the ${to.join(" or ")} itself` : ""}`,
  example: ({ to }) => to[0] && `ref(${NAMES[to[0]]})`,
  schema({ to, inline }) {
    const kinds = KINDS.filter((kind) => to.includes(kind));
    return inline ? { anyOf: [WRITTEN, ...kinds.map(definition)] } : WRITTEN;
  },
};

type ReferenceType = TypeNamed<"reference">;

function inline(
  type: ReferenceType,
  node: YamlNode,
  checker: CheckContext,
): ReferenceForm | undefined {
  const kind = KINDS.find((kind) => kind === type.to[0]);
  if (node.kind !== "map" || !type.inline || !kind) {
    checker.wrongType(node, type);
    return undefined;
  }
  const declaration = checker.setting.declareInline(kind, node, checker);
  return declaration && { by: "inline", declaration };
}

function written(
  type: ReferenceType,
  node: YamlNode,
  checker: CheckContext,
): ReferenceForm | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined) return undefined;
  if (typeof value !== "string") {
    checker.wrongType(node, type);
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
