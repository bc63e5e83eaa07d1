import type { LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { literals } from "../values-table.js";

/** It has no other types; truth values are 1 and 0. */
const TYPES: Partial<Record<LogicalType, string>> = {
  int8: "integer",
  int16: "integer",
  int32: "integer",
  int64: "integer",
  uint8: "integer",
  uint16: "integer",
  uint32: "integer",
  float32: "real",
  float64: "real",
  text: "text",
};

export const sentRows: SentRows = {
  hasNonFinite: false,
  typed(text, type) {
    if (type === "bool") return `${text} = 'true'`;
    const own = TYPES[type];
    return own && `cast(${text} as ${own})`;
  },
  from(rows, names, quote) {
    const renamed = names.map((name, at) => `column${at + 1} as ${name}`).join(", ");
    const values = literals(rows, quote)
      .map((row) => `(${row.join(", ")})`)
      .join(",\n");
    return `(select ${renamed} from (values ${values})) as hw_rows`;
  },
};
