import { expect, test } from "vitest";
import type { DialectName } from "./dialect.js";
import { legQuery, type LegColumn } from "./leg-query.js";
import type { Constant, Predicate } from "./push-down/predicate.js";

const COLUMNS: readonly LegColumn[] = [
  { name: "id", type: "int64", nativeType: "bigint", exact: true },
  { name: "select", type: "text", nativeType: "text", exact: true },
  { name: "d", type: "date", nativeType: "date", exact: true },
  { name: "guess", type: "int64", nativeType: "", exact: false },
  { name: "kind", type: "text", nativeType: "char(5)", exact: true },
];

function where(predicate: Predicate, dialect: DialectName = "postgresql") {
  return legQuery({ sql: "select 1", dialect, columns: COLUMNS, wanted: [0], predicate }).where;
}

function compare(column: number, comparison: "=" | "<" | "<>", constant: Constant): Predicate {
  return { is: "compare", column, comparison, constant };
}

const text = (value: string): Constant => ({ kind: "text", text: value });
const number = (value: string): Constant => ({ kind: "number", text: value });

test("a query keeps its comments and order, and its columns are taken by position", () => {
  const query = legQuery({
    sql: "select a, a, 1 from t order by 1 limit 5; -- the end;\n",
    dialect: "postgresql",
    columns: COLUMNS,
    wanted: [0, 1],
    predicate: compare(1, "=", text("it's")),
  });
  expect(query).toEqual({
    sql: `select hw_c0 as "id", hw_c1 as "select"
from (
select a, a, 1 from t order by 1 limit 5 -- the end;
) as hw_leg(hw_c0, hw_c1, hw_c2, hw_c3, hw_c4)
where hw_c1 = 'it''s'`,
    where: "select = 'it''s'",
  });
});

test("where only rows count, no column is asked for", () => {
  const query = legQuery({
    sql: "select 1",
    dialect: "sqlite",
    columns: COLUMNS,
    wanted: [],
  });
  expect(query.sql).toContain("select 1 as hw_row\n");
  expect(query.where).toBeUndefined();
});

test.each<[DialectName, Predicate, string | undefined]>([
  [
    "postgresql",
    compare(1, "<", text("a")),
    `(getdatabaseencoding() <> 'UTF8' or select collate "C" < 'a')`,
  ],
  ["postgresql", compare(1, "<>", text("a\\")), String.raw`select collate "C" <> E'a\\'`],
  ["postgresql", compare(2, "=", { kind: "date", text: "2024-01-01" }), "d = '2024-01-01'::date"],
  ["postgresql", compare(4, "<>", text("a")), undefined],
  ["postgresql", compare(3, "=", number("1")), undefined],
  ["postgresql", compare(1, "=", number("1")), undefined],
  ["postgresql", compare(1, "=", text("a\0b")), undefined],
  ["mysql", compare(1, "<", text("a")), undefined],
  ["mysql", compare(1, "=", text("a")), "select = 'a'"],
  ["mysql", { is: "null", column: 2 }, "(d is null or d = 0 or month(d) = 0 or dayofmonth(d) = 0)"],
  [
    "sqlite",
    compare(0, "<", number("5")),
    "(+id < 5 or typeof(id) not in ('integer', 'real', 'null'))",
  ],
  ["sqlite", compare(1, "<", text("é")), undefined],
  ["sqlite", compare(2, "=", { kind: "date", text: "2024-01-01" }), undefined],
  ["duckdb", compare(0, "=", number("5")), "id = 5"],
])(
  "%s says a condition with the same or a weaker meaning, or not at all",
  (dialect, predicate, expected) => {
    expect(where(predicate, dialect)).toBe(expected);
  },
);

test("an AND may lose a part, an OR may not", () => {
  const known = compare(0, "=", number("1"));
  const unknown = compare(3, "=", number("1"));
  expect(where({ is: "and", of: [known, unknown] })).toBe("id = 1");
  expect(where({ is: "or", of: [known, unknown] })).toBeUndefined();
  expect(where({ is: "or", of: [known, { is: "and", of: [known, unknown] }] })).toBe(
    "(id = 1 or id = 1)",
  );
});

test("keys are written exactly, and none means no row", () => {
  function keys(dialect: DialectName, column: number, constants: readonly Constant[]) {
    const request = { sql: "select 1", dialect, columns: COLUMNS, wanted: [0] };
    return legQuery({ ...request, keys: [{ column, constants }] }).where;
  }
  expect(keys("postgresql", 0, [number("1"), number("9007199254740993")])).toBe(
    "id = any('{1,9007199254740993}'::bigint[])",
  );
  expect(keys("postgresql", 1, [text('a"b'), text("null"), text("x\\'y")])).toBe(
    String.raw`select = any(E'{"a\\"b","null","x\\\\''y"}'::text[])`,
  );
  expect(keys("mysql", 0, [number("1"), number("2")])).toBe("id in (1, 2)");
  expect(keys("sqlite", 0, [number("1")])).toContain("json_each('[1]')");
  expect(keys("postgresql", 0, [])).toBe("1 = 0");
});

test("a query of BigQuery is taken by the names of its columns, and nothing stands around them", () => {
  const columns: readonly LegColumn[] = [
    { name: "id", type: "int64", nativeType: "INT64", exact: true },
    { name: "amount", type: "decimal(38,9)", nativeType: "NUMERIC", exact: true },
    { name: "rate", type: "float64", nativeType: "FLOAT64", exact: true },
    { name: "label", type: "text", nativeType: "STRING", exact: true },
    { name: "folded", type: "text", nativeType: "STRING COLLATE und:ci", exact: true },
    { name: "at", type: "instant", nativeType: "TIMESTAMP", exact: true },
    { name: "huge", type: "decimal", nativeType: "BIGNUMERIC", exact: true },
    { name: "d", type: "date", nativeType: "DATE", exact: true },
  ];
  const request = { sql: "select 1; # end", dialect: "bigquery", columns, wanted: [0] } as const;
  const said = (predicate: Predicate) => legQuery({ ...request, predicate }).where;
  expect(legQuery({ ...request, predicate: compare(0, "=", number("5")) }).sql).toBe(
    "select `id` as `id`\nfrom (\nselect 1 # end\n) as hw_leg\nwhere `id` = 5",
  );
  expect(said(compare(0, "<", number("1.5")))).toBe("id < numeric '1.5'");
  expect(said(compare(0, "=", number("12345678901234567890")))).toBe(
    "id = numeric '12345678901234567890'",
  );
  expect(said(compare(1, "=", number("1.0000000001")))).toBe("amount = bignumeric '1.0000000001'");
  const greater = { is: "compare", column: 2, comparison: ">" } as const;
  expect(said({ ...greater, constant: { kind: "double", text: "1.5" } })).toBe(
    "(rate > cast('1.5' as float64) or is_nan(rate))",
  );
  expect(said({ ...greater, constant: { kind: "double", text: "nan" } })).toBeUndefined();
  expect(said(compare(3, "=", text("it's\n\\")))).toBe("label = 'it\\'s\\n\\\\'");
  expect(said(compare(4, "=", text("a")))).toBeUndefined();
  expect(said(compare(5, "<", { kind: "instant", text: "2024-01-01 00:00:00" }))).toBe(
    "at < timestamp '2024-01-01 00:00:00+00'",
  );
  expect(said(compare(6, "=", number("1")))).toBeUndefined();
  expect(said(compare(7, "<", { kind: "date", text: "12024-01-01" }))).toBeUndefined();
  expect(said({ is: "prefix", column: 3, prefix: "a" })).toBe("starts_with(label, 'a')");
});
