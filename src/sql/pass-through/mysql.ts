import { decimalParts } from "../../contract/logical-type.js";
import type { Transport, TransportOf } from "./transport.js";

/** Characters of a text that its connector takes as one with a length. */
const LONGEST = 1_000_000;

/**
 * Dates that no calendar has are NULL, as they are without Trino. A text of the server's longest type
 * is cut nowhere: one that is too long is an error at the database.
 */
export const mysqlTransport: TransportOf = ({ type, nativeType }, sql) => {
  const possible = `case when month(${sql}) > 0 and day(${sql}) > 0 then ${sql} end`;
  switch (type) {
    case "float32":
      return { asked: `${sql} + 0e0`, made: (column) => `cast(${column} as real)` };
    case "date":
      return { asked: possible };
    case "timestamp":
      return { asked: `cast(${possible} as datetime(6))` };
    case "instant":
      return {
        asked: `case when month(${sql}) > 0 then cast(unix_timestamp(${sql}) as decimal(20, 6)) end`,
        // In UTC, as those of other databases: an hour that comes twice in the session's zone is two.
        made: (column) =>
          `cast(from_unixtime_nanos(cast(${column} * 1000000000 as decimal(38, 0))) as timestamp(6) with time zone) at time zone 'UTC'`,
      };
    case "interval":
      // Without zeros at the end of a fraction, as it is without Trino.
      return {
        asked: `cast(${sql} as char(20))`,
        made: (column) =>
          String.raw`regexp_replace(regexp_replace(${column}, '(\.\d*[1-9])0+$', '$1'), '\.0+$', '')`,
      };
    case "uuid":
      return { asked: `cast(${sql} as char(36))`, made: (column) => `cast(${column} as uuid)` };
    case "decimal":
      return {
        refused: `is \`${nativeType}\`, and Trino's decimals have 38 digits: cast it in the model.`,
      };
    case "bytes":
    case "float64":
      return { asked: sql };
    case "int16":
      return nativeType === "year" ? { asked: `cast(${sql} as signed)` } : { asked: sql };
    case "text":
    case "json":
      if (nativeType.startsWith("varchar")) return { asked: sql };
      if (/^(?:char|enum)\b/.test(nativeType)) return { asked: `cast(${sql} as char(255))` };
      return {
        asked: `case when char_length(${sql}) > ${LONGEST} then (select 1 union all select 2) else cast(${sql} as char(${LONGEST})) end`,
      };
    default:
      if (decimalParts(type)) return { asked: sql };
      return nativeType.startsWith("bit") ? bits(type, sql) : { asked: sql };
  }
};

/** Trino has no unsigned numbers; those of 64 bits are decimals there. */
function bits(type: string, sql: string): Transport {
  const asked = `cast(${sql} as unsigned)`;
  return type === "uint64" ? { asked } : { asked, made: (column) => `cast(${column} as bigint)` };
}
