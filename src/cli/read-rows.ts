import { rm } from "node:fs/promises";
import type { Artifact } from "../contract/manifest.js";
import type { OpenedRun } from "../engine/opened-run.js";
import type { Model, Trace } from "../project/objects.js";
import {
  draftSheets,
  firstRows,
  MOST_HELD_ROWS,
  partedSheets,
  sheetOf,
  wholeSheet,
  type Sheets,
} from "./text/sheet.js";

/**
 * Gives the first rows of an artifact to `use`: a trace's result is read as it is, a model's Parquet
 * by the embedded engine. Of many rows only a part is here at a time.
 */
export async function readRows<T>(
  object: Model | Trace,
  artifact: Artifact,
  limit: number,
  { state, readers }: Pick<OpenedRun, "state" | "readers">,
  signal: AbortSignal,
  use: (sheets: Sheets) => Promise<T>,
): Promise<T> {
  const path = state.objectPath(artifact);
  if (artifact.format === "arrow") {
    const { openArrowResult } = await import("../rows/result/read-result.js");
    return use(partedSheets(await openArrowResult(path), object.kind === "trace", limit));
  }
  if (artifact.format === "json") {
    const { readResult } = await import("../rows/result/read-result.js");
    const sheet = sheetOf(await readResult(path, artifact.format), object.kind === "trace");
    return use(wholeSheet(firstRows(sheet, limit)));
  }
  const { modelRows, modelSheets } = await import("../readers/stored-model.js");
  const { embedded } = await readers();
  const stored = { artifact, path };
  if (Math.min(limit, artifact.rows) <= MOST_HELD_ROWS) {
    const rows = await modelRows(embedded, stored, { limit }, signal);
    return use(wholeSheet(sheetOf(rows, false)));
  }
  const draft = await modelSheets(embedded, stored, limit, signal);
  try {
    return await use(draftSheets(draft, limit));
  } finally {
    await rm(draft.path, { force: true });
  }
}
