import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { BoundRelation, BoundType } from "../../sql/elsewhere/bound-query.js";
import { queryElsewhere } from "../../sql/elsewhere/query-elsewhere.js";
import type { LogicalType } from "../../contract/logical-type.js";
import { bindQuery } from "./plan-merge.js";

const OPTIONS = {
  temporaryDirectory: mkdtempSync(join(tmpdir(), "headwater-bind-")),
  memoryLimit: 300e6,
};

const COLUMNS = [
  ["i", "int32", "integer"],
  ["k", "int64", "bigint"],
  ["n", "decimal(10,2)", "numeric(10,2)"],
  ["f", "float64", "double precision"],
  ["s", "text", "varchar(9)"],
  ["c", "text", "char(3)"],
  ["d", "date", "date"],
  ["ts", "timestamp", "timestamp"],
  ["z", "instant", "timestamptz"],
  ["h", "int16", "smallint"],
  ["p", "decimal(4,2)", "numeric(4,2)"],
  ["b", "bool", "boolean"],
  ["j", "json", "json"],
] as const satisfies readonly (readonly [string, LogicalType, string])[];

/** Trino's own words. */
const TRINO: Readonly<Record<string, string>> = {
  timestamp: "timestamp(6)",
  "double precision": "double",
};

async function written(
  sql: string,
  dialect: "postgresql" | "trino" | "mysql",
  exact = true,
  way: "here" | "passed" = "here",
) {
  const columns = COLUMNS.map(([name, type, native]) => {
    const nativeType = dialect === "trino" ? (TRINO[native] ?? native) : native;
    return { name, type, nativeType, exact };
  });
  const tables = ["t", "u"].map((table) => ({
    names: [{ table }],
    kind: "declared" as const,
    id: table,
    dialect,
    columns,
  }));
  const bound = await bindQuery(sql, { timeZone: "UTC", tables }, OPTIONS);
  if (bound.relation === undefined) return { held: { what: bound.reason } };
  const result = typesOf(bound.relation).map((type, at) => ({
    name: `o${at}`,
    // Those of a result that DuckDB would store.
    type: (type === "int128" ? "int64" : type) as LogicalType,
  }));
  const found = queryElsewhere({
    relation: bound.relation,
    tables: tables.map(() => ({ way, columns })),
    result,
    dialect,
  });
  return "held" in found ? found : { sql: found.sql((table) => `select * from m${table};`) };
}

function typesOf(relation: BoundRelation): readonly BoundType[] {
  switch (relation.is) {
    case "project":
      return relation.expressions.map(({ type }) => type);
    case "aggregate":
      return [...relation.groups, ...relation.aggregates].map(({ type }) => type);
    case "scan":
      return relation.types;
    case "set":
      return typesOf(relation.left);
    case "join":
      return [...typesOf(relation.left), ...typesOf(relation.right)];
    case "window":
      return [...typesOf(relation.of), ...relation.values.map(({ type }) => type)];
    case "exists":
      return [...typesOf(relation.of), "bool"];
    case "row":
    case "given":
    case "named":
    case "unknown":
      return [];
    default:
      return typesOf(relation.of);
  }
}

test.each([
  "select i, k + 1, n * 2, -k, s, d, ts, b, f from t",
  "select s, sum(i) as a, sum(n) as b, count(*) as c, count(distinct s) as e, min(d), max(s) from t group by all",
  "select sum(k) filter (where i > 2) - sum(i) from t having count(*) > 2",
  "select t.i, u.s from t left join u on t.k = u.k and u.d >= '2024-01-01' where t.s = 'x'",
  "select t.i from t full join u using (d)",
  "select i from t semi join u using (i)",
  "select i from t where k in (select i from u) and k not in (1, 2)",
  "with x as (select * from t where b) select x.i from x join x as y on x.i = y.i",
  "select i, s from t union all select i, s from u",
  "select i from t intersect select i from u",
  "select distinct d, s from t order by s, d limit 5 offset 2",
  "select s, sum(n) as a from t group by s order by a desc, s limit 3",
  "select date_trunc('month', d), year(ts), quarter(d), ts::date, d::timestamp from t",
  "select case when i between 1 and 3 then 'a' else s end, coalesce(n, 0), s || '!', length(s) from t",
  "select s like 'a_%' and starts_with(s, 'b') or s is distinct from 'c' from t",
  "select i from t where ts >= '2024-01-01' and n < 1.5 and s is not null order by i desc nulls first",
  "select 1 as one",
  "select i, n - (select sum(n) from t) as rest from t where k > (select max(i) from u)",
  "select i, rank() over (partition by s order by n desc), dense_rank() over (order by d nulls first) from t",
  "select s, sum(n) over (order by d), count(*) over (), max(k) filter (where b) over (partition by s) from t",
  "select d, sum(sum(n)) over (order by d rows between 6 preceding and current row) as s, lag(count(*)) over (order by d) from t group by d",
  "select s, d, count(*) from t group by s, d qualify row_number() over (partition by s order by d) = 1",
  "select i from t where exists (select 1 from u where u.i = t.i and u.k > t.k)",
  "select i from t where not exists (select 1 from u where u.i = t.i) or b",
  "select s, avg(h), avg(distinct p) filter (where b) from t group by s",
])("means the same in PostgreSQL and Trino: %s", async (sql) => {
  for (const dialect of ["postgresql", "trino"] as const) {
    expect(await written(sql, dialect)).toEqual({ sql: expect.stringContaining("select") });
  }
});

const DIVISION = "the division `/`";
const LIMIT = "a LIMIT whose ORDER BY does not tell all rows apart";

test.each([
  ["select i / 2 from t", DIVISION, 9],
  ["select i // 2 from t", "`//` of `integer`", 9],
  ["select i % 2 from t", "`%` of `integer`", 9],
  ["select avg(n) from t", "`avg` of `decimal(10,2)`", undefined],
  ["select avg(i) from t", "`avg` of `integer`", undefined],
  ["select sum(f) from t", "`sum` of `double`", undefined],
  ["select max(f) from t", "`max` of `double`", undefined],
  ["select count(distinct f) from t", "`count` of distinct `double`", undefined],
  ["select f from t group by f", "GROUP BY of `double`", undefined],
  ["select distinct f from t", "DISTINCT of `double`", undefined],
  ["select upper(s) from t", "`upper` of `varchar`", 7],
  ["select s from t where lower(s) = 'a'", "`lower` of `varchar`", 22],
  ["select round(n, 1) from t", "`round` of `decimal(10,2)`, `integer`", 7],
  ["select n::int from t", "`decimal(10,2)` turned into `integer`", 8],
  ["select n::decimal(10,1) from t", "`decimal(10,2)` turned into `decimal(10,1)`", 8],
  ["select s::int from t", "`varchar` turned into `integer`", 8],
  ["select try_cast(s as int) from t", "`try_cast`", 7],
  ["select f::text from t", "`double` turned into `varchar`", 8],
  ["select i from t where s ilike 'a'", "`ilike` of `varchar`", undefined],
  ["select c from t", "the column `c` of the type `char(3)`", undefined],
  ["select i from t where c = 'a'", "the column `c` of the type `char(3)`", undefined],
  ["select j from t", "the column `j` of the type `json`", undefined],
  ["select i from t limit 3", LIMIT, undefined],
  ["select i from t order by k limit 3", LIMIT, undefined],
  ["select f from t order by f limit 3", LIMIT, undefined],
  [
    "select row_number() over (order by i) from t",
    "the window function `row_number` whose ORDER BY does not tell all rows apart",
    undefined,
  ],
  ["select i, (select k from u) from t", "a subquery that stands for one value", undefined],
  [
    "select i, (select max(k) from u where u.i = t.i) from t",
    "a subquery that names columns of the query around it",
    undefined,
  ],
  [
    "select i from t where k in (select u.k from u where u.i = t.i)",
    "a subquery that names columns of the query around it",
    undefined,
  ],
  [
    "select i, sum(k) over (order by d rows between 2 preceding and current row) from t",
    "the window function `sum` whose ORDER BY does not tell all rows apart",
    undefined,
  ],
  ["select i, sum(f) over (order by d) from t", "`sum` of `double`", undefined],
  ["select i, rank() over (order by f) from t", "an order of `double`", undefined],
  ["select t.i from t asof join u on t.i >= u.i", "an ASOF join", undefined],
  ["select distinct on (i) i, k from t", "DISTINCT ON", undefined],
  [
    "select i from t group by grouping sets ((i), ())",
    "GROUP BY with GROUPING SETS, ROLLUP or CUBE",
    undefined,
  ],
  ["select first(i) from t", "`first` of `integer`", undefined],
  ["select list(i) from t", "`list` of `integer`", undefined],
  ["select random() from t", "`random`", 7],
  ["select * from (values (1)) v", "VALUES", undefined],
  ["select i from t using sample 3 rows", "a sample", undefined],
] as const)("may mean something else: %s", async (sql, what, at) => {
  const found = await written(sql, "postgresql");
  expect(found).toMatchObject({ held: { what, ...(at !== undefined && { at }) } });
  const trino = await written(sql, "trino");
  expect(trino).toHaveProperty("held");
});

test("Trino's doubles and instants compare in another way", async () => {
  for (const [sql, what] of [
    ["select i from t where f > 0.5", "a comparison of `double`"],
    ["select z from t", "the column `z` of the type `timestamptz`"],
  ] as const) {
    expect(await written(sql, "postgresql")).toMatchObject({ sql: expect.any(String) });
    expect(await written(sql, "trino")).toMatchObject({ held: { what } });
  }
});

test("a `char` that passes through Trino is one there, without the spaces at its end", async () => {
  const passed = (sql: string) => written(sql, "trino", true, "passed");
  expect(await passed("select i from t where s = 'a'")).toHaveProperty("sql");
  expect(await passed("select i from t where c = 'a'")).toMatchObject({
    held: { what: "the column `c` of the type `char(3)`" },
  });
});

test("nothing is known of other dialects, and of columns whose types are a guess", async () => {
  expect(await written("select i from t", "mysql")).toMatchObject({
    held: { what: "MySQL's SQL" },
  });
  const guessed = await written("select i from t", "postgresql", false);
  expect(guessed).toMatchObject({ held: { what: "the column `i` of the type `integer`" } });
  // What the result does not need does not hold it.
  const inner = "select i, avg(n) as a, upper(s) as u from t group by i, s";
  expect(await written(`select i from (${inner})`, "postgresql")).toHaveProperty("sql");
});

test("a statement has types, texts by their bytes, and the models by the positions of their columns", async () => {
  const sql = "select S, sum(N) from T where F > 0.1 and S like 'it''s\\%' group by s";
  expect(await written(sql, "postgresql")).toEqual({
    sql: `with hw_model0(c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12) as (
select * from m0
)
select t2.c0 as "o0", cast(t2.c1 as numeric(38,2)) as "o1"
from (
select (t1.c4 collate "C") as c0, cast(sum(case when t1.c2 = 'NaN' then cast(cast(t1.c2 as text) || ' is no decimal' as numeric) else t1.c2 end) as numeric(38,2)) as c1
from hw_model0 t1
where (t1.c3 > cast('0.1' as double precision)) and ((t1.c4 collate "C") like ('it''s\\%' collate "C") escape '') group by 1
) t2`,
  });
});

test("what only some engines have is written in words that all have", async () => {
  const filtered = "select count(*) filter (where b) over (partition by s) from t";
  for (const dialect of ["postgresql", "trino"] as const) {
    expect(await written(filtered, dialect)).toEqual({
      sql: expect.stringMatching(
        /count\(case when t1\.c11 then true else cast\(null as boolean\) end\) over/,
      ),
    });
  }
  const averages = await written("select avg(p), avg(distinct h) filter (where b) from t", "trino");
  expect(averages).toEqual({
    sql: expect.stringContaining(
      "cast(cast(sum(cast(t1.c10 as decimal(38,4))) * 100 as decimal(38,0)) as double) / (cast(count(t1.c10) as double) * 100) as c0, " +
        "cast(cast(sum(distinct cast(t1.c9 as decimal(38,4))) filter (where t1.c11) * 1 as decimal(38,0)) as double) / (cast(count(distinct t1.c9) filter (where t1.c11) as double) * 1) as c1",
    ),
  });
});
