import type { Artifact } from "../contract/manifest.js";
import { removeTemporaryDirectory, type State } from "../engine/state/state.js";
import type { Model, Trace } from "../project/objects.js";
import { firstRows, sheetOf, type Sheet } from "./text/sheet.js";

/** The first rows of an artifact: a trace's result is read as it is, a model's Parquet by the embedded engine. */
export async function readRows(
  object: Model | Trace,
  artifact: Artifact,
  limit: number,
  state: State,
  signal: AbortSignal,
): Promise<Sheet> {
  const path = state.objectPath(artifact);
  if (artifact.format !== "parquet") {
    const { readResult } = await import("../rows/result/read-result.js");
    const sheet = sheetOf(await readResult(path, artifact.format), object.kind === "trace");
    return firstRows(sheet, limit);
  }
  const { createReaders } = await import("../readers/readers.js");
  const temporaryDirectory = state.temporaryDirectory();
  const readers = createReaders({ temporaryDirectory });
  try {
    const rows = { kind: "landed", path, columns: artifact.columns } as const;
    const scope = { tables: [{ names: [{ table: "rows" }], ...rows }], timeZone: "UTC" };
    const sql = 'select * from "rows"';
    const { result } = await readers.embedded.rows(sql, limit, scope, { signal });
    return sheetOf(result, false);
  } finally {
    await readers.close();
    await removeTemporaryDirectory(temporaryDirectory);
  }
}
