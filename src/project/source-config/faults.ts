import { resolve } from "node:path";
import type { $ZodIssue } from "zod/v4/core";
import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import { formatPath } from "../../contract/property-path.js";
import { createDiagnostic, suggest } from "../../diagnostics/index.js";
import { pathPatternFault } from "../../disk/path-pattern.js";
import { patternDiagnostic } from "../path-pattern-fault.js";
import type { DeclaredSourceType } from "../source-types.js";
import type { ConfigValue } from "../env-value.js";
import { EnvValue } from "../env-value.js";
import type { Config } from "./leaves.js";
import { isLeaf } from "./leaves.js";
import { schemaAt, shapeOf } from "./schema-traits.js";

/** Gives the places that faults are shown at. */
export interface ConfigPlaces {
  /** Of a value, the nearest one above it that is written. */
  value(path: PropertyPath): SourceRange;
  /** Where a mapping begins that lacks a field; undefined when the caller reports that. */
  start(path: PropertyPath): SourceRange | undefined;
}

/**
 * What the schema of a source's type finds wrong with its fields. Fields that still hold an
 * environment value are not judged. Relative paths start at `directory`. No message quotes a value
 * from the environment, except where a choice is offered.
 */
export function configFaults(
  config: Config,
  info: DeclaredSourceType,
  places: ConfigPlaces,
  directory: string,
): Diagnostic[] {
  const parsed = info.config.safeParse(config);
  if (parsed.success) return patternFaults(config, info, places, directory);
  return parsed.error.issues.flatMap((issue) => faultsOf(issue, config, info, places));
}

/** The `file` of a file type may be a pattern, which DuckDB reads. */
function patternFaults(
  { file }: Config,
  info: DeclaredSourceType,
  places: ConfigPlaces,
  directory: string,
): Diagnostic[] {
  if (!info.file || typeof file !== "string") return [];
  const fault = pathPatternFault(resolve(directory, file), "duckdb");
  return fault ? [patternDiagnostic("file", fault, places.value(["file"]))] : [];
}

function faultsOf(
  issue: $ZodIssue,
  config: Config,
  info: DeclaredSourceType,
  places: ConfigPlaces,
): Diagnostic[] {
  // YAML has no symbols, so none can be a key.
  const path = issue.path.filter((step) => typeof step !== "symbol");
  const value = valueAt(config, path);
  if (value instanceof EnvValue) return [];
  const field = formatPath(path);
  if (value === undefined && path.length > 0) {
    const around = path.slice(0, -1);
    const what =
      around.length > 0 ? `\`${formatPath(around)}\`` : `a source of type \`${info.type}\``;
    const words = { what, key: String(path.at(-1)) };
    const at = places.start(around);
    return at ? [createDiagnostic("missing-field", words, { at })] : [];
  }
  const at = places.value(path);
  if (issue.code === "unrecognized_keys") {
    const known = Object.keys(shapeOf(schemaAt(info.config, path)) ?? {});
    const what = field === "" ? `a source of type \`${info.type}\`` : `\`${field}\``;
    return issue.keys.map((key) =>
      createDiagnostic("unknown-key", { key, what }, { at, hint: suggest(key, known) }),
    );
  }
  return [valueFault(issue, field, value, at)];
}

function valueFault(
  issue: $ZodIssue,
  field: string,
  value: ConfigValue | undefined,
  at: SourceRange,
): Diagnostic {
  if (issue.code === "invalid_type") {
    const expected = EXPECTED[issue.expected] ?? issue.expected;
    const quotes = issue.expected === "string" && typeof value !== "object";
    const hint = quotes ? "Put it in quotes." : undefined;
    return createDiagnostic("wrong-type", { field, expected, got: typeOf(value) }, { at, hint });
  }
  if (issue.code === "invalid_value" && typeof value === "string") {
    const choices = issue.values.map(String);
    return createDiagnostic(
      "wrong-choice",
      { field, value, choices },
      { at, hint: suggest(value, choices) },
    );
  }
  const bounds = boundsOf(issue);
  if (bounds && typeof value === "number") {
    return createDiagnostic("out-of-range", { field, value, ...bounds }, { at });
  }
  if (value === "" && issue.code === "too_small") {
    return createDiagnostic("wrong-value", { field, reason: "it is empty." }, { at });
  }
  const reason = issue.message.endsWith(".") ? issue.message : `${issue.message}.`;
  if (field === "") return createDiagnostic("wrong-source", { reason }, { at });
  // The hints of a schema's own checks are texts of ours.
  const hint: unknown = issue.code === "custom" ? issue.params?.["hint"] : undefined;
  const context = { at, ...(typeof hint === "string" && { hint }) };
  return createDiagnostic("wrong-value", { field, reason }, context);
}

function boundsOf(issue: $ZodIssue): { least: number } | { most: number } | undefined {
  if (issue.code === "too_small") return { least: Number(issue.minimum) };
  return issue.code === "too_big" ? { most: Number(issue.maximum) } : undefined;
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "`true` or `false`",
  array: "a list",
  object: "a mapping of keys to values",
  record: "a mapping of keys to values",
};

function typeOf(value: ConfigValue | undefined): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value === "string") return "text";
  return typeof value === "number" ? "a number" : `\`${value}\``;
}

/** The value at a path; an environment value stands for everything below it. */
function valueAt(config: Config, path: PropertyPath): ConfigValue | undefined {
  let value: ConfigValue | undefined = config;
  for (const step of path) {
    if (value === undefined || isLeaf(value)) return value instanceof EnvValue ? value : undefined;
    // Lists are addressed by position, mappings by key; both are properties.
    value = (value as Readonly<Record<string | number, ConfigValue>>)[step];
  }
  return value;
}
