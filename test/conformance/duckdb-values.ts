import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";

/**
 * SQL of a value, the type and the value that must arrive from a Parquet file and from a database.
 */
export const DUCKDB_VALUES: readonly (readonly [sql: string, type: LogicalType, value: Value])[] = [
  ["9007199254740993::BIGINT", "int64", "9007199254740993"],
  ["18446744073709551615::UBIGINT", "uint64", "18446744073709551615"],
  ["'99999999999999999999999999999999999999'::DECIMAL(38,0)", "decimal(38,0)", "9".repeat(38)],
  ["(-0.05)::DECIMAL(4,2)", "decimal(4,2)", "-0.05"],
  ["'NaN'::DOUBLE", "float64", "NaN"],
  ["'-Infinity'::FLOAT", "float32", "-Infinity"],
  ["DATE '1969-12-31'", "date", "1969-12-31"],
  ["DATE '0044-03-15 (BC)'", "date", "-000043-03-15"],
  ["TIMESTAMP '9999-12-31 23:59:59.999999'", "timestamp", "9999-12-31T23:59:59.999999"],
  ["TIME_NS '01:02:03.000004'", "time", "01:02:03.000004"],
  ["TIMESTAMP_NS '2001-02-03 04:05:06.123456'", "timestamp", "2001-02-03T04:05:06.123456"],
  ["TIMESTAMP_MS '2001-02-03 04:05:06.789'", "timestamp", "2001-02-03T04:05:06.789"],
  ["TIMESTAMPTZ '2013-03-10 02:30:00-05'", "instant", "2013-03-10T07:30:00Z"],
  ["TIME '23:59:59.000001'", "time", "23:59:59.000001"],
  ["INTERVAL '1 day'", "interval", "1 day"],
  ["'0d0b4f2c-0000-4000-8000-00000000ffff'::UUID", "uuid", "0d0b4f2c-0000-4000-8000-00000000ffff"],
  [`'{"a": 1, "a": 2}'::JSON`, "json", '{"a": 1, "a": 2}'],
  ["[1, NULL]", "list", "[1,null]"],
  ["[1.5, 'NaN'::DOUBLE, '-Infinity']", "list", '[1.5,"NaN","-Infinity"]'],
  ["[TIMESTAMPTZ '2024-01-02 03:04:05+02', NULL]", "list", '["2024-01-02T01:04:05Z",null]'],
  [String.raw`{'a': ['\x00\xFF'::BLOB], 'b': 0.5::FLOAT}`, "struct", '{"a":["AP8="],"b":0.5}'],
  ["MAP {'k': 'NaN'::FLOAT}", "struct", '{"k":"NaN"}'],
  ["{'a': 'x'}", "struct", '{"a":"x"}'],
  ["'\\x00\\xFF'::BLOB", "bytes", "AP8="],
  ["'a' || chr(0) || '😀 and more than twelve bytes'", "text", "a\0😀 and more than twelve bytes"],
  ["''", "text", ""],
  ["NULL::DATE", "date", null],
];
