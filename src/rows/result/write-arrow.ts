import type { StoredMetadata, StoredResult } from "../../contract/cube.js";
import { ARROW_METADATA_KEY } from "../../contract/result.js";
import type { ArtifactColumn } from "../../contract/manifest.js";
import type { Batch, BatchColumn } from "../batch.js";
import { arrowBatch, arrowType } from "./arrow-column.js";
import type { HashedFile } from "./hashed-file.js";

const ORDER: ArtifactColumn = { name: "order", type: "int32" };

/** Writes batches as an Arrow IPC stream, one record batch each. */
export async function writeArrow(
  file: HashedFile,
  columns: readonly ArtifactColumn[],
  batches: readonly Batch[],
  {
    cohorts,
    cohortType,
    order,
    cube,
  }: Pick<StoredResult, "cohorts" | "cohortType" | "order" | "cube">,
): Promise<void> {
  const arrow = await import("@uwdata/flechette");
  const metadata: StoredMetadata = {
    types: columns.map(({ type }) => type),
    cohorts,
    ...(cohortType && { cohortType }),
    ...(order && { ordered: true }),
    ...(cube && { cube }),
  };
  const fields = [...columns, ...(order ? [ORDER] : [])];
  const filled = order ? withOrder(batches, order) : batches;
  const types = fields.map(({ type }) => arrowType(arrow, type));
  const children = types.map((type, index) => {
    const pieces = filled.flatMap((batch) => {
      const column = batch.columns[index];
      return column ? [arrowBatch(arrow, column, batch.rows, type)] : [];
    });
    return new arrow.Column(pieces, type);
  });
  const table = new arrow.Table(
    {
      version: arrow.Version.V5,
      endianness: arrow.Endianness.Little,
      fields: fields.map(({ name }, index) =>
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

/** The batches with the places of their rows behind their columns. */
function withOrder(batches: readonly Batch[], order: ArrayLike<number>): Batch[] {
  const places = Int32Array.from(order);
  let start = 0;
  return batches.map(({ rows, columns }) => {
    const { buffer: values } = places.slice(start, start + rows);
    const column: BatchColumn = { type: "int32", layout: "int32", validity: null, values };
    start += rows;
    return { rows, columns: [...columns, column] };
  });
}
