import type { Artifact } from "../../contract/manifest.js";
import type { EngineTable } from "../../rows/relation.js";
import type { FetchedLeg } from "./fetch-leg.js";
import { declaredTable, type LegChild } from "./merge-children.js";

/**
 * What a merge reads of a leg. The table has all columns of the model, so that to read one that was
 * not fetched is an error and never a wrong result.
 */
export function legTable(
  child: LegChild,
  { artifact }: Pick<FetchedLeg, "artifact">,
  objectPath: (artifact: Artifact) => string,
): EngineTable {
  if (!artifact) return declaredTable(child);
  const { names, model, columns, source } = child;
  return {
    names,
    kind: "landed",
    path: objectPath(artifact),
    columns: artifact.columns,
    partOf: { id: model.id, columns, dialect: source.info.dialect },
  };
}
