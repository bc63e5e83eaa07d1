import { KINDS } from "../../objects.js";
import type { ExpressionReference, PathStep } from "../../test-expression/ast.js";
import { ExpressionFault } from "../../test-expression/fault.js";
import { NOT_AN_EXPRESSION, parseTestExpression } from "../../test-expression/parse.js";
import type { YamlNode } from "../../yaml-node.js";
import type { CheckContext } from "../check-context.js";
import type { ReferenceForm, Target } from "../declaration.js";
import type { TypeNamed } from "../field.js";
import { placeInText, placeOf, type PlaceInText } from "../place.js";
import type { TypeDefinition } from "../type-definition.js";
import type { WrittenExpression, WrittenReference } from "../written-expression.js";

/** An expression of a test or an alert; a mistake is reported at its place inside the value. */
export const TEST_EXPRESSION: TypeDefinition<"test expression"> = {
  check: checkTestExpression,
  expectation: () => "an expression such as `>{ sum(ref(name).props.y) > 0 }`",
  example: () => '">{ any_test_failed() }"',
  schema: () => ({ type: "string", pattern: "^\\s*>\\{[\\s\\S]*\\}\\s*$|\\{\\{" }),
};

function checkTestExpression(
  type: TypeNamed<"test expression">,
  node: YamlNode,
  checker: CheckContext,
): WrittenExpression | undefined {
  const value = node.kind === "scalar" ? checker.scalar(node) : null;
  if (value === undefined) return undefined;
  const at = placeOf(node);
  if (typeof value !== "string") {
    checker.wrongType(node, type);
    return undefined;
  }
  const parsed = parseTestExpression(value);
  if (parsed === NOT_AN_EXPRESSION) {
    const words = { field: checker.label, text: value.trim() };
    checker.report("not-a-test-expression", words, { at });
    return undefined;
  }
  const locate = placeInText(node, value);
  if (parsed instanceof ExpressionFault) {
    const { reason, start, end, hint } = parsed;
    checker.report("broken-test-expression", { reason }, { at: locate(start, end), hint });
    return undefined;
  }
  for (const comparison of parsed.nullComparisons) {
    checker.report("null-comparison", {}, { at: locate(comparison.start, comparison.end) });
  }
  const references = parsed.references.map((reference) =>
    writtenReference(reference, node, locate, checker),
  );
  return { value, parsed, references, locate };
}

/**
 * Keys that follow an object: what stands before the first of them in `project.…` is the object's
 * place.
 */
const OBJECT_KEYS: ReadonlySet<string | number> = new Set(["props", "columns", "cohorts", "name"]);

function writtenReference(
  { to, steps, start, end }: ExpressionReference,
  node: YamlNode,
  locate: PlaceInText,
  checker: CheckContext,
): WrittenReference {
  if (to !== "project") {
    return refer({ by: "name", name: to.name }, steps);
  }
  const first = steps.findIndex(({ key }) => OBJECT_KEYS.has(key));
  const place = first < 0 ? steps : steps.slice(0, first);
  if (place.length === 0) return { steps, start, end };
  return refer({ by: "path", path: pathOf(place) }, steps.slice(place.length));

  function refer(form: ReferenceForm, below: readonly PathStep[]): WrittenReference {
    // The name of anything may be asked, the data of traces and models only.
    const isName = below.length === 1 && below[0]?.key === "name";
    const data: readonly Target[] = ["trace", "model"];
    const allowed = isName ? [...data, ...KINDS, "row" as const, "item" as const] : data;
    const at = locate(start, below[0]?.start ?? end);
    const reference = checker.refer({ to: allowed, form, node, at });
    return { reference, steps: below, start, end };
  }
}

function pathOf(steps: readonly PathStep[]): string {
  return steps.reduce(
    (path, { key }) => path + (typeof key === "number" ? `[${key}]` : `.${key}`),
    "project",
  );
}
