import type { ObjectBase, ProjectObject } from "../objects.js";
import type { SourceTypes } from "../source-types.js";
import type { YamlMap } from "../yaml-node.js";
import type { Checker } from "./checker.js";
import type { CheckedField, FieldRecord } from "./checked-field.js";
import type { BuildSetting, Declaration } from "./declaration.js";

/** Top-level keys that hold objects. */
export type ListKey =
  | "sources"
  | "models"
  | "inputs"
  | "traces"
  | "charts"
  | "tables"
  | "selectors"
  | "dashboards"
  | "tests"
  | "alerts"
  | "destinations";

/** What each kind adds to the table of kinds. */
export interface KindDefinition<O extends ProjectObject = ProjectObject> {
  readonly kind: O["kind"];
  /** Its top-level key. */
  readonly list: ListKey;
  /** Checks the fields at once; the object is made when everything it refers to exists. */
  check(map: YamlMap, checker: Checker): CheckedObject<O>;
}

/** An object of a kind between checking and linking. */
export interface CheckedObject<O extends ObjectBase> {
  readonly fields: BaseFields;
  build(base: BaseOf<O>, context: BuildContext): O;
}

/** The fields of an object, of which those are known that do not depend on its kind. */
export interface BaseFields extends FieldRecord {
  readonly description?: CheckedField<string> | undefined;
  readonly tags?: CheckedField<readonly string[]> | undefined;
}

/** Everything of an object that does not depend on its kind. */
export type BaseOf<O extends ObjectBase> = Omit<ObjectBase, "kind"> & Pick<O, "kind">;

/** What objects need of their surroundings when they are made. */
export interface BuildContext extends BuildSetting {
  readonly sourceTypes: SourceTypes;
  readonly declaration: Declaration;
}
