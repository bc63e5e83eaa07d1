import type { Test } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import type { KindDefinition } from "../schema/declaration.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import { placeOf } from "../schema/place.js";
import { target } from "../schema/linked.js";
import type { YamlMap } from "../yaml-node.js";
import { NAMED_FIELDS } from "./named-fields.js";
import { linkTestExpression } from "./test-expressions.js";

export const TEST_FIELDS = {
  ...NAMED_FIELDS,
  assertions: {
    type: { is: "list", of: { is: "test expression" }, lone: true },
    description:
      'What must be true of the results, each as `">{ … }"` in quotes, since `>` alone has a meaning in YAML.',
    required: true,
    example: '[">{ sum(ref(sales).props.y) > 0 }"]',
  },
  if: {
    type: { is: "test expression" },
    description: "Evaluated first: when it is false, the test is skipped.",
  },
  on_failure: {
    type: { is: "choice", values: ["exit", "continue"] },
    description: "Whether a failure makes `headwater test` exit with 4, or is reported only.",
    default: "`exit`",
  },
} as const satisfies Fields;

export const TEST: KindDefinition<Test> = {
  kind: "test",
  list: "tests",
  check(map, checker) {
    const { declaration } = checker.owner;
    const owner = declaration?.owner;
    // A trace's own test needs the trace, whatever else it looks at.
    const reference =
      owner?.kind === "trace"
        ? checker.refer({
            to: ["trace"],
            form: { by: "inline", declaration: owner },
            node: map,
          })
        : undefined;
    const values = checker.fields(map, TEST_FIELDS, "test");
    refuseEmpty(map, checker);
    return (base, { projectName }) => ({
      ...base,
      ...defined({ trace: target(reference, "trace") }),
      assertions: (values.assertions ?? []).map((written) =>
        linkTestExpression(written, projectName, checker),
      ),
      ...defined({ condition: values.if && linkTestExpression(values.if, projectName, checker) }),
      onFailure: values.on_failure ?? "exit",
    });
  },
};

/** A test that asserts nothing would always pass. */
function refuseEmpty(map: YamlMap, checker: Checker): void {
  const node = map.get("assertions")?.value;
  if (node?.kind !== "list" || node.items.length > 0) return;
  const words = { field: "assertions", reason: "it asserts nothing." };
  checker.report("wrong-value", words, { at: placeOf(node) });
}
