import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { valuesTable } from "../values-table.js";

const TYPES: Partial<Record<LogicalType, string>> = {
  bool: "boolean",
  int8: "smallint",
  int16: "smallint",
  int32: "integer",
  int64: "bigint",
  uint8: "smallint",
  uint16: "integer",
  uint32: "bigint",
  uint64: "numeric(20,0)",
  float32: "real",
  float64: "double precision",
  text: "text",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  instant: "timestamp with time zone",
  uuid: "uuid",
  json: "json",
};

export const sentRows: SentRows = {
  hasNonFinite: true,
  typed(text, type) {
    if (type === "bytes") return `decode(${text}, 'base64')`;
    const own = decimalParts(type) ? type.replace("decimal", "numeric") : TYPES[type];
    return own && `cast(${text} as ${own})`;
  },
  from: valuesTable,
};
