import type { Diagnostic, SourceRange } from "../../contract/diagnostic.js";
import type { Kind } from "../objects.js";
import type { Declaration } from "./declaration.js";
import { placeOf } from "./place.js";
import type { YamlMap, YamlNode } from "../yaml-node.js";

/** What a reference may point to: objects, and the rows and items of dashboards, which selectors show or hide. */
export type Target = Kind | "row" | "item";

/** A row or an item that has a name. */
export interface NamedPart {
  readonly kind: "row" | "item";
  readonly name: string;
  /** Such as `project.dashboards[0].rows[1]`. */
  readonly path: string;
  readonly node: YamlMap;
}

export type ReferenceForm =
  | { readonly by: "name"; readonly name: string }
  | { readonly by: "path"; readonly path: string }
  | { readonly by: "inline"; readonly declaration: Declaration }
  /** The source of a model that names none. */
  | { readonly by: "default" };

/** A place where one object uses another. Made while fields are checked, pointed at its target by linking. */
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

/** Where a reference stands, for messages. */
export function placeOfReference({ at, node }: Pick<Reference, "at" | "node">): SourceRange {
  return at ?? placeOf(node);
}
