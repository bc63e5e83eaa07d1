/**
 * Lists, structs and maps as JSON, with the one text form of each value inside. DuckDB's own
 * `to_json` writes NaN as it is, which is no JSON, bytes as `\x00` and instants without their `T`.
 */
import type { DuckDb, LogicalType as NativeType } from "./bindings.js";
import { quoteIdentifier, quoteText } from "../sql/quote.js";

/** SQL of a value → SQL of what `to_json` writes right. */
type Convert = (value: string) => string;

/** SQL of the JSON text of a nested value of this type. */
export function nestedJson(duckdb: DuckDb, native: NativeType): Convert {
  const convert = conversion(duckdb, native, 0) ?? ((value) => value);
  return (value) => `CAST(to_json(${convert(value)}) AS VARCHAR)`;
}

/** Undefined where nothing has to be done. */
function conversion(duckdb: DuckDb, native: NativeType, depth: number): Convert | undefined {
  const { Type } = duckdb;
  switch (duckdb.get_type_id(native)) {
    case Type.FLOAT:
    case Type.DOUBLE:
      return (
        value,
      ) => `CASE WHEN ${value} IS NULL THEN NULL WHEN isfinite(${value}) THEN to_json(${value})
        ELSE to_json(CASE WHEN isnan(${value}) THEN 'NaN' WHEN ${value} > 0 THEN 'Infinity' ELSE '-Infinity' END) END`;
    case Type.BLOB:
      return (value) => `to_base64(${value})`;
    case Type.TIMESTAMP:
    case Type.TIMESTAMP_S:
    case Type.TIMESTAMP_MS:
    case Type.TIMESTAMP_NS:
      return isoText;
    case Type.TIMESTAMP_TZ:
      return (
        value,
      ) => `CASE WHEN isfinite(${value}) THEN ${isoText(`(${value} AT TIME ZONE 'UTC')`)} || 'Z'
        ELSE CAST(${value} AS VARCHAR) END`;
    case Type.LIST:
      return listed(conversion(duckdb, duckdb.list_type_child_type(native), depth + 1), depth);
    case Type.ARRAY:
      return listed(conversion(duckdb, duckdb.array_type_child_type(native), depth + 1), depth);
    case Type.MAP: {
      const values = duckdb.map_type_value_type(native);
      const list = listed(conversion(duckdb, values, depth + 1), depth);
      return (
        list &&
        ((value) =>
          `CASE WHEN ${value} IS NULL THEN NULL ELSE map(map_keys(${value}), ${list(`map_values(${value})`)}) END`)
      );
    }
    case Type.STRUCT:
      return structConversion(duckdb, native, depth);
    default:
      return undefined;
  }
}

function isoText(value: string): string {
  // The first blank only: the one of BC stays.
  return `regexp_replace(CAST(${value} AS VARCHAR), ' ', 'T')`;
}

function listed(item: Convert | undefined, depth: number): Convert | undefined {
  const name = `hw_item${depth}`;
  return item && ((value) => `list_transform(${value}, lambda ${name}: ${item(name)})`);
}

function structConversion(duckdb: DuckDb, native: NativeType, depth: number): Convert | undefined {
  const fields = Array.from({ length: duckdb.struct_type_child_count(native) }, (_, index) => ({
    name: duckdb.struct_type_child_name(native, index),
    convert: conversion(duckdb, duckdb.struct_type_child_type(native, index), depth + 1),
  }));
  if (fields.every(({ convert }) => convert === undefined)) return undefined;
  // A struct without names has places instead.
  const isNamed = fields.every(({ name }) => name !== "");
  return (value) => {
    const list = fields.map(({ name, convert = (field: string) => field }, index) => {
      const key = isNamed ? quoteText(name) : String(index + 1);
      const field = convert(`struct_extract(${value}, ${key})`);
      return isNamed ? `${quoteIdentifier(name)} := ${field}` : field;
    });
    const pack = isNamed ? "struct_pack" : "row";
    return `CASE WHEN ${value} IS NULL THEN NULL ELSE ${pack}(${list.join(", ")}) END`;
  };
}
