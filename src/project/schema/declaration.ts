/** What is declared, and the references from one declaration to another: each knows the other. */
import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import type { Kind, ProjectObject } from "../objects.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";

/**
 * An object as written: its fields are checked, its references are known but not yet pointed at
 * anything.
 */
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
  /** The place of the object as a whole: its name, else its start. */
  readonly at: SourceRange;
  /** The object inside which this one is written. */
  readonly owner?: Declaration;
  readonly problems: Diagnostic[];
  /** In the order written. */
  readonly references: Reference[];
  /** Makes the object; its dependencies are made before. Set once its fields are checked. */
  build?: (setting: BuildSetting) => ProjectObject;
  /** Set by building. */
  object?: ProjectObject;
}

/** What objects need of the whole project when they are made. */
export interface BuildSetting {
  readonly projectName: string;
  /** Whether merges that name no engine choose one: `defaults.engine` is `auto`. */
  readonly chooseEngine: boolean;
}

/** A row or an item that has a name. */
export interface NamedPart {
  readonly kind: "row" | "item";
  readonly name: string;
  /** Such as `project.dashboards[0].rows[1]`. */
  readonly path: string;
  /** The place of the name. */
  readonly at: SourceRange;
}

/**
 * What a reference may point to: objects, and the rows and items of dashboards, which selectors
 * show or hide.
 */
export type Target = Kind | NamedPart["kind"];

/** How a reference says what it points to. */
export type ReferenceForm =
  | { readonly by: "name"; readonly name: string }
  | { readonly by: "path"; readonly path: string }
  | { readonly by: "inline"; readonly declaration: Declaration }
  /** The source of a model that names none, or the engine of such a merge, which may be none. */
  | { readonly by: "default"; readonly of: "source" | "engine" };

/**
 * A place where one object uses another. Made while fields are checked, pointed at its target by
 * linking.
 */
export interface Reference<T extends Target = Target> {
  readonly to: readonly T[];
  readonly form: ReferenceForm;
  readonly node: YamlNode;
  /** Its place, where it is only a part of the node. */
  readonly at?: SourceRange;
  /** Where its errors are recorded: those of the owner, or of the item in which it stands. */
  readonly problems: Diagnostic[];
  /** Absent until linked, and when there is nothing to point to. */
  target?: Declaration | NamedPart;
}
