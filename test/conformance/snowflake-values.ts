import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";
import type { ScriptedColumn } from "../servers/scripted-snowflake.js";

export interface SnowflakeValue {
  /** The column's type, as it is declared. */
  readonly column: string;
  /** What is written there. */
  readonly sql: string;
  readonly type: LogicalType;
  readonly value: Value;
  /** How the service describes the column and sends the value. */
  readonly sent: Omit<ScriptedColumn, "name"> & { readonly cell: string | null };
  /** Nanoseconds are lost, and counted. */
  readonly cut?: true;
}

const fixed = (precision: number, scale: number, cell: string | null) => ({
  type: "fixed",
  precision,
  scale,
  cell,
});
const plain = (type: string, cell: string | null) => ({ type, cell });
const timed = (type: string, cell: string | null, scale = 9) => ({ type, scale, cell });

/** Values that are easily bent on the way. */
export const SNOWFLAKE_VALUES: readonly SnowflakeValue[] = [
  { column: "boolean", sql: "true", type: "bool", value: true, sent: plain("boolean", "1") },
  { column: "boolean", sql: "false", type: "bool", value: false, sent: plain("boolean", "0") },
  { column: "boolean", sql: "null", type: "bool", value: null, sent: plain("boolean", null) },
  { column: "number(9,0)", sql: "-7", type: "int64", value: -7, sent: fixed(9, 0, "-7") },
  {
    column: "number(18,0)",
    sql: "-999999999999999999",
    type: "int64",
    value: "-999999999999999999",
    sent: fixed(18, 0, "-999999999999999999"),
  },
  {
    column: "integer",
    sql: "9007199254740993",
    type: "int64",
    value: "9007199254740993",
    sent: fixed(38, 0, "9007199254740993"),
  },
  {
    column: "integer",
    sql: "-9223372036854775808",
    type: "int64",
    value: "-9223372036854775808",
    sent: fixed(38, 0, "-9223372036854775808"),
  },
  {
    column: "number(38,0)",
    sql: "9223372036854775808",
    type: "decimal(38,0)",
    value: "9223372036854775808",
    sent: fixed(38, 0, "9223372036854775808"),
  },
  {
    column: "number(38,0)",
    sql: "-99999999999999999999999999999999999999",
    type: "decimal(38,0)",
    value: "-99999999999999999999999999999999999999",
    sent: fixed(38, 0, "-99999999999999999999999999999999999999"),
  },
  {
    column: "number(20,0)",
    sql: "12345678901234567890",
    type: "decimal(20,0)",
    value: "12345678901234567890",
    sent: fixed(20, 0, "12345678901234567890"),
  },
  {
    column: "number(10,2)",
    sql: "2.5",
    type: "decimal(10,2)",
    value: "2.50",
    sent: fixed(10, 2, "2.50"),
  },
  {
    column: "number(10,2)",
    sql: "-0.01",
    type: "decimal(10,2)",
    value: "-0.01",
    sent: fixed(10, 2, "-0.01"),
  },
  {
    column: "number(20,4)",
    sql: "1234567890123456.7891",
    type: "decimal(20,4)",
    value: "1234567890123456.7891",
    sent: fixed(20, 4, "1234567890123456.7891"),
  },
  {
    column: "number(38,37)",
    sql: "-9.9999999999999999999999999999999999999",
    type: "decimal(38,37)",
    value: "-9.9999999999999999999999999999999999999",
    sent: fixed(38, 37, "-9.9999999999999999999999999999999999999"),
  },
  { column: "float", sql: "0.1", type: "float64", value: 0.1, sent: plain("real", "0.1") },
  { column: "float", sql: "1e300", type: "float64", value: 1e300, sent: plain("real", "1e+300") },
  {
    column: "float",
    sql: "5e-324",
    type: "float64",
    value: 5e-324,
    sent: plain("real", "4.940656458412465e-324"),
  },
  {
    column: "float",
    sql: "'NaN'::float",
    type: "float64",
    value: "NaN",
    sent: plain("real", "NaN"),
  },
  {
    column: "float",
    sql: "'inf'::float",
    type: "float64",
    value: "Infinity",
    sent: plain("real", "inf"),
  },
  {
    column: "float",
    sql: "'-inf'::float",
    type: "float64",
    value: "-Infinity",
    sent: plain("real", "-inf"),
  },
  { column: "varchar", sql: "''", type: "text", value: "", sent: plain("text", "") },
  { column: "varchar", sql: "null", type: "text", value: null, sent: plain("text", null) },
  { column: "varchar", sql: "'null'", type: "text", value: "null", sent: plain("text", "null") },
  {
    column: "varchar",
    sql: "'it''s 😀 \\\\ é'",
    type: "text",
    value: "it's 😀 \\ é",
    sent: plain("text", "it's 😀 \\ é"),
  },
  { column: "char(3)", sql: "'a  '", type: "text", value: "a  ", sent: plain("text", "a  ") },
  {
    column: "binary",
    sql: "x'00ff10'",
    type: "bytes",
    value: "AP8Q",
    sent: plain("binary", "00FF10"),
  },
  { column: "binary", sql: "x''", type: "bytes", value: "", sent: plain("binary", "") },
  {
    column: "date",
    sql: "'0001-01-01'",
    type: "date",
    value: "0001-01-01",
    sent: plain("date", "-719162"),
  },
  {
    column: "date",
    sql: "'1969-12-31'",
    type: "date",
    value: "1969-12-31",
    sent: plain("date", "-1"),
  },
  {
    column: "date",
    sql: "'9999-12-31'",
    type: "date",
    value: "9999-12-31",
    sent: plain("date", "2932896"),
  },
  {
    column: "time(6)",
    sql: "'23:59:59.999999'",
    type: "time",
    value: "23:59:59.999999",
    sent: timed("time", "86399.999999", 6),
  },
  {
    column: "time(9)",
    sql: "'23:59:59.999999999'",
    type: "time",
    value: "23:59:59.999999",
    sent: timed("time", "86399.999999999"),
    cut: true,
  },
  {
    column: "timestamp_ntz(9)",
    sql: "'1970-01-01 00:00:00'",
    type: "timestamp",
    value: "1970-01-01T00:00:00",
    sent: timed("timestamp_ntz", "0.000000000"),
  },
  {
    column: "timestamp_ntz(9)",
    sql: "'1969-12-31 23:59:59.999999'",
    type: "timestamp",
    value: "1969-12-31T23:59:59.999999",
    sent: timed("timestamp_ntz", "-0.000001000"),
  },
  {
    column: "timestamp_ntz(9)",
    sql: "'1969-12-31 23:59:59.9999995'",
    type: "timestamp",
    value: "1969-12-31T23:59:59.999999",
    sent: timed("timestamp_ntz", "-0.000000500"),
    cut: true,
  },
  {
    column: "timestamp_ntz(9)",
    sql: "'2024-03-31 02:30:00.123456789'",
    type: "timestamp",
    value: "2024-03-31T02:30:00.123456",
    sent: timed("timestamp_ntz", "1711852200.123456789"),
    cut: true,
  },
  {
    column: "timestamp_ntz(3)",
    sql: "'9999-12-31 23:59:59.999'",
    type: "timestamp",
    value: "9999-12-31T23:59:59.999",
    sent: timed("timestamp_ntz", "253402300799.999", 3),
  },
  {
    column: "timestamp_ntz(0)",
    sql: "'0001-01-01 00:00:00'",
    type: "timestamp",
    value: "0001-01-01T00:00:00",
    sent: timed("timestamp_ntz", "-62135596800", 0),
  },
  {
    column: "timestamp_ltz(9)",
    sql: "'2024-10-27 02:30:00 +0200'",
    type: "instant",
    value: "2024-10-27T00:30:00Z",
    sent: timed("timestamp_ltz", "1729989000.000000000"),
  },
  {
    column: "timestamp_tz(9)",
    sql: "'2024-10-27 02:30:00.25 +0200'",
    type: "instant",
    value: "2024-10-27T00:30:00.25Z",
    sent: timed("timestamp_tz", "1729989000.250000000 1560"),
  },
  {
    column: "timestamp_tz(9)",
    sql: "'1960-01-01 00:00:00.5 -0330'",
    type: "instant",
    value: "1960-01-01T03:30:00.5Z",
    sent: timed("timestamp_tz", "-315606599.500000000 1230"),
  },
  {
    column: "variant",
    sql: `parse_json('{"a":12345678901234567890123,"b":null}')`,
    type: "json",
    value: '{"a":12345678901234567890123,"b":null}',
    sent: plain("variant", '{"a":12345678901234567890123,"b":null}'),
  },
  {
    column: "variant",
    sql: "parse_json('null')",
    type: "json",
    value: "null",
    sent: plain("variant", "null"),
  },
  {
    column: "array",
    sql: "array_construct(1, 'x', null)",
    type: "json",
    value: '[1,"x",null]',
    sent: plain("array", '[1,"x",null]'),
  },
  {
    column: "object",
    sql: "object_construct('a', 1)",
    type: "json",
    value: '{"a":1}',
    sent: plain("object", '{"a":1}'),
  },
  {
    column: "object(d date, n number)",
    sql: "{'d': '2024-01-01', 'n': null}::object(d date, n number)",
    type: "json",
    value: '{"d":"19723","n":null}',
    sent: {
      ...plain("object", '{"d":"19723","n":null}'),
      fields: [
        { name: "d", fieldName: "d", type: "date", nullable: true },
        { name: "n", fieldName: "n", type: "fixed", precision: 38, scale: 0, nullable: true },
      ],
    },
  },
  {
    column: "map(varchar, number)",
    sql: "{'k': 1}::map(varchar, number)",
    type: "json",
    value: '{"k":"1"}',
    sent: {
      ...plain("map", '{"k":"1"}'),
      fields: [
        { type: "text", nullable: false },
        { type: "fixed", precision: 38, scale: 0, nullable: true },
      ],
    },
  },
  {
    column: "vector(float, 2)",
    sql: "[1.5, 2]::vector(float, 2)",
    type: "json",
    value: "[1.500000,2.000000]",
    sent: plain("vector", "[1.500000,2.000000]"),
  },
  {
    column: "geography",
    sql: "'POINT(1 2)'",
    type: "json",
    value: '{"coordinates":[1,2],"type":"Point"}',
    sent: plain("geography", '{"coordinates":[1,2],"type":"Point"}'),
  },
];
