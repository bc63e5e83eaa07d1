import type { Diagnostic } from "../../contract/diagnostic.js";
import type { PropertyPath } from "../../contract/property-path.js";
import type { JsonObject, JsonValue } from "../../contract/json-value.js";
import type { DiagnosticCode, DiagnosticContext } from "../../diagnostics/index.js";
import { createDiagnostic } from "../../diagnostics/index.js";
import type { DiagnosticValues } from "../../diagnostics/create.js";
import { EnvValue } from "../env-value.js";
import { fillEnvValue } from "../fill-env-value.js";
import type { Kind } from "../objects.js";
import type { Environment } from "../project.js";
import type { SourceTypes } from "../source-types.js";
import type { ParsedFile, YamlMap, YamlNode, YamlScalar } from "../yaml-node.js";
import type { UnknownKeys } from "./check-fields.js";
import { checkFields } from "./check-fields.js";
import { checkValue } from "./check-value.js";
import type { Declaration } from "./declaration.js";
import { kindOfValue } from "./describe.js";
import type { Fields, FieldType, FieldValues, ValueOf } from "./field.js";
import { placeOf } from "./place.js";
import type { NamedPart, Reference } from "./reference.js";

/** What checking needs to know of the project; one for all objects. */
export interface CheckSetting {
  readonly environment: Environment;
  readonly sourceTypes: SourceTypes;
  readonly compat: boolean;
  /** Everything that is found goes here, warnings included. */
  readonly diagnostics: Diagnostic[];
  /** What is not run yet and was said already. */
  readonly laterSaid: Set<string>;
  /** Absolute folder of the root file. */
  readonly root: string;
  isIncluded(file: ParsedFile): boolean;
  /** Declares an object that is written inside another one; undefined when its name is taken. */
  declareInline(kind: Kind, map: YamlMap, owner: Checker): Declaration | undefined;
  declarePart(part: NamedPart, owner: Checker): void;
}

/** To whom the fields belong that a checker reads. */
export interface CheckOwner {
  /** In names of inline objects: `sales chart` in `sales chart.traces[0]`. */
  readonly name: string;
  /** Such as `project.charts[0]`. */
  readonly path: string;
  readonly problems: Diagnostic[];
  readonly references: Reference[];
  /** Absent for the project itself. */
  readonly declaration?: Declaration;
}

/**
 * Checks the fields of one object against tables and reports what is wrong, all of it in one go.
 * Errors go to the owner's problems as well as to the project's diagnostics.
 */
export class Checker {
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
  ): FieldValues<F> {
    // Each value was checked by the type that FieldValues derives it from.
    return checkFields(map, table, what, unknown, this) as FieldValues<F>;
  }

  /** Checks one value; undefined when it is wrong, which has been reported then. */
  value<T extends FieldType>(type: T, node: YamlNode): ValueOf<T> | undefined {
    // checkValue yields what ValueOf says of the type.
    return checkValue(type, node, this) as ValueOf<T> | undefined;
  }

  /** The value of a scalar with the environment filled in; undefined when a variable is missing. */
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

  /** Warns of variables that are not set, for values that only a job needs. */
  sayUnset(value: EnvValue): void {
    const filled = fillEnvValue(value, this.setting.environment);
    if ("text" in filled) return;
    for (const variable of filled.missing) {
      this.report("unset-variable", { variable }, { at: value.at });
    }
  }

  /** A value as JSON with the environment filled in; what is missing is reported and becomes null. */
  json(node: YamlNode): JsonValue {
    if (node.kind === "list") return node.items.map((item) => this.json(item));
    if (node.kind === "map") return this.jsonObject(node);
    return this.scalar(node) ?? null;
  }

  jsonObject(map: YamlMap): JsonObject {
    return Object.fromEntries(map.entries.map(({ key, value }) => [key, this.json(value)]));
  }

  /** Makes a row or an item known by its name. */
  namePart(kind: NamedPart["kind"], name: string | undefined, node: YamlMap): void {
    if (name === undefined) return;
    this.setting.declarePart({ kind, name, path: this.path, node }, this);
  }

  /** Runs with one step more in the path that names inline objects. */
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

  /** Runs without reporting; yields what would have been reported. */
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
  }

  wrongType(node: YamlNode, expected: string, hint?: string): void {
    this.report(
      "wrong-type",
      { field: this.label, expected, got: kindOfValue(node) },
      { at: placeOf(node), hint },
    );
  }

  refer(reference: Omit<Reference, "problems" | "target">): Reference {
    const made: Reference = { ...reference, problems: this.problems };
    this.owner.references.push(made);
    return made;
  }

  /** The field under check, as messages name it: `width`, `tags[0]`. */
  get label(): string {
    const last = this.steps.findLastIndex((step) => typeof step === "string");
    return joinPath("", this.steps.slice(Math.max(0, last)));
  }

  /** Where the checker stands, inside its owner's name or path. */
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
