import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { valuesTable } from "../values-table.js";

const TYPES: Partial<Record<LogicalType, string>> = {
  bool: "boolean",
  int8: "tinyint",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  uint8: "smallint",
  uint16: "integer",
  uint32: "bigint",
  uint64: "decimal(20,0)",
  float32: "real",
  float64: "double",
  text: "varchar",
  date: "date",
  time: "time(6)",
  timestamp: "timestamp(6)",
  instant: "timestamp(6) with time zone",
  uuid: "uuid",
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
