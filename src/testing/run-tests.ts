/** Tests and alerts over results: data → values → truth → reports. */
import type { AssertionReport, TestReport } from "../contract/events.js";
import type { ObjectBase, Test, TestData, TestExpression } from "../project/objects.js";
import type { Environment } from "../project/project.js";
import { element, evaluate, type EvaluationContext } from "./evaluate.js";
import { EvaluationFault } from "./evaluation-fault.js";
import { fromNumber } from "./test-number.js";
import { explainFailure, notACondition } from "./explain-failure.js";
import type { ResultColumns } from "./result-columns.js";
import { fromJson, type TestValue } from "./value.js";

export interface TestRunOptions {
  readonly columns: ResultColumns;
  readonly environment: Pick<Environment, "get">;
  readonly signal: AbortSignal;
  /** Takes secrets out of a report. */
  readonly scrub: (report: TestReport) => TestReport;
  readonly onTest: (report: TestReport) => void;
}

/** Evaluates tests in their order. */
export async function runTests(
  tests: readonly Test[],
  options: TestRunOptions,
): Promise<TestReport[]> {
  const reports: TestReport[] = [];
  for (const test of tests) {
    if (options.signal.aborted) break;
    const report = options.scrub(await runTest(test, reports.some(hasFailed), options));
    reports.push(report);
    options.onTest(report);
  }
  return reports;
}

/** What could not be evaluated has not passed. */
export function hasFailed({ status }: Pick<TestReport, "status">): boolean {
  return status === "failed" || status === "error";
}

async function runTest(
  test: Test,
  anyTestFailed: boolean,
  options: TestRunOptions,
): Promise<TestReport> {
  const start = performance.now();
  const { id, name, at, onFailure } = test;
  const report = (rest: Pick<TestReport, "status"> & Partial<TestReport>): TestReport => ({
    id,
    name,
    at,
    onFailure,
    assertions: [],
    ...rest,
    milliseconds: Math.round(performance.now() - start),
  });
  const columns = test.chosen ? options.columns.choosing(test.chosen) : options.columns;
  const looking = { ...options, columns };
  const problem = problemOf(test);
  if (problem !== undefined) return report({ status: "error", message: problem });
  if (test.condition) {
    const held = await judge(test.condition, anyTestFailed, looking);
    if (held.status === "error") return report(held);
    if (held.status === "failed") {
      return report({ status: "skipped", message: `Skipped by its \`if\`: ${held.message}` });
    }
  }
  const assertions: AssertionReport[] = [];
  for (const assertion of test.assertions) {
    const judged = await judge(assertion, anyTestFailed, looking);
    assertions.push({ text: assertion.text, at: assertion.at, ...judged });
  }
  const worst = ["error", "failed"] as const;
  const status = worst.find((one) => assertions.some((assertion) => assertion.status === one));
  return report({ status: status ?? "passed", assertions });
}

/** An object with errors is not evaluated; they were reported with the project. */
export function problemOf({ problems }: Pick<ObjectBase, "problems">): string | undefined {
  const error = problems.find(({ severity }) => severity === "error");
  return error && `It has an error: ${error.message}`;
}

/** Truth of an expression; `error`: it could not be evaluated, or is no condition. */
export interface Judgement {
  readonly status: "passed" | "failed" | "error";
  readonly message?: string;
  readonly hint?: string;
}

/** Whether an expression is true, and if not, why. */
export async function judge(
  expression: TestExpression,
  anyTestFailed: boolean,
  { columns, environment }: Pick<TestRunOptions, "columns" | "environment">,
): Promise<Judgement> {
  try {
    const data: TestValue[] = [];
    for (const one of expression.data) data.push(one ? await valueOf(one, columns) : null);
    const context: EvaluationContext = { data, environment, anyTestFailed };
    const value = evaluate(expression.root, expression, context);
    if (value === true) return { status: "passed" };
    if (value !== false && value !== null) {
      const { reason, hint } = notACondition(expression.text, value);
      return { status: "error", message: reason, ...(hint !== undefined && { hint }) };
    }
    return { status: "failed", message: explainFailure(expression, context) };
  } catch (error) {
    if (!(error instanceof EvaluationFault)) throw error;
    const { reason, hint } = error;
    return { status: "error", message: reason, ...(hint !== undefined && { hint }) };
  }
}

async function valueOf(data: TestData, columns: ResultColumns): Promise<TestValue> {
  switch (data.kind) {
    case "value":
      return fromJson(data.value);
    case "list":
      return Promise.all(data.items.map((item) => valueOf(item, columns)));
    case "cohorts":
      return columns.cohorts(data.object);
    case "element":
      return element(await valueOf(data.of, columns), fromNumber(data.index), nameOf(data.of));
    default: {
      const { otherwise } = data;
      if (otherwise !== undefined && !columns.has(data.object, data.column)) {
        return fromJson(otherwise);
      }
      const values = await columns.column(data.object, data.column);
      const { index, slice } = data;
      if (index !== undefined) return element(values, fromNumber(index), nameOf(data));
      return slice ? values.slice(slice[0] ?? undefined, slice[1] ?? undefined) : values;
    }
  }
}

/** "`props.x` of `sales`". */
function nameOf(data: TestData): string {
  if (data.kind === "column") return `\`${data.column}\` of \`${data.object.name}\``;
  return data.kind === "cohorts" ? `\`cohorts\` of \`${data.object.name}\`` : "The list";
}
