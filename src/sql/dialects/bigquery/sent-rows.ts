import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { literals } from "../values-table.js";

/** All its integers have 64 bits, and all its floats are doubles. */
const TYPES: Partial<Record<LogicalType, string>> = {
  bool: "bool",
  int8: "int64",
  int16: "int64",
  int32: "int64",
  int64: "int64",
  uint8: "int64",
  uint16: "int64",
  uint32: "int64",
  uint64: "numeric",
  float32: "float64",
  float64: "float64",
  text: "string",
  date: "date",
  time: "time",
  timestamp: "datetime",
  instant: "timestamp",
};

export const sentRows: SentRows = {
  hasNonFinite: true,
  typed(text, type) {
    if (type === "bytes") return `from_base64(${text})`;
    if (type === "json") return `parse_json(${text})`;
    const own = decimalType(type) ?? TYPES[type];
    return own && `cast(${text} as ${own})`;
  },
  from(rows, names, quote) {
    const fields = names.map((name) => `${name} string`).join(", ");
    const structs = literals(rows, quote)
      .map((row) => `struct(${row.join(", ")})`)
      .join(",\n");
    return `unnest(array<struct<${fields}>>[${structs}]) as hw_rows`;
  },
};

function decimalType(type: LogicalType): string | undefined {
  const { precision, scale } = decimalParts(type) ?? { precision: 0, scale: 39 };
  if (scale > 38 || precision - scale > 38) return undefined;
  return scale <= 9 && precision - scale <= 29 ? "numeric" : "bignumeric";
}
