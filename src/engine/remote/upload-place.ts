import type { MergeModel } from "../../project/objects.js";
import type { RunSource } from "../run-sources.js";

/** Where an engine takes rows as tables, in the words of the user. */
export interface UploadPlace {
  /** Such as `lake.scratch`. */
  readonly place: string;
  /** Of one model. */
  readonly maxRows: number;
}

/**
 * Of an engine whose source names a place. A merge that chooses its engine uploads nothing: rows go
 * up much slower than DuckDB gets them.
 */
export function uploadPlaceOf(
  { reader }: Pick<RunSource, "reader">,
  { choosesEngine }: Pick<MergeModel, "choosesEngine">,
): UploadPlace | undefined {
  if (choosesEngine) return undefined;
  const { upload, upload_max_rows: maxRows } = reader.config;
  return typeof upload === "string" && typeof maxRows === "number"
    ? { place: upload, maxRows }
    : undefined;
}
