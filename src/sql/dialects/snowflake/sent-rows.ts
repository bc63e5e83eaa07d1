import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { valuesTable } from "../values-table.js";

/** All its integers are `number(38,0)`, and all its floats are doubles. */
const TYPES: Partial<Record<LogicalType, string>> = {
  bool: "boolean",
  int8: "number(38,0)",
  int16: "number(38,0)",
  int32: "number(38,0)",
  int64: "number(38,0)",
  uint8: "number(38,0)",
  uint16: "number(38,0)",
  uint32: "number(38,0)",
  uint64: "number(38,0)",
  float32: "double",
  float64: "double",
  text: "varchar",
  date: "date",
  time: "time",
  timestamp: "timestamp_ntz",
  instant: "timestamp_tz",
};

export const sentRows: SentRows = {
  hasNonFinite: true,
  foldsNames: true,
  typed(text, type) {
    if (type === "bytes") return `to_binary(${text}, 'BASE64')`;
    const isDecimal = (decimalParts(type)?.precision ?? 39) <= 38;
    const own = isDecimal ? type.replace("decimal", "number") : TYPES[type];
    return own && `cast(${text} as ${own})`;
  },
  from: valuesTable,
};
