import type { Artifact } from "../contract/manifest.js";
import type { LandedTable } from "../rows/relation.js";
import type { State } from "./state/state.js";

/** A model's artifact as a merge engine reads it. */
export function storedRows(artifact: Artifact, state: Pick<State, "objectPath">): LandedTable {
  return { kind: "landed", path: state.objectPath(artifact), columns: artifact.columns };
}
