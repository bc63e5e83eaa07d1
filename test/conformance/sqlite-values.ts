import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Value } from "../../src/contract/result.js";

/** Declared type, values as SQL, the type and the values that must arrive. */
export const SQLITE_VALUES: readonly (readonly [
  string,
  readonly string[],
  LogicalType,
  readonly Value[],
])[] = [
  [
    "integer",
    ["9007199254740993", "-9223372036854775808", "null"],
    "int64",
    ["9007199254740993", "-9223372036854775808", null],
  ],
  ["", ["9223372036854775807"], "int64", ["9223372036854775807"]],
  [
    "real",
    ["0.1", "5e-324", "9e999", "-9e999", "3"],
    "float64",
    [0.1, 5e-324, "Infinity", "-Infinity", 3],
  ],
  ["double precision", ["3"], "float64", [3]],
  ["decimal(12,2)", ["12", "12.5", "null"], "float64", [12, 12.5, null]],
  ["decimal(12,2)", ["12"], "float64", [12]],
  ["numeric", ["12", "13"], "int64", [12, 13]],
  [
    "text",
    ["''", "null", "'é 東京 😀'", "'a' || char(0) || 'b'"],
    "text",
    ["", null, "é 東京 😀", "a\0b"],
  ],
  ["", ["'x' || char(0)", "null"], "text", ["x\0", null]],
  ["blob", ["x'00ff10'", "x''", "null"], "bytes", ["AP8Q", "", null]],
  ["boolean", ["1", "0", "null"], "bool", [true, false, null]],
  ["boolean", ["1", "2"], "int64", [1, 2]],
  ["date", ["'1969-12-31'", "'0044-03-15'", "null"], "date", ["1969-12-31", "0044-03-15", null]],
  ["date", ["'10/03/2024'"], "text", ["10/03/2024"]],
  ["date", ["1710055800"], "int64", [1710055800]],
  [
    "datetime",
    ["'2024-03-10 02:30:00'", "'9999-12-31T23:59:59.999999'"],
    "timestamp",
    ["2024-03-10T02:30:00", "9999-12-31T23:59:59.999999"],
  ],
  [
    "timestamp",
    ["'2024-03-10T02:30:00.5-05:00'", "'2024-03-10 23:59Z'"],
    "instant",
    ["2024-03-10T07:30:00.5Z", "2024-03-10T23:59:00Z"],
  ],
  ["integer", ["null"], "int64", [null]],
  ["decimal(3,1)", ["null"], "float64", [null]],
  ["varchar(10)", ["null"], "text", [null]],
  ["blob", ["null"], "bytes", [null]],
  ["datetime", ["null"], "timestamp", [null]],
  ["", ["null"], "text", [null]],
];

/** What one type cannot hold becomes text, and that is said. */
export const SQLITE_MIXED: readonly (readonly [
  string,
  readonly string[],
  readonly Value[],
  string,
])[] = [
  ["integer", ["1", "'abc'", "null"], ["1", "abc", null], "it holds integers and text."],
  ["integer", ["1", "'NUL' || char(0) || 'x'"], ["1", "NUL\0x"], "it holds integers and text."],
  ["boolean", ["1", "'NUL' || char(0) || 'x'"], ["1", "NUL\0x"], "it holds integers and text."],
  ["", ["3.0", "x'00ff'"], ["3.0", "AP8="], "it holds reals and blobs."],
  ["text", ["'a'", "x'00'"], ["a", "AA=="], "it holds text and blobs."],
  [
    "date",
    ["'2024-01-01'", "'2024-02-30'"],
    ["2024-01-01", "2024-02-30"],
    "it holds text of which only a part is a date or time.",
  ],
  [
    "",
    ["9007199254740993", "0.5"],
    ["9007199254740993", "0.5"],
    "its first rows are float64, a later one holds the integer `9007199254740993`.",
  ],
];
