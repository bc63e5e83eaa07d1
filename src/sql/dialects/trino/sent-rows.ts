import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";

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

/** The rows are one text of JSON, since Trino takes thirty times as long to plan as many literals. */
export const sentRows: SentRows = {
  hasNonFinite: true,
  hasNul: true,
  typed(text, type) {
    return type === "bytes" ? `from_base64(${text})` : castTo(text, type);
  },
  stored: (column, type) => (type === "bytes" ? column : castTo(column, type)),
  from(rows, names, quote) {
    const fields = names.map((name) => `${name} varchar`).join(", ");
    const cells = quote(`[${rows.map((row) => JSON.stringify(row)).join(",\n")}]`);
    return `unnest(cast(json_parse(${cells}) as array(row(${fields})))) as hw_rows(${names.join(", ")})`;
  },
};

function castTo(sql: string, type: LogicalType): string | undefined {
  const own = (decimalParts(type)?.precision ?? 39) <= 38 ? type : TYPES[type];
  return own && `cast(${sql} as ${own})`;
}
