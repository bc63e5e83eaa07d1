import type { Diagnostic } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import type { JsonObject, JsonValue } from "../../contract/json-value.js";
import type { DiagnosticCode, DiagnosticContext } from "../../diagnostics/index.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { DiagnosticValues } from "../../diagnostics/create.js";
import { EnvValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import type { YamlMap, YamlNode, YamlScalar } from "../yaml-node.js";
import type { CheckContext, CheckOwner, CheckSetting, UnknownKeys } from "./check-context.js";
import { checkFields } from "./check-fields.js";
import type { CheckedField } from "./checked-field.js";
import type { NamedPart, Reference } from "./declaration.js";
import { kindOfValue } from "./describe.js";
import type { CheckedFields, Fields, FieldType, ValueOf } from "./field.js";
import { placeOf } from "./place.js";
import { checkValue, expectation } from "./type-table.js";

/**
 * Checks the fields of one object against tables and reports what is wrong, all of it in one go.
 * Errors go to the owner's problems as well as to the project's diagnostics, warnings to its
 * warnings.
 */
export class Checker implements CheckContext {
  private readonly steps: (string | number)[] = [];
  private problems: Diagnostic[];
  private aside: Diagnostic[] | undefined;

  constructor(
    readonly setting: CheckSetting,
    readonly owner: CheckOwner,
  ) {
    this.problems = owner.problems;
  }

  /** Checks a mapping against a table; `what` names the thing in messages, such as "chart". */
  fields<F extends Fields>(
    map: YamlMap,
    table: F,
    what: string,
    unknown: UnknownKeys = { as: "error" },
  ): CheckedFields<F> {
    // Each value was checked by the type that CheckedFields derives it from.
    return checkFields(map, table, what, unknown, this) as CheckedFields<F>;
  }

  /** Checks one value; undefined when it is wrong, which has been reported then. */
  value<T extends FieldType>(type: T, node: YamlNode): ValueOf<T> | undefined {
    // checkValue yields what ValueOf says of the type.
    return checkValue(type, node, this) as ValueOf<T> | undefined;
  }

  scalar(node: YamlScalar): string | number | boolean | null | undefined {
    if (!(node.value instanceof EnvValue)) return node.value;
    const filled = fillEnvValue(node.value, this.setting.environment);
    if ("text" in filled) return filled.text;
    for (const variable of filled.missing) {
      this.report("missing-variable", { variable }, { at: node.value.at });
    }
    return undefined;
  }

  /** The same without a word about missing variables, for a second look at a value. */
  quietScalar(node: YamlScalar): string | number | boolean | null | undefined {
    if (!(node.value instanceof EnvValue)) return node.value;
    return this.tried(() => this.scalar(node)).result;
  }

  sayUnset(value: EnvValue): void {
    const filled = fillEnvValue(value, this.setting.environment);
    if ("text" in filled) return;
    for (const variable of filled.missing) {
      this.report("unset-variable", { variable }, { at: value.at });
    }
  }

  /**
   * A value as JSON with the environment filled in; what is missing is reported and becomes null.
   */
  json(node: YamlNode): JsonValue {
    if (node.kind === "list") return node.items.map((item) => this.json(item));
    if (node.kind === "map") return this.jsonObject(node);
    return this.scalar(node) ?? null;
  }

  /** The same for a mapping. */
  jsonObject(map: YamlMap): JsonObject {
    return Object.fromEntries(map.entries.map(({ key, value }) => [key, this.json(value)]));
  }

  /** Makes a row or an item known by its name, if that is written and right. */
  namePart(kind: NamedPart["kind"], name: CheckedField<string> | undefined): void {
    if (name?.value === undefined) return;
    const part = { kind, name: name.value, path: this.path, at: name.at };
    this.setting.declarePart(part, this);
  }

  within<T>(step: string | number, run: () => T): T {
    this.steps.push(step);
    const result = run();
    this.steps.pop();
    return result;
  }

  /** Runs with another list of problems, such as that of one item of a dashboard. */
  into<T>(problems: Diagnostic[], run: () => T): T {
    const before = this.problems;
    this.problems = problems;
    const result = run();
    this.problems = before;
    return result;
  }

  tried<T>(run: () => T): { readonly result: T; readonly faults: readonly Diagnostic[] } {
    const before = this.aside;
    const faults: Diagnostic[] = [];
    this.aside = faults;
    const result = run();
    this.aside = before;
    return { result, faults };
  }

  report<Code extends DiagnosticCode>(
    code: Code,
    values: DiagnosticValues<Code>,
    context: DiagnosticContext,
  ): void {
    this.add(createDiagnostic(code, values, context));
  }

  add(diagnostic: Diagnostic): void {
    if (this.aside) {
      this.aside.push(diagnostic);
      return;
    }
    this.setting.diagnostics.push(diagnostic);
    if (diagnostic.severity === "error") this.problems.push(diagnostic);
    else this.owner.warnings.push(diagnostic);
  }

  wrongType(node: YamlNode, type: FieldType, hint?: string): void {
    const words = { field: this.label, expected: expectation(type), got: kindOfValue(node) };
    this.report("wrong-type", words, { at: placeOf(node), hint });
  }

  expectation(type: FieldType): string {
    return expectation(type);
  }

  refer(reference: Omit<Reference, "problems" | "target">): Reference {
    const made: Reference = { ...reference, problems: this.problems };
    this.owner.references.push(made);
    return made;
  }

  get label(): string {
    const last = this.steps.findLastIndex((step) => typeof step === "string");
    return joinPath("", this.steps.slice(Math.max(0, last)));
  }

  get inlineName(): string {
    return joinPath(this.owner.name, this.steps);
  }

  get path(): string {
    return joinPath(this.owner.path, this.steps);
  }
}

function joinPath(start: string, steps: PropertyPath): string {
  let text = start;
  for (const step of steps) {
    text += typeof step === "number" ? `[${step}]` : text === "" ? step : `.${step}`;
  }
  return text;
}
