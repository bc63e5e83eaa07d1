import { ARROW_METADATA_KEY, type ArrowMetadata, type Result } from "../../contract/result.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Batch } from "../batch.js";
import { arrowBatch, arrowType } from "./arrow-column.js";
import type { HashedFile } from "./hashed-file.js";

/** Writes batches as an Arrow IPC stream, one record batch each. */
export async function writeArrow(
  file: HashedFile,
  columns: readonly ArtifactColumn[],
  batches: readonly Batch[],
  { cohorts, cohortType }: Pick<Result, "cohorts" | "cohortType">,
): Promise<void> {
  const arrow = await import("@uwdata/flechette");
  const metadata: ArrowMetadata = {
    types: columns.map(({ type }) => type),
    cohorts,
    ...(cohortType && { cohortType }),
  };
  const types = columns.map(({ type }) => arrowType(arrow, type));
  const children = types.map((type, index) => {
    const pieces = batches.flatMap((batch) => {
      const column = batch.columns[index];
      return column ? [arrowBatch(arrow, column, batch.rows, type)] : [];
    });
    return new arrow.Column(pieces, type);
  });
  const table = new arrow.Table(
    {
      version: arrow.Version.V5,
      endianness: arrow.Endianness.Little,
      fields: columns.map(({ name }, index) =>
        arrow.field(name, types[index] ?? arrow.utf8(), true),
      ),
      metadata: new Map([[ARROW_METADATA_KEY, JSON.stringify(metadata)]]),
    },
    children,
  );
  arrow.tableToIPC(table, {
    format: "stream",
    sink: {
      write: (bytes) => file.write(bytes),
      pad: (count) => file.write(new Uint8Array(count)),
      finish: () => null,
    },
  });
}
