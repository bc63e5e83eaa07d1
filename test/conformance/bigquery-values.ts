import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";

/**
 * Values that are easily bent on the way: the field of the schema and the cell with which the
 * service sends them, and how they must arrive. `sql` writes the same value where the emulator can
 * say it.
 */
export interface BigqueryValue {
  readonly column: string;
  /** More of the schema's field than its type: `mode`, `fields`, `precision`, `scale`. */
  readonly field?: Readonly<Record<string, unknown>>;
  readonly cell: unknown;
  readonly sql?: string;
  readonly type: LogicalType;
  readonly value: Value;
}

const DIGITS_38 = "12345678901234567890123456789.123456789";
const DIGITS_76 = `${"9".repeat(38)}.${"1".repeat(38)}`;

const POINT = [
  { name: "x", type: "INTEGER" },
  { name: "label", type: "STRING" },
] as const;

export const BIGQUERY_VALUES: readonly BigqueryValue[] = [
  { column: "INTEGER", cell: "0", sql: "0", type: "int64", value: 0 },
  { column: "INTEGER", cell: "-1", sql: "-1", type: "int64", value: -1 },
  {
    column: "INTEGER",
    cell: "9007199254740993",
    sql: "9007199254740993",
    type: "int64",
    value: "9007199254740993",
  },
  {
    column: "INTEGER",
    cell: "-9223372036854775808",
    sql: "cast('-9223372036854775808' as int64)",
    type: "int64",
    value: "-9223372036854775808",
  },
  { column: "INT64", cell: "7", type: "int64", value: 7 },
  { column: "INTEGER", cell: null, sql: "cast(null as int64)", type: "int64", value: null },
  { column: "FLOAT", cell: "0.1", sql: "cast('0.1' as float64)", type: "float64", value: 0.1 },
  { column: "FLOAT", cell: "1e+300", sql: "1e300", type: "float64", value: 1e300 },
  { column: "FLOAT", cell: "5e-324", type: "float64", value: 5e-324 },
  { column: "FLOAT", cell: "-0.0", type: "float64", value: -0 },
  { column: "FLOAT", cell: "NaN", sql: "cast('nan' as float64)", type: "float64", value: "NaN" },
  { column: "FLOAT", cell: "nan", type: "float64", value: "NaN" },
  {
    column: "FLOAT",
    cell: "Infinity",
    sql: "cast('inf' as float64)",
    type: "float64",
    value: "Infinity",
  },
  { column: "FLOAT", cell: "-inf", type: "float64", value: "-Infinity" },
  {
    column: "NUMERIC",
    cell: DIGITS_38,
    type: "decimal(38,9)",
    value: DIGITS_38,
  },
  {
    column: "NUMERIC",
    cell: "-0.000000001",
    type: "decimal(38,9)",
    value: "-0.000000001",
  },
  {
    column: "NUMERIC",
    cell: "1.5",
    sql: "numeric '1.5'",
    type: "decimal(38,9)",
    value: "1.500000000",
  },
  { column: "NUMERIC", cell: "0", sql: "numeric '0'", type: "decimal(38,9)", value: "0.000000000" },
  {
    column: "NUMERIC",
    cell: `-${"9".repeat(29)}.${"9".repeat(9)}`,
    type: "decimal(38,9)",
    value: `-${"9".repeat(29)}.${"9".repeat(9)}`,
  },
  {
    column: "NUMERIC(10, 2)",
    field: { type: "NUMERIC", precision: "10", scale: "2" },
    cell: "12345678.9",
    type: "decimal(10,2)",
    value: "12345678.90",
  },
  {
    column: "NUMERIC(5)",
    field: { type: "NUMERIC", precision: "5" },
    cell: "-99999",
    type: "decimal(5,0)",
    value: "-99999",
  },
  { column: "BIGNUMERIC", cell: DIGITS_76, type: "decimal", value: DIGITS_76 },
  { column: "BIGNUMERIC", cell: "1.25", type: "decimal", value: "1.25" },
  {
    column: "BIGNUMERIC(38, 18)",
    field: { type: "BIGNUMERIC", precision: "38", scale: "18" },
    cell: "1.000000000000000001",
    type: "decimal(38,18)",
    value: "1.000000000000000001",
  },
  { column: "BOOLEAN", cell: "true", sql: "true", type: "bool", value: true },
  { column: "BOOL", cell: "false", type: "bool", value: false },
  { column: "BOOLEAN", cell: null, sql: "cast(null as bool)", type: "bool", value: null },
  { column: "STRING", cell: "", sql: "''", type: "text", value: "" },
  { column: "STRING", cell: null, sql: "cast(null as string)", type: "text", value: null },
  {
    column: "STRING",
    cell: 'it\'s "😀"',
    sql: "'it\\'s \"😀\"'",
    type: "text",
    value: 'it\'s "😀"',
  },
  { column: "STRING", cell: "a\u0000b", type: "text", value: "a\u0000b" },
  { column: "STRING", cell: "  007 ", sql: "'  007 '", type: "text", value: "  007 " },
  {
    column: "STRING(3)",
    field: { type: "STRING", maxLength: "3" },
    cell: "abc",
    type: "text",
    value: "abc",
  },
  { column: "BYTES", cell: "AP9h", sql: "from_hex('00ff61')", type: "bytes", value: "AP9h" },
  { column: "BYTES", cell: "", type: "bytes", value: "" },
  {
    column: "DATE",
    cell: "0001-01-01",
    sql: "date '0001-01-01'",
    type: "date",
    value: "0001-01-01",
  },
  {
    column: "DATE",
    cell: "9999-12-31",
    sql: "date '9999-12-31'",
    type: "date",
    value: "9999-12-31",
  },
  { column: "DATE", cell: "1900-02-28", type: "date", value: "1900-02-28" },
  {
    column: "DATE",
    cell: "2024-02-29",
    sql: "date '2024-02-29'",
    type: "date",
    value: "2024-02-29",
  },
  {
    column: "TIME",
    cell: "23:59:59.999999",
    sql: "time '23:59:59.999999'",
    type: "time",
    value: "23:59:59.999999",
  },
  { column: "TIME", cell: "00:00:00", sql: "time '00:00:00'", type: "time", value: "00:00:00" },
  { column: "TIME", cell: "01:02:03.5", type: "time", value: "01:02:03.5" },
  {
    column: "DATETIME",
    cell: "1969-12-31T23:59:59.999999",
    sql: "datetime '1969-12-31 23:59:59.999999'",
    type: "timestamp",
    value: "1969-12-31T23:59:59.999999",
  },
  {
    column: "DATETIME",
    cell: "0001-01-01T00:00:00",
    sql: "datetime '0001-01-01 00:00:00'",
    type: "timestamp",
    value: "0001-01-01T00:00:00",
  },
  {
    column: "DATETIME",
    cell: "9999-12-31T23:59:59.999999",
    type: "timestamp",
    value: "9999-12-31T23:59:59.999999",
  },
  {
    column: "TIMESTAMP",
    cell: "-1",
    sql: "timestamp '1969-12-31 23:59:59.999999+00'",
    type: "instant",
    value: "1969-12-31T23:59:59.999999Z",
  },
  {
    column: "TIMESTAMP",
    cell: "-62135596800000000",
    sql: "timestamp '0001-01-01 00:00:00+00'",
    type: "instant",
    value: "0001-01-01T00:00:00Z",
  },
  {
    column: "TIMESTAMP",
    cell: "253402300799999999",
    type: "instant",
    value: "9999-12-31T23:59:59.999999Z",
  },
  {
    column: "TIMESTAMP",
    cell: "1711846800000000",
    sql: "timestamp '2024-03-31 02:00:00+01'",
    type: "instant",
    value: "2024-03-31T01:00:00Z",
  },
  {
    column: "INTERVAL",
    cell: "1-2 3 4:5:6.789",
    type: "interval",
    value: "1-2 3 4:5:6.789",
  },
  {
    column: "JSON",
    cell: '{"a":12345678901234567890,"a":1}',
    type: "json",
    value: '{"a":12345678901234567890,"a":1}',
  },
  { column: "JSON", cell: "null", type: "json", value: "null" },
  { column: "GEOGRAPHY", cell: "POINT(1 2)", type: "text", value: "POINT(1 2)" },
  {
    column: "RANGE",
    field: { type: "RANGE", rangeElementType: { type: "DATE" } },
    cell: "[2024-01-01, UNBOUNDED)",
    type: "text",
    value: "[2024-01-01, UNBOUNDED)",
  },
  {
    column: "ARRAY<INT64>",
    field: { type: "INTEGER", mode: "REPEATED" },
    cell: [{ v: "1" }, { v: "9007199254740993" }],
    sql: "[1, 9007199254740993]",
    type: "list",
    value: "[1,9007199254740993]",
  },
  {
    column: "ARRAY<STRING>",
    field: { type: "STRING", mode: "REPEATED" },
    cell: [],
    sql: "cast([] as array<string>)",
    type: "list",
    value: "[]",
  },
  {
    column: "ARRAY<FLOAT64>",
    field: { type: "FLOAT", mode: "REPEATED" },
    cell: [{ v: "NaN" }, { v: "-inf" }, { v: "1e+300" }],
    type: "list",
    value: '["NaN","-Infinity",1e+300]',
  },
  {
    column: "ARRAY<TIMESTAMP>",
    field: { type: "TIMESTAMP", mode: "REPEATED" },
    cell: [{ v: "-1" }],
    type: "list",
    value: '["1969-12-31T23:59:59.999999Z"]',
  },
  {
    column: "STRUCT",
    field: { type: "RECORD", fields: POINT },
    cell: { f: [{ v: "1" }, { v: 'a"b' }] },
    sql: "struct(1 as x, 'a\"b' as label)",
    type: "struct",
    value: '{"x":1,"label":"a\\"b"}',
  },
  {
    column: "STRUCT",
    field: { type: "RECORD", fields: POINT },
    cell: null,
    type: "struct",
    value: null,
  },
  {
    column: "ARRAY<STRUCT>",
    field: {
      type: "RECORD",
      mode: "REPEATED",
      fields: [
        { name: "n", type: "NUMERIC" },
        { name: "on", type: "BOOLEAN" },
        { name: "deep", type: "RECORD", mode: "REPEATED", fields: [{ name: "b", type: "BYTES" }] },
        { name: "j", type: "JSON" },
      ],
    },
    cell: [
      {
        v: {
          f: [
            { v: DIGITS_38 },
            { v: "true" },
            { v: [{ v: { f: [{ v: "AP8=" }] } }, { v: { f: [{ v: null }] } }] },
            { v: '{"k":1.10}' },
          ],
        },
      },
    ],
    type: "list",
    value: `[{"n":${DIGITS_38},"on":true,"deep":[{"b":"AP8="},{"b":null}],"j":{"k":1.10}}]`,
  },
];
