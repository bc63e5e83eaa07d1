import { readFile } from "node:fs/promises";
import type { Column } from "@uwdata/flechette";
import type { LogicalType } from "../../contract/logical-type.js";
import type { StoredMetadata, StoredResult } from "../../contract/cube.js";
import { ARROW_METADATA_KEY, type ResultFormat, type Value } from "../../contract/result.js";
import {
  dateText,
  float32Value,
  floatValue,
  instantText,
  integerValue,
  timestampText,
  timeText,
} from "../../contract/value-text.js";

/** Reads a result's file. Every value is in its one text form. */
export async function readResult(path: string, format: ResultFormat): Promise<StoredResult> {
  const bytes = await readFile(path);
  // The file is an artifact of ours, named by its hash.
  return format === "json"
    ? (JSON.parse(bytes.toString("utf8")) as StoredResult)
    : readArrow(bytes);
}

/** A result of which a part is turned into values at a time. */
export interface PartedResult extends Omit<StoredResult, "columns"> {
  readonly columns: readonly { readonly name: string; readonly type: LogicalType }[];
  parts(): Iterable<{ readonly rows: number; readonly values: readonly (readonly Value[])[] }>;
}

/** A result that is kept as Arrow; its parts are the batches in which it was written. */
export async function openArrowResult(path: string): Promise<PartedResult> {
  const { table, types, series } = await openTable(await readFile(path));
  const columns = types.map((type, index) => ({ name: table.names[index] ?? "", type }));
  const found = columns.map((_, index) => table.getChildAt(index));
  const [first] = found;
  function* parts() {
    for (const [at, { length }] of (first?.data ?? []).entries()) {
      const values = found.map((column, index) => {
        const batch = column.data[at];
        if (!batch) throw new Error("The Arrow file's batches are not of one size");
        return arrowValues({ length, data: [batch] }, columns[index]?.type ?? "text");
      });
      yield { rows: length, values };
    }
  }
  return { rows: table.numRows, columns, ...series, parts };
}

async function openTable(bytes: Uint8Array) {
  const arrow = await import("@uwdata/flechette");
  const table = arrow.tableFromIPC(bytes, { useBigInt: true });
  const text = table.schema.metadata?.get(ARROW_METADATA_KEY);
  if (text === undefined) throw new Error("The Arrow file is not a result");
  // Written beside the data by `writeArrow`.
  const { types, ordered, ...cohorts } = JSON.parse(text) as StoredMetadata;
  const order = ordered && (table.getChildAt(types.length).toArray() as Int32Array);
  return { table, types, series: { ...cohorts, ...(order && { order }) } };
}

async function readArrow(bytes: Uint8Array): Promise<StoredResult> {
  const { table, types, series } = await openTable(bytes);
  return {
    rows: table.numRows,
    columns: types.map((type, index) => ({
      name: table.names[index] ?? "",
      type,
      values: arrowValues(table.getChildAt(index), type),
    })),
    ...series,
  };
}

function arrowValues(column: Pick<Column<unknown>, "length" | "data">, type: LogicalType): Value[] {
  const values = Array.from<Value>({ length: column.length });
  let at = 0;
  for (const batch of column.data) {
    // Fixed-width batches keep the stored numbers; `at` would turn times into floats.
    const stored = batch.values as ArrayLike<number | bigint>;
    const convert = fixedForm(type);
    for (let row = 0; row < batch.length; row++) {
      if (batch.nullCount > 0 && !batch.isValid(row)) values[at++] = null;
      else if (convert) values[at++] = convert(stored[row] ?? 0);
      else values[at++] = batch.at(row) as Value; // Text and booleans are in their form already.
    }
  }
  return values;
}

/** How a stored number becomes a value; undefined for types that are stored otherwise. */
function fixedForm(type: LogicalType): ((stored: number | bigint) => Value) | undefined {
  switch (type) {
    case "int8":
    case "int16":
    case "int32":
    case "uint8":
    case "uint16":
    case "uint32":
      return Number;
    case "int64":
    case "uint64":
      return (stored) => integerValue(BigInt(stored));
    case "float32":
      return (stored) => float32Value(Number(stored));
    case "float64":
      return (stored) => floatValue(Number(stored));
    case "date":
      return (stored) => dateText(Number(stored));
    case "time":
      return (stored) => timeText(Number(stored));
    case "timestamp":
      return (stored) => timestampText(BigInt(stored));
    case "instant":
      return (stored) => instantText(BigInt(stored));
    default:
      return undefined;
  }
}
