import type { RowStream, StreamOptions } from "../rows/stream.js";
import type { Landings } from "../duckdb/landing/land-parquet.js";
import { parquetDraft } from "../duckdb/landing/parquet-draft.js";
import type { Draft } from "../rows/result/draft.js";
import type { CallControl, Limits } from "./call.js";
import { readStream } from "./read-stream.js";

/** Rows of a stream into a new Parquet file. */
export async function landModel(
  open: (options: StreamOptions) => Promise<RowStream>,
  path: string,
  landings: Landings,
  limits: Limits,
  control: CallControl,
): Promise<Draft> {
  let bytesRead = 0;
  const counted: CallControl = {
    ...control,
    progress(rows, bytes) {
      bytesRead = bytes;
      control.progress(rows, bytes);
    },
  };
  const draft = await readStream(open, limits, counted, async (stream) => {
    const landed = await landings.land(stream, path, control.signal);
    return parquetDraft(path, landed.rows, landed.columns, [
      ...stream.warnings,
      ...landed.warnings,
    ]);
  });
  return { ...draft, bytesRead };
}
