import type { LogicalType } from "../../contract/logical-type.js";

const INTEGERS: Readonly<Record<string, readonly [signed: LogicalType, unsigned: LogicalType]>> = {
  tinyint: ["int8", "uint8"],
  smallint: ["int16", "uint16"],
  mediumint: ["int32", "uint32"],
  int: ["int32", "uint32"],
  integer: ["int32", "uint32"],
  bigint: ["int64", "uint64"],
};

const OTHERS: Readonly<Record<string, LogicalType>> = {
  float: "float32",
  double: "float64",
  date: "date",
  time: "interval",
  datetime: "timestamp",
  timestamp: "instant",
  year: "int16",
  json: "json",
  uuid: "uuid",
  binary: "bytes",
  varbinary: "bytes",
  tinyblob: "bytes",
  blob: "bytes",
  mediumblob: "bytes",
  longblob: "bytes",
  vector: "bytes",
  geometry: "bytes",
  point: "bytes",
  linestring: "bytes",
  polygon: "bytes",
  multipoint: "bytes",
  multilinestring: "bytes",
  multipolygon: "bytes",
  geometrycollection: "bytes",
  geomcollection: "bytes",
};

/**
 * The type as which a table's column is read, from its declaration: `bigint(20) unsigned`,
 * `decimal(10,2)`.
 */
export function columnType(declaration: string): LogicalType {
  const [, word = "", sizes = ""] = /^(\w+)(?:\(([^)]*)\))?/.exec(declaration.toLowerCase()) ?? [];
  const integer = INTEGERS[word];
  if (integer) return integer[declaration.includes("unsigned") ? 1 : 0];
  if (word === "decimal") {
    const [precision = 10, scale = 0] = sizes.split(",").map(Number);
    return precision <= 38 ? `decimal(${precision},${scale})` : "decimal";
  }
  if (word === "bit") {
    const bits = Number(sizes);
    if (bits <= 8) return "uint8";
    if (bits <= 16) return "uint16";
    return bits <= 32 ? "uint32" : "uint64";
  }
  return OTHERS[word] ?? "text";
}
