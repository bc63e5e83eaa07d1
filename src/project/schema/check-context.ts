import type { Diagnostic } from "../../contract/diagnostic.js";
import type { DiagnosticCode, DiagnosticContext } from "../../diagnostics/index.js";
import type { DiagnosticValues } from "../../diagnostics/create.js";
import type { EnvValue } from "../env-value.js";
import type { Kind } from "../objects.js";
import type { Environment } from "../project.js";
import type { SourceTypes } from "../source-types.js";
import type { ParsedFile, YamlMap, YamlNode, YamlScalar } from "../yaml-node.js";
import type { FieldRecord } from "./checked-field.js";
import type { Declaration, NamedPart, Reference } from "./declaration.js";
import type { Fields, FieldType } from "./field.js";

/** What checking needs to know of the project; one for all objects. */
export interface CheckSetting {
  readonly environment: Environment;
  readonly sourceTypes: SourceTypes;
  readonly compat: boolean;
  /** All diagnostics of the project, warnings included. */
  readonly diagnostics: Diagnostic[];
  /** Absolute folder of the root file. */
  readonly root: string;
  isIncluded(file: ParsedFile): boolean;
  /** Declares an object that is written inside another one; undefined when its name is taken. */
  declareInline(kind: Kind, map: YamlMap, owner: CheckContext): Declaration | undefined;
  declarePart(part: NamedPart, owner: CheckContext): void;
}

/** To whom the fields belong that a checker reads. */
export interface CheckOwner {
  /** In names of inline objects: `sales chart` in `sales chart.traces[0]`. */
  readonly name: string;
  /** Such as `project.charts[0]`. */
  readonly path: string;
  /** Errors. */
  readonly problems: Diagnostic[];
  readonly warnings: Diagnostic[];
  readonly references: Reference[];
  /** Absent for the project itself. */
  readonly declaration?: Declaration;
}

/** What happens to keys that a table does not have. */
export interface UnknownKeys {
  readonly as: "error" | "warning" | "nothing";
  /** Goes before near keys. */
  readonly hint?: (key: string) => string | undefined;
}

/** A checker as the types of fields see it, which it asks in turn to check values. */
export interface CheckContext {
  readonly setting: CheckSetting;
  readonly owner: CheckOwner;
  /** The field under check, as messages name it: `width`, `tags[0]`. */
  readonly label: string;
  /** Where the checker stands, as a name for an object that is written there. */
  readonly inlineName: string;
  /** Where the checker stands, such as `project.charts[0].traces[1]`. */
  readonly path: string;

  /** Checks a mapping against a table; `what` names the thing in messages, such as "chart". */
  fields(map: YamlMap, table: Fields, what: string): FieldRecord;
  /** Checks one value; undefined when it is wrong, which has been reported then. */
  value(type: FieldType, node: YamlNode): unknown;
  /**
   * The value of a scalar with the environment filled in; undefined when a variable is missing,
   * which is reported.
   */
  scalar(node: YamlScalar): string | number | boolean | null | undefined;
  /** Warns of variables that are not set, for values that only a job needs. */
  sayUnset(value: EnvValue): void;
  /** A place where the owner uses another object. */
  refer(reference: Omit<Reference, "problems" | "target">): Reference;

  /** Runs with one step more in the path that names inline objects. */
  within<T>(step: string | number, run: () => T): T;
  /** Runs without reporting; yields what would have been reported. */
  tried<T>(run: () => T): { readonly result: T; readonly faults: readonly Diagnostic[] };

  report<Code extends DiagnosticCode>(
    code: Code,
    values: DiagnosticValues<Code>,
    context: DiagnosticContext,
  ): void;
  add(diagnostic: Diagnostic): void;
  /** Reports a value that a type does not take at all. */
  wrongType(node: YamlNode, type: FieldType, hint?: string): void;
  /** What a type expects: "a whole number". */
  expectation(type: FieldType): string;
}
