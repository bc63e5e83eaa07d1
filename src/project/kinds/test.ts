import type { Test } from "../objects.js";
import type { WrittenField } from "../schema/checked-field.js";
import type { Checker } from "../schema/checker.js";
import { defined } from "../schema/defined.js";
import type { Fields } from "../schema/field.js";
import type { KindDefinition } from "../schema/kind-definition.js";
import { target } from "../schema/linked.js";
import { chosenInputs, writtenChoices } from "./chosen-inputs.js";
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
  inputs: {
    type: { is: "free map", what: "chosen inputs" },
    description: "What is chosen of inputs for the traces that it looks at.",
    default: "their defaults",
    example: "{ region: EU, period: 2024-01..2024-06 }",
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
    const fields = checker.fields(map, TEST_FIELDS, "test");
    refuseEmpty(fields.assertions, checker);
    const condition = fields.if?.value;
    const choices = fields.inputs?.value && writtenChoices(fields.inputs.value, checker);
    return {
      fields,
      build: (base, { projectName }) => ({
        ...base,
        ...defined({ trace: target(reference, "trace") }),
        assertions: (fields.assertions?.value ?? []).map((written) =>
          linkTestExpression(written, projectName, checker),
        ),
        ...defined({ condition: condition && linkTestExpression(condition, projectName, checker) }),
        onFailure: fields.on_failure?.value ?? "exit",
        ...defined({ chosen: choices && chosenInputs(choices, checker) }),
      }),
    };
  },
};

/** A test that asserts nothing would always pass. */
function refuseEmpty(assertions: WrittenField | undefined, checker: Checker): void {
  if (assertions?.node.kind !== "list" || assertions.node.items.length > 0) return;
  const words = { field: "assertions", reason: "it asserts nothing." };
  checker.report("wrong-value", words, { at: assertions.at });
}
