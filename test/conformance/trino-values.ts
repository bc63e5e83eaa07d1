import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";

/** Values that are easily bent on the way, and how they must arrive. */
export interface TrinoValue {
  readonly sql: string;
  readonly type: LogicalType;
  readonly value: Value;
}

const DIGITS_38 = "12345678901234567890123456789012345678";

export const TRINO_VALUES: readonly TrinoValue[] = [
  { sql: "true", type: "bool", value: true },
  { sql: "tinyint '-128'", type: "int8", value: -128 },
  { sql: "smallint '-32768'", type: "int16", value: -32_768 },
  { sql: "-2147483648", type: "int32", value: -2_147_483_648 },
  { sql: "bigint '7'", type: "int64", value: 7 },
  { sql: "9007199254740993", type: "int64", value: "9007199254740993" },
  { sql: "9223372036854775807", type: "int64", value: "9223372036854775807" },
  { sql: "bigint '-9223372036854775808'", type: "int64", value: "-9223372036854775808" },
  { sql: "decimal '18446744073709551615'", type: "decimal(20,0)", value: "18446744073709551615" },
  { sql: `decimal '${DIGITS_38}'`, type: "decimal(38,0)", value: DIGITS_38 },
  { sql: "decimal '-0.05'", type: "decimal(2,2)", value: "-0.05" },
  { sql: "decimal '1.50'", type: "decimal(3,2)", value: "1.50" },
  {
    sql: "cast('-0.00000000000000000000000000000000000001' as decimal(38,38))",
    type: "decimal(38,38)",
    value: "-0.00000000000000000000000000000000000001",
  },
  { sql: "real '1.1'", type: "float32", value: 1.1 },
  { sql: "real '3.4028235e38'", type: "float32", value: 3.402_823_5e38 },
  { sql: "real 'NaN'", type: "float32", value: "NaN" },
  { sql: "double '0.1'", type: "float64", value: 0.1 },
  { sql: "double '0.30000000000000004'", type: "float64", value: 0.300_000_000_000_000_04 },
  { sql: "double '1e300'", type: "float64", value: 1e300 },
  { sql: "double '5e-324'", type: "float64", value: 5e-324 },
  { sql: "double '123456789012345680'", type: "float64", value: 123_456_789_012_345_680 },
  { sql: "double '-0'", type: "float64", value: -0 },
  { sql: "nan()", type: "float64", value: "NaN" },
  { sql: "infinity()", type: "float64", value: "Infinity" },
  { sql: "-infinity()", type: "float64", value: "-Infinity" },
  { sql: "''", type: "text", value: "" },
  { sql: "cast(null as varchar)", type: "text", value: null },
  { sql: "null", type: "text", value: null },
  { sql: "'naïve 😀 \"x\" \\n'", type: "text", value: 'naïve 😀 "x" \\n' },
  { sql: "chr(0) || 'x'", type: "text", value: "\0x" },
  { sql: "'12345678901234567890, -1e999'", type: "text", value: "12345678901234567890, -1e999" },
  { sql: "cast('ab' as char(5))", type: "text", value: "ab   " },
  { sql: "X'00ff80'", type: "bytes", value: "AP+A" },
  { sql: "X''", type: "bytes", value: "" },
  { sql: "date '2024-02-29'", type: "date", value: "2024-02-29" },
  { sql: "date '1582-10-10'", type: "date", value: "1582-10-10" },
  { sql: "date '9999-12-31'", type: "date", value: "9999-12-31" },
  { sql: "date '12345-01-01'", type: "date", value: "+012345-01-01" },
  { sql: "date '-0043-03-15'", type: "date", value: "-000043-03-15" },
  { sql: "time '23:59:59.999999'", type: "time", value: "23:59:59.999999" },
  { sql: "time '01:02:03'", type: "time", value: "01:02:03" },
  { sql: "time '23:59:59.123456000'", type: "time", value: "23:59:59.123456" },
  {
    sql: "timestamp '2024-01-31 23:59:59.123456'",
    type: "timestamp",
    value: "2024-01-31T23:59:59.123456",
  },
  { sql: "timestamp '1969-12-31 23:59:59'", type: "timestamp", value: "1969-12-31T23:59:59" },
  {
    sql: "timestamp '2024-01-01 00:00:00.123456000000'",
    type: "timestamp",
    value: "2024-01-01T00:00:00.123456",
  },
  { sql: "timestamp '0001-01-01 00:00:00'", type: "timestamp", value: "0001-01-01T00:00:00" },
  { sql: "timestamp '-0043-03-15 10:00'", type: "timestamp", value: "-000043-03-15T10:00:00" },
  { sql: "timestamp '2024-07-01 01:00 UTC'", type: "instant", value: "2024-07-01T01:00:00Z" },
  {
    sql: "timestamp '2024-07-01 01:00:00.000001 +05:30'",
    type: "instant",
    value: "2024-06-30T19:30:00.000001Z",
  },
  {
    sql: "timestamp '2024-07-01 01:00 Europe/Berlin'",
    type: "instant",
    value: "2024-06-30T23:00:00Z",
  },
  {
    sql: "timestamp '1945-06-01 12:00 Europe/Berlin'",
    type: "instant",
    value: "1945-06-01T09:00:00Z",
  },
  { sql: "time '01:02:03.123+02:30'", type: "text", value: "01:02:03.123+02:30" },
  { sql: "interval '-1-3' year to month", type: "interval", value: "-1-3" },
  { sql: "interval '1 02:03:04.005' day to second", type: "interval", value: "1 02:03:04.005" },
  {
    sql: "uuid '12151fd2-7586-11e9-8f9e-2a86e4085a59'",
    type: "uuid",
    value: "12151fd2-7586-11e9-8f9e-2a86e4085a59",
  },
  {
    sql: `json '{"b":1.10,"a":12345678901234567890,"a":2}'`,
    type: "json",
    value: '{"a":2,"b":1.1}',
  },
  { sql: "ipaddress '2001:db8::1'", type: "text", value: "2001:db8::1" },
  {
    sql: "array[9007199254740993, null]",
    type: "list",
    value: "[9007199254740993,null]",
  },
  { sql: "array[array['a'], array[]]", type: "list", value: '[["a"],[]]' },
  {
    sql: "map(array['a', 'b'], array[decimal '1.10', null])",
    type: "json",
    value: '{"a":1.10,"b":null}',
  },
  { sql: "map(array[1], array[nan()])", type: "json", value: '{"1":"NaN"}' },
  {
    sql: "cast(row(9007199254740993, 'x', array[json '{}']) as row(id bigint, label varchar, tags array(json)))",
    type: "struct",
    value: '{"id":9007199254740993,"label":"x","tags":[{}]}',
  },
  {
    sql: "row(1, timestamp '2024-01-01 00:00')",
    type: "struct",
    value: '[1,"2024-01-01 00:00:00"]',
  },
  { sql: "cast(null as row(a bigint))", type: "struct", value: null },
];
