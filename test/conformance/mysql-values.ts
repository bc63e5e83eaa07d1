import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";

/**
 * Values that are easily bent on the way: a column's declaration, what is written to it, and how it
 * must arrive.
 */
export const MYSQL_VALUES: readonly {
  readonly column: string;
  readonly sql: string;
  readonly type: LogicalType;
  readonly value: Value;
}[] = [
  { column: "tinyint(1)", sql: "2", type: "int8", value: 2 },
  { column: "bool", sql: "true", type: "int8", value: 1 },
  { column: "bool", sql: "null", type: "int8", value: null },
  { column: "tinyint", sql: "-128", type: "int8", value: -128 },
  { column: "tinyint unsigned", sql: "255", type: "uint8", value: 255 },
  { column: "smallint", sql: "-32768", type: "int16", value: -32768 },
  { column: "smallint unsigned", sql: "65535", type: "uint16", value: 65535 },
  { column: "mediumint", sql: "-8388608", type: "int32", value: -8388608 },
  { column: "mediumint unsigned", sql: "16777215", type: "uint32", value: 16777215 },
  { column: "int", sql: "-2147483648", type: "int32", value: -2147483648 },
  { column: "int unsigned", sql: "4294967295", type: "uint32", value: 4294967295 },
  { column: "int zerofill", sql: "7", type: "uint32", value: 7 },
  { column: "bigint", sql: "9007199254740993", type: "int64", value: "9007199254740993" },
  { column: "bigint", sql: "-9223372036854775808", type: "int64", value: "-9223372036854775808" },
  {
    column: "bigint unsigned",
    sql: "18446744073709551615",
    type: "uint64",
    value: "18446744073709551615",
  },
  { column: "float", sql: "16777217", type: "float32", value: 16777216 },
  { column: "float", sql: "0.1", type: "float32", value: 0.1 },
  { column: "float", sql: "-1e-30", type: "float32", value: -1e-30 },
  { column: "double", sql: "0.1", type: "float64", value: 0.1 },
  { column: "double", sql: "5e-324", type: "float64", value: 5e-324 },
  {
    column: "double",
    sql: "-1.7976931348623157e308",
    type: "float64",
    value: -1.7976931348623157e308,
  },
  { column: "decimal(10,2)", sql: "99999999.99", type: "decimal(10,2)", value: "99999999.99" },
  { column: "decimal(10,2)", sql: "-0.01", type: "decimal(10,2)", value: "-0.01" },
  { column: "decimal(10,2)", sql: "0", type: "decimal(10,2)", value: "0.00" },
  { column: "decimal(10,2) unsigned", sql: "1.5", type: "decimal(10,2)", value: "1.50" },
  { column: "decimal(5,0)", sql: "-99999", type: "decimal(5,0)", value: "-99999" },
  {
    column: "decimal(16,2)",
    sql: "12345678901234.56",
    type: "decimal(16,2)",
    value: "12345678901234.56",
  },
  {
    column: "decimal(18,18)",
    sql: "-0.000000000000000001",
    type: "decimal(18,18)",
    value: "-0.000000000000000001",
  },
  { column: "decimal(20,2)", sql: "-1.5", type: "decimal(20,2)", value: "-1.50" },
  {
    column: "decimal(38,10)",
    sql: "-1234567890123456789012345678.1234567890",
    type: "decimal(38,10)",
    value: "-1234567890123456789012345678.1234567890",
  },
  {
    column: "decimal(65,30)",
    sql: "12345678901234567890123456789012345.123456789012345678901234567890",
    type: "decimal",
    value: "12345678901234567890123456789012345.123456789012345678901234567890",
  },
  { column: "bit(1)", sql: "b'1'", type: "uint8", value: 1 },
  { column: "bit(8)", sql: "b'10000001'", type: "uint8", value: 129 },
  { column: "bit(12)", sql: "b'100000000001'", type: "uint16", value: 2049 },
  { column: "bit(64)", sql: "~0", type: "uint64", value: "18446744073709551615" },
  { column: "date", sql: "'1969-12-31'", type: "date", value: "1969-12-31" },
  { column: "date", sql: "'9999-12-31'", type: "date", value: "9999-12-31" },
  { column: "date", sql: "'0001-01-01'", type: "date", value: "0001-01-01" },
  { column: "date", sql: "'2000-02-29'", type: "date", value: "2000-02-29" },
  {
    column: "datetime",
    sql: "'2024-03-10 02:30:00'",
    type: "timestamp",
    value: "2024-03-10T02:30:00",
  },
  { column: "datetime", sql: "'2024-03-10'", type: "timestamp", value: "2024-03-10T00:00:00" },
  {
    column: "datetime(6)",
    sql: "'1969-12-31 23:59:59.999999'",
    type: "timestamp",
    value: "1969-12-31T23:59:59.999999",
  },
  {
    column: "datetime(6)",
    sql: "'9999-12-31 23:59:59.999999'",
    type: "timestamp",
    value: "9999-12-31T23:59:59.999999",
  },
  {
    column: "datetime(3)",
    sql: "'1000-01-01 00:00:00.001'",
    type: "timestamp",
    value: "1000-01-01T00:00:00.001",
  },
  {
    column: "timestamp",
    sql: "'1970-01-01 00:00:01'",
    type: "instant",
    value: "1970-01-01T00:00:01Z",
  },
  {
    column: "timestamp(6)",
    sql: "'2024-03-10 07:30:00.123456'",
    type: "instant",
    value: "2024-03-10T07:30:00.123456Z",
  },
  { column: "time", sql: "'00:00:00'", type: "interval", value: "00:00:00" },
  { column: "time", sql: "'09:30:05'", type: "interval", value: "09:30:05" },
  { column: "time", sql: "'-838:59:59'", type: "interval", value: "-838:59:59" },
  { column: "time(6)", sql: "'838:59:58.999999'", type: "interval", value: "838:59:58.999999" },
  { column: "time(6)", sql: "'-00:00:00.5'", type: "interval", value: "-00:00:00.5" },
  { column: "year", sql: "1901", type: "int16", value: 1901 },
  { column: "year", sql: "2155", type: "int16", value: 2155 },
  { column: "varchar(20)", sql: "''", type: "text", value: "" },
  { column: "varchar(20)", sql: "null", type: "text", value: null },
  { column: "varchar(20)", sql: "_utf8mb4 x'61006200'", type: "text", value: "a\0b\0" },
  {
    column: "varchar(50)",
    sql: String.raw`'q"uo''te,\nl\ttab \\N é 東京 😀'`,
    type: "text",
    value: "q\"uo'te,\nl\ttab \\N é 東京 😀",
  },
  { column: "varchar(20) character set latin1", sql: "'é€'", type: "text", value: "é€" },
  { column: "varchar(20) character set utf16", sql: "'é😀'", type: "text", value: "é😀" },
  { column: "char(5)", sql: "'ab'", type: "text", value: "ab" },
  { column: "tinytext", sql: "'t'", type: "text", value: "t" },
  { column: "text", sql: "repeat('long ', 10000)", type: "text", value: "long ".repeat(10_000) },
  { column: "longtext", sql: "repeat('é', 200)", type: "text", value: "é".repeat(200) },
  { column: "binary(3)", sql: "x'00ff'", type: "bytes", value: "AP8A" },
  { column: "varbinary(10)", sql: "''", type: "bytes", value: "" },
  { column: "blob", sql: "x'00ff10'", type: "bytes", value: "AP8Q" },
  { column: "json", sql: `'{"a": 1.10,  "a":2}'`, type: "json", value: '{"a": 1.10,  "a":2}' },
  { column: "enum('a','b','')", sql: "'b'", type: "text", value: "b" },
  { column: "set('x','y','z')", sql: "'x,z'", type: "text", value: "x,z" },
  {
    column: "uuid",
    sql: "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'",
    type: "uuid",
    value: "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
  },
  { column: "inet6", sql: "'::1'", type: "text", value: "::1" },
  {
    column: "point",
    sql: "point(1, 2)",
    type: "bytes",
    value: "AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA==",
  },
];

/** A table of one row with all of them. */
export const VALUES_TABLE = `create table zoo(
  ${MYSQL_VALUES.map(({ column }, index) => `c${index} ${column} null`).join(",\n  ")}
) character set utf8mb4;
set time_zone = '+00:00';
insert into zoo values (
  ${MYSQL_VALUES.map(({ sql }) => sql).join(",\n  ")}
)`;
