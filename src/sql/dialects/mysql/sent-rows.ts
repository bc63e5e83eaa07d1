import { decimalParts, type LogicalType } from "../../../contract/logical-type.js";
import type { SentRows } from "../../sent-form.js";
import { literals } from "../values-table.js";

/** Integers have no narrower type in a query. */
const TYPES: Partial<Record<LogicalType, string>> = {
  int8: "signed",
  int16: "signed",
  int32: "signed",
  int64: "signed",
  uint8: "unsigned",
  uint16: "unsigned",
  uint32: "unsigned",
  uint64: "unsigned",
  date: "date",
  time: "time(6)",
  timestamp: "datetime(6)",
};

/**
 * Truth values are 1 and 0, as MySQL has them. Instants are refused: a query cannot make a
 * `timestamp`, and a `datetime` would mean another instant in each zone. VALUES is written otherwise
 * by MariaDB, so that each row is a SELECT.
 */
export const sentRows: SentRows = {
  hasNonFinite: false,
  typed(text, type) {
    switch (type) {
      case "bool":
        return `${text} = 'true'`;
      case "text":
        // NULL alone is no text.
        return `cast(${text} as char)`;
      case "bytes":
        return `from_base64(${text})`;
      case "float32":
      case "float64":
        // A sum with 0 would lose the sign of -0.
        return `${text} * 1e0`;
      default: {
        const { precision, scale } = decimalParts(type) ?? { precision: 66, scale: 0 };
        const own = precision <= 65 && scale <= 30 ? type : TYPES[type];
        return own && `cast(${text} as ${own})`;
      }
    }
  },
  from(rows, names, quote) {
    const [first = [], ...others] = literals(rows, quote);
    const named = first.map((value, at) => `${value} as ${names[at]}`);
    const selects = [named, ...others].map((row) => `select ${row.join(", ")}`);
    return `(${selects.join(" union all\n")}) as hw_rows`;
  },
};
