import { decimalParts, type LogicalType } from "../../contract/logical-type.js";
import { layoutOf } from "../batch.js";
import { bool, int8, int32, struct, type ThriftField } from "./thrift.js";

/** Parquet's numbers for what a value is on the disk. */
export const PHYSICAL = {
  boolean: 0,
  int32: 1,
  int64: 2,
  float: 4,
  double: 5,
  byteArray: 6,
  fixedBytes: 7,
} as const;

export interface ParquetColumn {
  readonly name: string;
  readonly type: LogicalType;
}

/** What values of a logical type are in Parquet. */
export interface StoredType {
  readonly physical: keyof typeof PHYSICAL;
  /** Fields of Parquet's SchemaElement that say what the values mean. */
  readonly meaning: readonly ThriftField[];
}

/** Numbers of fields of SchemaElement. */
const CONVERTED = 6;
const SCALE = 7;
const PRECISION = 8;
const LOGICAL = 10;

function integer(bits: number, isSigned: boolean, converted: number): readonly ThriftField[] {
  const logical = struct([1, int8(bits)], [2, bool(isSigned)]);
  return [
    [CONVERTED, int32(converted)],
    [LOGICAL, struct([10, logical])],
  ];
}

/** Microseconds; `kind` is the number of Parquet's TIME or TIMESTAMP. */
function moment(kind: number, isUtc: boolean, converted: number): readonly ThriftField[] {
  const unit = struct([2, struct()]);
  return [
    [CONVERTED, int32(converted)],
    [LOGICAL, struct([kind, struct([1, bool(isUtc)], [2, unit])])],
  ];
}

const TEXT: StoredType = {
  physical: "byteArray",
  meaning: [
    [CONVERTED, int32(0)],
    [LOGICAL, struct([1, struct()])],
  ],
};

/** Types that travel as texts are texts in the file; the artifact keeps the logical type. */
export function storedType(type: LogicalType): StoredType {
  const decimal = decimalParts(type);
  if (decimal) {
    const [scale, precision] = [int32(decimal.scale), int32(decimal.precision)];
    return {
      physical: layoutOf(type) === "int64" ? "int64" : "fixedBytes",
      meaning: [
        [CONVERTED, int32(5)],
        [SCALE, scale],
        [PRECISION, precision],
        [LOGICAL, struct([5, struct([1, scale], [2, precision])])],
      ],
    };
  }
  switch (type) {
    case "bool":
      return { physical: "boolean", meaning: [] };
    case "int8":
      return { physical: "int32", meaning: integer(8, true, 15) };
    case "int16":
      return { physical: "int32", meaning: integer(16, true, 16) };
    case "int32":
      return { physical: "int32", meaning: integer(32, true, 17) };
    case "int64":
      return { physical: "int64", meaning: integer(64, true, 18) };
    case "uint8":
      return { physical: "int32", meaning: integer(8, false, 11) };
    case "uint16":
      return { physical: "int32", meaning: integer(16, false, 12) };
    case "uint32":
      return { physical: "int32", meaning: integer(32, false, 13) };
    case "uint64":
      return { physical: "int64", meaning: integer(64, false, 14) };
    case "float32":
      return { physical: "float", meaning: [] };
    case "float64":
      return { physical: "double", meaning: [] };
    case "bytes":
      return { physical: "byteArray", meaning: [] };
    case "date":
      return {
        physical: "int32",
        meaning: [
          [CONVERTED, int32(6)],
          [LOGICAL, struct([6, struct()])],
        ],
      };
    case "time":
      return { physical: "int64", meaning: moment(7, false, 8) };
    case "timestamp":
      return { physical: "int64", meaning: moment(8, false, 10) };
    case "instant":
      return { physical: "int64", meaning: moment(8, true, 10) };
    default:
      return TEXT;
  }
}
