import type { Project } from "../project.js";
import type { TestData, TestExpression } from "../objects.js";
import type { Checker } from "../schema/checker.js";
import type { WrittenExpression, WrittenReference } from "../schema/written-expression.js";
import { dataOfModel, dataOfTrace, type DataFault } from "./test-data.js";

/** Follows the references of an expression; what they ask for in vain is reported. */
export function linkTestExpression(
  written: WrittenExpression,
  projectName: Project["name"],
  checker: Checker,
): TestExpression {
  const { value, parsed } = written;
  const data = written.references.map((reference) => {
    const result = dataOf(reference, projectName);
    if (!result || !("reason" in result)) return result;
    const { start, end } = result.step ?? reference;
    const place = { at: written.locate(start, end), hint: result.hint };
    checker.report("unknown-test-data", { reason: result.reason }, place);
    return undefined;
  });
  return {
    text: value
      .trim()
      .replace(/^>\s*\{/, "")
      .replace(/\}$/, "")
      .trim()
      .replaceAll(/\s*\n\s*/g, " "),
    at: written.locate(value.search(/\S/), value.trimEnd().length),
    root: parsed.root,
    data,
    textOf: ({ start, end }) =>
      value
        .slice(start, end)
        .trim()
        .replaceAll(/\s*\n\s*/g, " "),
  };
}

/** Undefined when the reference points to nothing, which was reported then. */
function dataOf(
  { reference, steps }: WrittenReference,
  projectName: string,
): TestData | DataFault | undefined {
  if (!reference) {
    if (steps.length === 1 && steps[0]?.key === "name")
      return { kind: "value", value: projectName };
    return { reason: "`project` is no value by itself: write `project.name` or a place in it." };
  }
  const { target } = reference;
  if (!target) return undefined;
  const object = "object" in target ? target.object : undefined;
  if (object?.kind === "trace") return dataOfTrace(object, steps);
  if (object?.kind === "model") return dataOfModel(object, steps);
  return { kind: "value", value: target.name };
}
