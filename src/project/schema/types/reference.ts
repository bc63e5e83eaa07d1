import type { JsonObject } from "../../../contract/json-value.js";
import { nearest } from "../../../diagnostics/index.js";
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

/**
 * `ref(x)`, `${project.models[0]}` or, where the type allows it, the object itself or a word.
 */
export const REFERENCE: TypeDefinition<"reference"> = {
  check(type, node, checker) {
    const word = wordIn(type, node, checker);
    if (word !== undefined) return word;
    const form = node.kind === "map" ? inline(type, node, checker) : written(type, node, checker);
    return form && checker.refer({ to: type.to, form, node });
  },
  expectation: ({ to, inline, or = [] }) =>
    [
      "a reference such as `ref(name)`",
      ...(inline ? [`or the ${to.join(" or ")} itself`] : []),
      ...or.map((word) => `or \`${word}\``),
    ].join(", "),
  example: ({ to }) => to[0] && `ref(${NAMES[to[0]]})`,
  schema({ to, inline, or = [] }) {
    const kinds = inline ? KINDS.filter((kind) => to.includes(kind)) : [];
    const others = [...kinds.map(definition), ...(or.length > 0 ? [{ enum: [...or] }] : [])];
    return others.length > 0 ? { anyOf: [WRITTEN, ...others] } : WRITTEN;
  },
};

type ReferenceType = TypeNamed<"reference">;

function wordIn({ or = [] }: ReferenceType, node: YamlNode, checker: CheckContext) {
  if (or.length === 0 || node.kind !== "scalar") return undefined;
  const { result } = checker.tried(() => checker.scalar(node));
  return or.find((word) => word === result);
}

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
  const [word] = nearest(value, type.or ?? []);
  const near = word === undefined ? undefined : `Did you mean \`${word}\`?`;
  const hint = expression.kind === "broken" ? expression.reason : near;
  checker.report(
    "not-a-reference",
    { field: checker.label, text: value },
    { at: placeOf(node), ...(hint !== undefined && { hint }) },
  );
  return undefined;
}
