import { expect, test } from "vitest";
import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import { dialects } from "./dialects.js";
import type { DialectName } from "./dialect.js";
import { rowsAsQuery } from "./sent-rows.js";

function written(dialect: DialectName, type: LogicalType, ...values: Value[]) {
  return rowsAsQuery([{ name: "a b", type, values }], values.length, dialects[dialect]);
}

test("values travel as texts and become what they were", () => {
  expect(written("postgresql", "decimal(12,2)", "1.50", null)).toEqual({
    sql: `select cast(hw_c0 as numeric(12,2)) as "a b"\nfrom (values ('1.50'),\n(null)) as hw_rows(hw_c0)`,
  });
  expect(written("mysql", "text", "it's", null)).toEqual({
    sql: "select cast(hw_c0 as char) as `a b`\nfrom (select 'it''s' as hw_c0 union all\nselect null) as hw_rows",
  });
  expect(written("bigquery", "instant", "2024-01-01T00:00:00Z")).toEqual({
    sql: "select cast(hw_c0 as timestamp) as `a b`\nfrom unnest(array<struct<hw_c0 string>>[struct('2024-01-01 00:00:00+00:00')]) as hw_rows",
  });
});

test("Trino gets one text of JSON, which may hold NUL", () => {
  expect(written("trino", "text", "it's \\", null, "a\0b")).toEqual({
    sql: String.raw`select cast(hw_c0 as varchar) as "a b"
from unnest(cast(json_parse('[["it''s \\"],
[null],
["a\u0000b"]]') as array(row(hw_c0 varchar)))) as hw_rows(hw_c0)`,
  });
});

test("no row keeps the columns", () => {
  expect(written("snowflake", "int32")).toEqual({
    sql: `select cast(hw_c0 as number(38,0)) as "a b"\nfrom (values (null)) as hw_rows(hw_c0)\nwhere 1 = 0`,
  });
});

test("a bare decimal has the digits of its rows; a float32 all of its own", () => {
  expect(written("duckdb", "decimal", "1.5", "-20.125")).toMatchObject({
    sql: expect.stringContaining("as decimal(5,3)"),
  });
  expect(written("duckdb", "float32", 0.1)).toMatchObject({
    sql: expect.stringContaining("'0.10000000149011612'"),
  });
});

test.each<[DialectName, LogicalType, Value]>([
  ["mysql", "uuid", "00000000-0000-0000-0000-000000000000"],
  ["mysql", "instant", "2024-01-01T00:00:00Z"],
  ["mysql", "float64", "NaN"],
  ["sqlite", "decimal(4,2)", "1.00"],
  ["sqlite", "uint64", 1],
  ["snowflake", "json", "{}"],
  ["snowflake", "decimal", "0.000000000000000000000000000000000000001"],
  ["bigquery", "decimal", "0.000000000000000000000000000000000000001"],
  ["postgresql", "list", "[1]"],
  ["postgresql", "decimal", "NaN"],
  ["postgresql", "date", "infinity"],
  ["postgresql", "timestamp", "-000043-03-15T00:00:00"],
  ["postgresql", "text", "a\0b"],
])("%s is sent no %s such as %s", (dialect, type, value) => {
  expect(written(dialect, type, value)).toMatchObject({
    refused: expect.stringContaining("its column `a b` "),
  });
});
