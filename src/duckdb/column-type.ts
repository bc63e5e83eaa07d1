/** What DuckDB's types are in Headwater, and how their values are fetched from its vectors. */
import type { LogicalType } from "../contract/logical-type.js";
import type { WholeType } from "../contract/manifest.js";
import type { TypeLimit } from "../rows/type-limit.js";
import type { DuckDb, LogicalType as NativeType } from "./bindings.js";
import { nestedJson } from "./nested-json.js";

/** What of DuckDB's values does not arrive as it is. */
export const DUCKDB_LIMITS: readonly TypeLimit[] = [
  {
    what: "Nanoseconds: times are cut to microseconds. Of Parquet's INT96 and of instants nobody sees whether anything was cut.",
    code: "nanoseconds-cut",
  },
  {
    what: "Parquet's decimals of more than 38 digits, [which DuckDB takes for other numbers](../../findings/duckdb-wide-decimals-are-other-numbers.sh), and encrypted columns: refused where they are read.",
    code: "column-unread",
  },
  {
    what: "128-bit integers are 64-bit ones when all values fit, else decimals; merges calculate with 128 bits.",
  },
  {
    what: "Lists, structs, maps and unions come as JSON, enums, bit strings and intervals as text.",
  },
];

/**
 * How a value lies in a DuckDB vector. `nanoseconds` and the decimals need a step before they fit a
 * batch.
 */
export type VectorLayout =
  | { readonly kind: "fixed"; readonly bytes: number }
  | { readonly kind: "decimal16" | "decimal32" | "nanoseconds" | "string" };

/** A column's type in DuckDB, and how its values are read and stored. */
export interface DuckDbColumnType {
  readonly type: LogicalType;
  /** DuckDB's word: `DECIMAL(18,3)`, `INTEGER[]`. */
  readonly native: string;
  /**
   * Type that a query is cast to before its vectors are read; absent when they can be read as they
   * are.
   */
  readonly readAs?: Cast;
  /**
   * Type that a query is cast to before it is written to Parquet, where DuckDB would write the type
   * wrongly or not at all.
   */
  readonly storeAs?: Cast;
  readonly layout: VectorLayout;
}

export interface NamedColumnType extends DuckDbColumnType {
  readonly name: string;
}

/** DuckDB's type of whole numbers that may have more than 38 digits, if its word is one of those. */
export function wholeType(native: string): WholeType | undefined {
  return native === "HUGEINT" || native === "UHUGEINT" || native === "BIGNUM" ? native : undefined;
}

const MARKED = { decimal: "hw_decimal", interval: "hw_interval" } as const;

/** Types whose values are shown as they were written, and not calculated with. */
export type MarkedType = keyof typeof MARKED;

/** A type of ours: text in a union of one member, whose name tells it from a user's text. */
export function markedType(type: MarkedType): string {
  return `UNION(${MARKED[type]} VARCHAR)`;
}

/** A function makes the SQL itself, for the JSON text of a nested value and what a union holds. */
export type Cast =
  | "VARCHAR"
  | "TIMESTAMP"
  | "BIGINT"
  | "DECIMAL(38,0)"
  | ((value: string) => string);

/** The SQL of a cast. */
export function castExpression(expression: string, cast: Cast | undefined): string {
  if (cast === undefined) return expression;
  if (typeof cast === "function") return cast(expression);
  return `CAST(${expression} AS ${cast})`;
}

const STRING: VectorLayout = { kind: "string" };

function fixed(bytes: number): VectorLayout {
  return { kind: "fixed", bytes };
}

/** Reads a column's type; the handle is DuckDB's own and is only looked at. */
export function columnType(duckdb: DuckDb, native: NativeType): DuckDbColumnType {
  const { Type } = duckdb;
  const name = typeName(duckdb, native);
  const alias = duckdb.logical_type_get_alias(native);
  function as(
    type: LogicalType,
    layout: VectorLayout,
    casts: Partial<Pick<DuckDbColumnType, "readAs" | "storeAs">> = {},
  ): DuckDbColumnType {
    return { type, native: name, layout, ...casts };
  }
  /** Read and stored as text. */
  function text(type: LogicalType): DuckDbColumnType {
    return as(type, STRING, { readAs: "VARCHAR", storeAs: "VARCHAR" });
  }
  function nested(type: LogicalType): DuckDbColumnType {
    const json = nestedJson(duckdb, native);
    return as(type, STRING, {
      readAs: json,
      ...(!storesExactly(duckdb, native) && { storeAs: json }),
    });
  }
  switch (duckdb.get_type_id(native)) {
    case Type.BOOLEAN:
      return as("bool", fixed(1));
    case Type.TINYINT:
      return as("int8", fixed(1));
    case Type.SMALLINT:
      return as("int16", fixed(2));
    case Type.INTEGER:
      return as("int32", fixed(4));
    case Type.BIGINT:
      return as("int64", fixed(8));
    case Type.UTINYINT:
      return as("uint8", fixed(1));
    case Type.USMALLINT:
      return as("uint16", fixed(2));
    case Type.UINTEGER:
      return as("uint32", fixed(4));
    case Type.UBIGINT:
      return as("uint64", fixed(8));
    case Type.FLOAT:
      return as("float32", fixed(4));
    case Type.DOUBLE:
      return as("float64", fixed(8));
    case Type.DATE:
      return as("date", fixed(4));
    case Type.TIME:
      return as("time", fixed(8));
    case Type.TIME_NS:
      return as("time", { kind: "nanoseconds" });
    case Type.TIMESTAMP:
      return as("timestamp", fixed(8));
    case Type.TIMESTAMP_S:
    case Type.TIMESTAMP_MS:
      return as("timestamp", fixed(8), { readAs: "TIMESTAMP", storeAs: "TIMESTAMP" });
    case Type.TIMESTAMP_NS:
      return as("timestamp", { kind: "nanoseconds" });
    case Type.TIMESTAMP_TZ:
      return as("instant", fixed(8));
    case Type.HUGEINT:
    case Type.UHUGEINT:
      // What `sum` of integers yields. Nearly all values fit 64 bits; Parquet would hold the type
      // itself as DOUBLE. A larger value fails the cast, and the column is read again, or stored,
      // as a decimal.
      return as("int64", fixed(8), { readAs: "BIGINT", storeAs: "BIGINT" });
    case Type.BIGNUM:
      return text("decimal");
    case Type.DECIMAL:
      return decimalType(duckdb, native, name);
    case Type.VARCHAR:
      return alias === "JSON" ? as("json", STRING, { readAs: "VARCHAR" }) : as("text", STRING);
    case Type.BLOB:
      return as("bytes", STRING);
    case Type.UUID:
      return as("uuid", STRING, { readAs: "VARCHAR" });
    case Type.INTERVAL:
      return text("interval");
    case Type.LIST:
    case Type.ARRAY:
      return nested("list");
    case Type.UNION: {
      const member = duckdb.union_type_member_name(native, 0);
      const type = (["decimal", "interval"] as const).find((one) => MARKED[one] === member);
      const readAs = (value: string) => `union_extract(${value}, '${member}')`;
      return type ? as(type, STRING, { readAs }) : nested("struct");
    }
    case Type.STRUCT:
    case Type.MAP:
      return nested("struct");
    default:
      // ENUM, BIT, TIME WITH TIME ZONE, the type of a bare NULL, and what later versions add.
      return text("text");
  }
}

function decimalType(duckdb: DuckDb, native: NativeType, name: string): DuckDbColumnType {
  const type: LogicalType = `decimal(${duckdb.decimal_width(native)},${duckdb.decimal_scale(native)})`;
  const { Type } = duckdb;
  switch (duckdb.decimal_internal_type(native)) {
    case Type.SMALLINT:
      return { type, native: name, layout: { kind: "decimal16" } };
    case Type.INTEGER:
      return { type, native: name, layout: { kind: "decimal32" } };
    case Type.BIGINT:
      return { type, native: name, layout: fixed(8) };
    default:
      return { type, native: name, layout: fixed(16) };
  }
}

/** Whether every part of a nested type survives Parquet as it is. */
function storesExactly(duckdb: DuckDb, native: NativeType): boolean {
  const { Type } = duckdb;
  switch (duckdb.get_type_id(native)) {
    case Type.LIST:
      return storesExactly(duckdb, duckdb.list_type_child_type(native));
    case Type.STRUCT:
      return structFields(duckdb, native).every(([, field]) => storesExactly(duckdb, field));
    case Type.MAP:
      return (
        storesExactly(duckdb, duckdb.map_type_key_type(native)) &&
        storesExactly(duckdb, duckdb.map_type_value_type(native))
      );
    case Type.UNION:
    case Type.ARRAY:
      return false;
    default:
      return columnType(duckdb, native).storeAs === undefined;
  }
}

function structFields(duckdb: DuckDb, native: NativeType): [string, NativeType][] {
  return Array.from({ length: duckdb.struct_type_child_count(native) }, (_, index) => [
    duckdb.struct_type_child_name(native, index),
    duckdb.struct_type_child_type(native, index),
  ]);
}

/** DuckDB's spelling of a type. */
function typeName(duckdb: DuckDb, native: NativeType): string {
  const { Type } = duckdb;
  const alias = duckdb.logical_type_get_alias(native);
  if (alias) return alias;
  const id = duckdb.get_type_id(native);
  switch (id) {
    case Type.DECIMAL:
      return `DECIMAL(${duckdb.decimal_width(native)},${duckdb.decimal_scale(native)})`;
    case Type.LIST:
      return `${typeName(duckdb, duckdb.list_type_child_type(native))}[]`;
    case Type.ARRAY:
      return `${typeName(duckdb, duckdb.array_type_child_type(native))}[${duckdb.array_type_array_size(native)}]`;
    case Type.STRUCT: {
      const fields = structFields(duckdb, native).map(
        ([name, type]) => `${name} ${typeName(duckdb, type)}`,
      );
      return `STRUCT(${fields.join(", ")})`;
    }
    case Type.MAP: {
      const key = typeName(duckdb, duckdb.map_type_key_type(native));
      return `MAP(${key}, ${typeName(duckdb, duckdb.map_type_value_type(native))})`;
    }
    case Type.TIMESTAMP_TZ:
      return "TIMESTAMP WITH TIME ZONE";
    case Type.TIME_TZ:
      return "TIME WITH TIME ZONE";
    case Type.SQLNULL:
      return "NULL";
    default:
      return Type[id];
  }
}
