import type { Artifact } from "../contract/manifest.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { Model, Trace } from "../project/objects.js";
import { firstRows, sheetOf, type Sheet } from "./text/sheet.js";

/**
 * The first rows of an artifact: a trace's result is read as it is, a model's Parquet by the
 * embedded engine.
 */
export async function readRows(
  object: Model | Trace,
  artifact: Artifact,
  limit: number,
  { state, readers }: Pick<OpenedRun, "state" | "readers">,
  signal: AbortSignal,
): Promise<Sheet> {
  const path = state.objectPath(artifact);
  if (artifact.format !== "parquet") {
    const { readResult } = await import("../rows/result/read-result.js");
    const sheet = sheetOf(await readResult(path, artifact.format), object.kind === "trace");
    return firstRows(sheet, limit);
  }
  const { modelRows } = await import("../readers/stored-model.js");
  const { embedded } = await readers();
  return sheetOf(await modelRows(embedded, { artifact, path }, { limit }, signal), false);
}
