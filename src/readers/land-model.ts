import type { RowStream, StreamOptions } from "../rows/stream.js";
import type { Landings } from "../duckdb/landing/land-parquet.js";
import { parquetDraft } from "../duckdb/landing/parquet-draft.js";
import type { Draft } from "../rows/result/draft.js";
import type { CallControl, Limits } from "./call.js";
import { readStream } from "./read-stream.js";

/** The part of a draft that says what its rows have cost. */
export function billOf({ bytesBilled }: RowStream): Pick<Draft, "bytesBilled"> {
  return bytesBilled === undefined ? {} : { bytesBilled };
}

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
    const warnings = [...stream.warnings, ...landed.warnings];
    const made = await parquetDraft(path, landed.rows, landed.columns, warnings, landed);
    return { ...made, ...billOf(stream) };
  });
  return { ...draft, bytesRead };
}
