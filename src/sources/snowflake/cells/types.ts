/**
 * How Snowflake's types come to us. The service sends every cell as a text of its own making; see
 * `decoders.ts`.
 */
import type { LogicalType } from "../../../contract/logical-type.js";
import type { TypeLimit } from "../../../rows/type-limit.js";
import type { ColumnType } from "../../server/result-shape.js";

/** Name of the decoder; see `decoders.ts`. */
export type DecoderName =
  | "integer"
  | "decimal"
  | "float"
  | "bool"
  | "date"
  | "time"
  | "moment"
  | "hex"
  | "text";

export interface CellType extends ColumnType {
  readonly decoder: DecoderName;
}

/** What the service says of a column. */
export interface CellField {
  readonly name: string;
  /** Such as `fixed` and `timestamp_ntz`. */
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

/** What of a Snowflake value does not arrive as it is. */
export const SNOWFLAKE_LIMITS: readonly TypeLimit[] = [
  {
    what: "Times with more than six decimals of a second are cut to microseconds, and counted.",
    code: "fractions-cut",
  },
  {
    what: "`timestamp_tz` keeps its moment and loses its offset, since all moments are in UTC here.",
  },
  {
    what: "`number(38,0)`, which is every integer type of Snowflake, is a whole number of 64 bits; a column with a longer value is read again as `decimal(38,0)`.",
  },
  {
    what: "`variant`, `object`, `array`, `map`, `vector`, `geography` and `geometry` travel as JSON text.",
  },
  {
    what: 'Inside a structured `object`, `array` or `map` dates, times and numbers stay as the service writes them: a date as its days since 1970 (`"19723"`), a time in seconds, a number in quotes. Select them as columns of their own (`o:d`) to have them with their types.',
  },
];

const JSON_TYPES = new Set([
  "variant",
  "object",
  "array",
  "map",
  "vector",
  "geography",
  "geometry",
]);

/** The longest number. */
const MOST_DIGITS = 38;

/** How a column comes; `asText` after one of its values turned out not to fit. */
export function cellType(field: CellField, asText = false): CellType {
  const { precision, scale } = field;
  if (field.type === "fixed") return numberType(precision, scale, asText);
  if (asText) return known("text", field.type, "text");
  switch (field.type) {
    case "real":
      return known("float64", "float", "float");
    case "text":
      return known("text", "varchar", "text");
    case "boolean":
      return known("bool", "boolean", "bool");
    case "date":
      return known("date", "date", "date");
    case "time":
      return known("time", `time(${scale})`, "time");
    case "timestamp_ntz":
      return known("timestamp", `timestamp_ntz(${scale})`, "moment");
    case "timestamp_ltz":
    case "timestamp_tz":
      return known("instant", `${field.type}(${scale})`, "moment");
    case "binary":
      return known("bytes", "binary", "hex");
    default:
      return JSON_TYPES.has(field.type)
        ? known("json", field.type, "text")
        : { ...known("text", field.type, "text"), known: false };
  }
}

function known(logical: LogicalType, native: string, decoder: DecoderName): CellType {
  return { logical, native, decoder, known: true };
}

/** Snowflake's integers are all declared as `number(38,0)`, and almost never hold that much. */
function numberType(precision: number, scale: number, asText: boolean): CellType {
  const native = `number(${precision},${scale})`;
  const isInteger = scale === 0 && (precision <= 18 || (precision === MOST_DIGITS && !asText));
  if (isInteger) return known("int64", native, "integer");
  return known(`decimal(${precision},${scale})`, native, "decimal");
}
