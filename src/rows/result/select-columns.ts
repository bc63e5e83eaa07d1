import type { StoredMetadata, StoredResult } from "../../contract/cube.js";
import { ARROW_METADATA_KEY, type ResultFormat } from "../../contract/result.js";
import { narrowPlan } from "./narrow-plan.js";

/** A result's bytes and their form. */
export interface ResultBytes {
  readonly bytes: Uint8Array;
  readonly format: ResultFormat;
}

/** A result with some of its columns only, in their order; rows and cohorts stay. */
export async function selectColumns(
  { bytes, format }: ResultBytes,
  names: ReadonlySet<string>,
): Promise<ResultBytes> {
  if (format === "arrow") return selectArrow(bytes, names);
  // The file is an artifact of ours, named by its hash.
  const result = JSON.parse(Buffer.from(bytes).toString("utf8")) as StoredResult;
  const { cube } = result;
  if (!cube) {
    return jsonBytes({ ...result, columns: result.columns.filter(({ name }) => names.has(name)) });
  }
  const narrowed = narrowPlan(cube, names);
  const columns = result.columns.filter((_, at) => narrowed.kept.has(at));
  return jsonBytes({ ...result, columns, cube: narrowed.plan });
}

function jsonBytes(result: StoredResult): ResultBytes {
  return { bytes: Buffer.from(JSON.stringify(result), "utf8"), format: "json" };
}

async function selectArrow(bytes: Uint8Array, names: ReadonlySet<string>): Promise<ResultBytes> {
  const arrow = await import("@uwdata/flechette");
  const { schema, children, numRows } = arrow.tableFromIPC(bytes, { useBigInt: true });
  const text = schema.metadata?.get(ARROW_METADATA_KEY);
  if (text === undefined) throw new Error("The Arrow file is not a result");
  // Written beside the data by `writeArrow`.
  const metadata = JSON.parse(text) as StoredMetadata;
  const { types, cohorts, cohortType, cube } = metadata;
  const narrowed = cube && narrowPlan(cube, names);
  // Behind the columns lies the order of their rows.
  const isKept = (_: unknown, index: number): boolean =>
    index >= types.length ||
    (narrowed ? narrowed.kept.has(index) : names.has(schema.fields[index]?.name ?? ""));
  const fields = schema.fields.filter(isKept);
  // Arrow has the number of rows in its columns; without any, nothing is in an order.
  if (!types.some(isKept)) {
    return jsonBytes({ rows: numRows, columns: [], cohorts, ...(cohortType && { cohortType }) });
  }
  const kept: StoredMetadata = {
    ...metadata,
    types: types.filter(isKept),
    ...(narrowed && { cube: narrowed.plan }),
  };
  const table = new arrow.Table(
    { ...schema, fields, metadata: new Map([[ARROW_METADATA_KEY, JSON.stringify(kept)]]) },
    children.filter(isKept),
  );
  const selected = arrow.tableToIPC(table, { format: "stream" });
  if (!selected) throw new Error("The Arrow file could not be written");
  return { bytes: selected, format: "arrow" };
}
