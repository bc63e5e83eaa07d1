/** What the steps below a reference stand for, as far as that is known before anything has run. */
import { formatPath } from "../../contract/property-path.js";
import type { JsonValue } from "../../contract/json-value.js";
import { suggest } from "../../diagnostics/index.js";
import type { Model, TestData, Trace } from "../objects.js";
import type { PathStep } from "../test-expression/ast.js";

/** A step that leads nowhere. */
export interface DataFault {
  readonly step?: PathStep;
  /** A sentence. */
  readonly reason: string;
  readonly hint?: string | undefined;
}

type Found = TestData | DataFault;

/** `ref(trace).props.x`, `.columns.y`, `.cohorts`, `.name`. */
export function dataOfTrace(trace: Trace, steps: readonly PathStep[]): Found {
  const [first, ...rest] = steps;
  switch (first?.key) {
    case "name":
      return ended({ kind: "value", value: trace.name }, rest);
    case "cohorts":
      return ended({ kind: "cohorts", object: trace }, rest);
    case "columns":
      return columnOf(trace, rest);
    case "props":
      return rest.length > 0
        ? propertyOf(trace, rest)
        : nothingAsked(trace, "props", Object.keys(trace.props));
    default: {
      const known = ["props", "columns", "cohorts", "name"];
      if (!first) return nothingAsked(trace, undefined, ["props.x", "columns.y"]);
      const reason = `A trace has no \`${first.key}\`.`;
      return { step: first, reason, hint: suggest(String(first.key), known) };
    }
  }
}

/**
 * `ref(model).column`; whether the model yields that column is known when it has run. Its own name
 * is `.model.name`, and `.name` where it has no column of that name.
 */
export function dataOfModel(model: Model, steps: readonly PathStep[]): Found {
  const withPrefix = steps[0]?.key === "columns" && typeof steps[1]?.key === "string";
  const [first, ...rest] = withPrefix ? steps.slice(1) : steps;
  if (typeof first?.key !== "string") {
    return first
      ? { step: first, reason: "Name a column of the model first." }
      : nothingAsked(model, undefined, ["column"]);
  }
  if (first.key === "model" && rest[0]?.key === "name" && !withPrefix) {
    return ended({ kind: "value", value: model.name }, rest.slice(1));
  }
  const column: TestData = { kind: "column", object: model, column: first.key };
  const isEitherName = first.key === "name" && !withPrefix;
  return ended(isEitherName ? { ...column, otherwise: model.name } : column, rest);
}

function columnOf(trace: Trace, steps: readonly PathStep[]): Found {
  const names = trace.columns.map(({ name }) => name);
  const [first, ...rest] = steps;
  if (!first) return nothingAsked(trace, "columns", names);
  if (!names.includes(String(first.key))) {
    const reason = `\`${trace.name}\` has no column \`${first.key}\`.`;
    return { step: first, reason, hint: suggest(String(first.key), names) };
  }
  return ended({ kind: "column", object: trace, column: `columns.${first.key}` }, rest);
}

/** Walks down the properties as they are written, as far as they are maps and lists. */
function propertyOf(trace: Trace, steps: readonly PathStep[]): Found {
  let value: JsonValue = { ...trace.props, type: trace.type };
  const path: (string | number)[] = [];
  for (const [position, step] of steps.entries()) {
    const bound = boundAt(trace, path);
    if (bound) return ended(bound, steps.slice(position));
    const { key } = step;
    const next = below(value, key);
    if (next === undefined) return unknownProperty(trace, path, step, value);
    path.push(key);
    value = next;
  }
  return dataAt(trace, path, value);
}

function below(value: JsonValue, key: string | number): JsonValue | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

function unknownProperty(
  trace: Trace,
  path: readonly (string | number)[],
  step: PathStep,
  value: JsonValue,
): DataFault {
  const at = formatPath(["props", ...path]);
  if (Array.isArray(value)) {
    const reason = `\`${at}\` of \`${trace.name}\` has ${value.length} values, counted from 0.`;
    return { step, reason };
  }
  const keys = value !== null && typeof value === "object" ? Object.keys(value) : [];
  const reason = `\`${trace.name}\` has no \`${at}.${step.key}\`.`;
  return { step, reason, hint: suggest(String(step.key), keys) };
}

/** A value with the results' columns put where expressions stand. */
function dataAt(trace: Trace, path: readonly (string | number)[], value: JsonValue): Found {
  const bound = boundAt(trace, path);
  if (bound) return bound;
  if (Array.isArray(value)) {
    const items: TestData[] = [];
    for (const [index, item] of value.entries()) {
      const found = dataAt(trace, [...path, index], item);
      if ("reason" in found) return found;
      items.push(found);
    }
    return { kind: "list", items };
  }
  if (value !== null && typeof value === "object") {
    return nothingAsked(trace, formatPath(["props", ...path]), Object.keys(value));
  }
  return { kind: "value", value };
}

function boundAt(trace: Trace, path: readonly (string | number)[]): TestData | undefined {
  const binding = trace.bindings.find(
    (one) => one.path.length === path.length && one.path.every((key, i) => key === path[i]),
  );
  if (!binding) return undefined;
  const { column, index, slice } = binding;
  return {
    kind: "column",
    object: trace,
    column,
    ...(index !== undefined && { index }),
    ...(slice && { slice }),
  };
}

/** What follows a column or a value can only pick one of its values. */
function ended(data: TestData, rest: readonly PathStep[]): Found {
  let found = data;
  for (const step of rest) {
    if (typeof step.key !== "number") {
      return { step, reason: `\`.${step.key}\` is not expected here: these are values already.` };
    }
    found = { kind: "element", of: found, index: step.key };
  }
  return found;
}

function nothingAsked(
  { kind, name }: Trace | Model,
  below: string | undefined,
  keys: readonly string[],
): DataFault {
  const what = below === undefined ? `The ${kind} \`${name}\`` : `\`${below}\` of \`${name}\``;
  const shown = keys.slice(0, 8).map((key) => `\`${key}\``);
  return {
    reason: `${what} is no value by itself: name what is below it.`,
    hint: shown.length > 0 ? `Such as ${shown.join(", ")}.` : undefined,
  };
}
