import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { valuesTable } from "../values-table.js";

const TYPES: Partial<Record<LogicalType, string>> = {
  bool: "boolean",
  int8: "tinyint",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  uint8: "utinyint",
  uint16: "usmallint",
  uint32: "uinteger",
  uint64: "ubigint",
  float32: "float",
  float64: "double",
  text: "varchar",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  instant: "timestamptz",
  uuid: "uuid",
  json: "json",
};

export const sentRows: SentRows = {
  hasNonFinite: true,
  typed(text, type) {
    if (type === "bytes") return `from_base64(${text})`;
    const own = (decimalParts(type)?.precision ?? 39) <= 38 ? type : TYPES[type];
    return own && `cast(${text} as ${own})`;
  },
  from: valuesTable,
};
