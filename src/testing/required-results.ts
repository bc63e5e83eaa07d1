import type { Manifest } from "../contract/manifest.js";
import type { Alert, Model, Test, TestData, TestExpression, Trace } from "../project/objects.js";

/** The expressions of a test or an alert. */
export function expressionsOf(object: Test | Alert): TestExpression[] {
  const condition = object.condition ? [object.condition] : [];
  return object.kind === "test" ? [...condition, ...object.assertions] : condition;
}

/** Traces and models whose rows an expression asks for. */
export function resultsOf(expression: TestExpression): Set<Trace | Model> {
  const found = new Set<Trace | Model>();
  const open: (TestData | undefined)[] = [...expression.data];
  for (let data = open.pop(); data ?? open.length > 0; data = open.pop()) {
    if (data?.kind === "column" || data?.kind === "cohorts") found.add(data.object);
    else if (data?.kind === "list") open.push(...data.items);
    else if (data?.kind === "element") open.push(data.of);
  }
  return found;
}

/** How the result of an object stands: there and current, of an earlier run, or not there. */
export function standingOf(
  object: Trace | Model,
  manifest: Manifest | undefined,
): "current" | "stale" | "missing" {
  const entry = manifest?.objects[object.id];
  if (!entry?.artifact) return "missing";
  return entry.status === "built" || entry.status === "reused" ? "current" : "stale";
}
