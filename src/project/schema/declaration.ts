import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Kind, ObjectBase, ProjectObject } from "../objects.js";
import type { SourceTypes } from "../source-types.js";
import type { YamlMap } from "../yaml-node.js";
import type { Checker } from "./checker.js";
import type { Reference } from "./reference.js";

/** An object as written: its fields are checked, its references are known but not yet pointed at anything. */
export interface Declaration {
  readonly kind: Kind;
  /** `<kind>:<name>`. */
  readonly id: string;
  readonly name: string;
  /** False when the name was made from the owner's. */
  readonly named: boolean;
  /** Such as `project.charts[0].traces[1]`: what `${project…}` addresses. */
  readonly path: string;
  readonly node: YamlMap;
  /** The object inside which this one is written. */
  readonly owner?: Declaration;
  readonly problems: Diagnostic[];
  /** In the order written. */
  readonly references: Reference[];
  /** Makes the object; its dependencies are made before. Set once its fields are checked. */
  build?: (projectName: string) => ProjectObject;
  /** Set by building. */
  object?: ProjectObject;
}

/** Top-level keys that hold objects. */
export type ListKey =
  | "sources"
  | "models"
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
  /** Checks the fields at once and returns how to make the object when everything it refers to exists. */
  check(map: YamlMap, checker: Checker): (base: BaseOf<O>, context: BuildContext) => O;
}

/** Everything of an object that does not depend on its kind. */
export type BaseOf<O extends ObjectBase> = Omit<ObjectBase, "kind"> & Pick<O, "kind">;

/** What objects need of their surroundings when they are made. */
export interface BuildContext {
  readonly sourceTypes: SourceTypes;
  readonly declaration: Declaration;
  readonly projectName: string;
}
