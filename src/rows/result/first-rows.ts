import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Diagnostic } from "../../contract/diagnostic.js";
import type { Result } from "../../contract/result.js";
import type { Batch } from "../batch.js";
import type { RowStream } from "../stream.js";
import { toResult } from "./write-result.js";

/** Rows that nobody keeps. */
export interface AdHocRows {
  readonly result: Result;
  /** There are more than were asked for. */
  readonly more: boolean;
  /** Warnings of the rows that were read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The first `limit` rows of a stream, without cohorts. The rest is not read. */
export async function firstRows(stream: RowStream, limit: number): Promise<AdHocRows> {
  const batches: Batch[] = [];
  let rows = 0;
  for await (const batch of stream.batches) {
    batches.push(batch);
    rows += batch.rows;
    if (rows > limit) break;
  }
  const columns = stream.columns.map(({ name, type }): ArtifactColumn => ({ name, type }));
  const result = toResult(columns, batches, []);
  const diagnostics = [...stream.warnings];
  if (rows <= limit) return { result, more: false, diagnostics };
  return {
    result: {
      ...result,
      rows: limit,
      columns: result.columns.map((column) => ({
        ...column,
        values: Array.from(column.values).slice(0, limit),
      })),
    },
    more: true,
    diagnostics,
  };
}
