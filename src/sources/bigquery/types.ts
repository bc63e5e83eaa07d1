/** How BigQuery's types come to us: every cell as a text, nested ones as texts inside lists. */
import type { LogicalType } from "../../contract/logical-type.js";
import type { Column } from "../../rows/stream.js";
import type { TypeLimit } from "../../rows/type-limit.js";
import { at, listAt, numberAt, textAt } from "./answer.js";

/** A field of a result's or a table's schema. */
export interface Field {
  readonly name: string;
  /** In the words of SQL: `INT64`, not `INTEGER`. */
  readonly type: string;
  readonly repeated: boolean;
  /** Of a STRUCT. */
  readonly fields: readonly Field[];
  /** Parameters of the type, as in `NUMERIC(10, 2)`. */
  readonly precision?: number | undefined;
  readonly scale?: number | undefined;
  readonly collation?: string | undefined;
}

/** What of a BigQuery value does not arrive as it is. */
export const BIGQUERY_LIMITS: readonly TypeLimit[] = [
  {
    what: "A BIGNUMERIC without a precision, or with more than 38 digits, keeps its digits; merges calculate with 38 digits, or with doubles where these do not hold all values.",
    code: "decimal-as-double",
  },
  {
    what: "A TIMESTAMP of picoseconds is cut to microseconds by BigQuery itself, before it is sent.",
  },
  {
    what: "ARRAY and STRUCT are JSON, in which numbers keep every digit and NaN and infinities are texts; an ARRAY that is NULL is empty, as in every result of BigQuery.",
  },
  { what: "INTERVAL, RANGE and GEOGRAPHY (as WKT): BigQuery's own text." },
  { what: "A type that is not known here: BigQuery's own text.", code: "column-type-unknown" },
];

/** The older names of the schema, by which results come, in the words of SQL. */
const SQL_NAMES: Readonly<Record<string, string>> = {
  INTEGER: "INT64",
  FLOAT: "FLOAT64",
  BOOLEAN: "BOOL",
  RECORD: "STRUCT",
  DECIMAL: "NUMERIC",
  BIGDECIMAL: "BIGNUMERIC",
};

const LOGICAL: Readonly<Record<string, LogicalType>> = {
  INT64: "int64",
  FLOAT64: "float64",
  NUMERIC: "decimal(38,9)",
  BIGNUMERIC: "decimal",
  BOOL: "bool",
  STRING: "text",
  BYTES: "bytes",
  DATE: "date",
  TIME: "time",
  DATETIME: "timestamp",
  TIMESTAMP: "instant",
  INTERVAL: "interval",
  JSON: "json",
  GEOGRAPHY: "text",
  RANGE: "text",
  STRUCT: "struct",
};

/** The fields of a schema as the service sends it. */
export function fieldsOf(schema: unknown): Field[] {
  return listAt(schema, "fields").map((field) => {
    const type = textAt(field, "type") ?? "";
    return {
      name: textAt(field, "name") ?? "",
      type: SQL_NAMES[type] ?? type,
      repeated: at(field, "mode") === "REPEATED",
      fields: fieldsOf(field),
      precision: numberAt(field, "precision") ?? numberAt(field, "maxLength"),
      scale: numberAt(field, "scale"),
      collation: textAt(field, "collation") || undefined,
    };
  });
}

export function isKnown({ type }: Field): boolean {
  return type in LOGICAL;
}

export function columnOf(field: Field): Column {
  return { name: field.name, type: logicalOf(field), nativeType: nativeOf(field), exact: true };
}

function logicalOf({ type, repeated, precision, scale = 0 }: Field): LogicalType {
  if (repeated) return "list";
  const isDecimal = type === "NUMERIC" || type === "BIGNUMERIC";
  if (isDecimal && precision !== undefined && precision <= 38 && scale <= precision) {
    return `decimal(${precision},${scale})`;
  }
  return LOGICAL[type] ?? "text";
}

/** As SQL writes the type. A text with a collation is compared otherwise, and called so. */
function nativeOf(field: Field): string {
  const { type, repeated, fields, precision, scale, collation } = field;
  const parameters = [precision, scale].filter((part) => part !== undefined).join(", ");
  const own =
    type === "STRUCT"
      ? `STRUCT<${fields.map((inner) => `${inner.name} ${nativeOf(inner)}`).join(", ")}>`
      : `${type}${parameters === "" ? "" : `(${parameters})`}`;
  const compared = collation === undefined ? own : `${own} COLLATE ${collation}`;
  return repeated ? `ARRAY<${compared}>` : compared;
}

/** The type of a column by the words of the catalogue. */
export function logicalOfNative(native: string): LogicalType {
  const [, type = "", precision, scale] =
    /^(\w+)(?:\((\d+)(?:, *(\d+))?\))?/.exec(native.trim()) ?? [];
  return logicalOf({
    name: "",
    type: SQL_NAMES[type] ?? type,
    repeated: type === "ARRAY",
    fields: [],
    precision: precision === undefined ? undefined : Number(precision),
    scale: scale === undefined ? undefined : Number(scale),
  });
}
