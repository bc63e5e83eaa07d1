import { rm } from "node:fs/promises";
import type { StoredResult } from "../contract/cube.js";
import type { Artifact } from "../contract/manifest.js";
import type { Result } from "../contract/result.js";
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
import { groupedDigits } from "./text/plain-text.js";
import { wrongUsage } from "./usage.js";

/** How a stored result becomes the rows of its trace. */
export type Fold = (stored: StoredResult) => Result;

/**
 * Gives the first rows of an artifact to `use`, and how many there are: a trace's result is read as
 * it is, or folded where it follows inputs; a model's Parquet by the embedded engine. Of many rows
 * that are not folded only a part is here at a time.
 */
export async function readRows<T>(
  object: Model | Trace,
  artifact: Artifact,
  limit: number | undefined,
  { state, readers }: Pick<OpenedRun, "state" | "readers">,
  signal: AbortSignal,
  use: (sheets: Sheets, all: number) => Promise<T>,
  fold?: Fold,
): Promise<T> {
  const path = state.objectPath(artifact);
  const most = limit ?? artifact.rows;
  if (artifact.format !== "parquet") {
    const { openArrowResult, readResult } = await import("../rows/result/read-result.js");
    if (artifact.format === "arrow") {
      const parted = await openArrowResult(path);
      if (!parted.cube) {
        return use(partedSheets(parted, object.kind === "trace", most), artifact.rows);
      }
    }
    const stored = await readResult(path, artifact.format);
    const result = fold?.(stored) ?? stored;
    const sheet = sheetOf(result, object.kind === "trace");
    return use(wholeSheet(firstRows(sheet, limit ?? result.rows)), result.rows);
  }
  const { modelRows, modelSheets } = await import("../readers/stored-model.js");
  const { embedded } = await readers();
  const stored = { artifact, path };
  if (fold) {
    const all = await modelRows(embedded, stored, { limit: foldedRows(object, artifact) }, signal);
    const result = fold(all);
    return use(wholeSheet(firstRows(sheetOf(result, false), limit ?? result.rows)), result.rows);
  }
  if (Math.min(most, artifact.rows) <= MOST_HELD_ROWS) {
    const rows = await modelRows(embedded, stored, { limit: most }, signal);
    return use(wholeSheet(sheetOf(rows, false)), artifact.rows);
  }
  const draft = await modelSheets(embedded, stored, most, signal);
  try {
    return await use(draftSheets(draft, most), artifact.rows);
  } finally {
    await rm(draft.path, { force: true });
  }
}

/** Rows of a model that are held at once, of which those are chosen that a table shows. */
const MOST_FOLDED_ROWS = 1_000_000;

function foldedRows({ name }: Model | Trace, { rows }: Artifact): number {
  if (rows <= MOST_FOLDED_ROWS) return rows;
  throw wrongUsage(
    `\`${name}\` has ${groupedDigits(rows)} rows, more than the ${groupedDigits(MOST_FOLDED_ROWS)} that follow a choice here.`,
    "Write the condition in SQL: `headwater query --models`.",
  );
}
