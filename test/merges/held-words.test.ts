/** What a merge with `engine: auto` is held by, as its writer reads it: in words of SQL, with its place. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { LogicalType } from "../../src/contract/logical-type.js";
import { bindQuery } from "../../src/duckdb/plan/plan-merge.js";
import { placeInMerge } from "../../src/engine/remote/place-in-merge.js";
import { queryElsewhere } from "../../src/sql/elsewhere/query-elsewhere.js";

const OPTIONS = {
  temporaryDirectory: mkdtempSync(join(tmpdir(), "headwater-held-")),
  memoryLimit: 300e6,
};

const COLUMNS = (
  [
    ["i", "int32", "integer"],
    ["k", "int64", "bigint"],
    ["n", "decimal(10,2)", "numeric(10,2)"],
    ["f", "float64", "double precision"],
    ["s", "text", "varchar(9)"],
    ["full c", "text", "char(3)"],
    ["d", "date", "date"],
    ["ts", "timestamp", "timestamp"],
    ["z", "instant", "timestamptz"],
    ["b", "bool", "boolean"],
  ] as const satisfies readonly (readonly [string, LogicalType, string])[]
).map(([name, type, nativeType]) => ({ name, type, nativeType, exact: true }));

/** The reason, and what stands at its place in the SQL. */
async function heldBy(sql: string, type: LogicalType): Promise<readonly [string, string]> {
  const tables = ["t", "u"].map((table) => ({
    names: [{ table }],
    kind: "declared" as const,
    id: table,
    dialect: "postgresql" as const,
    columns: COLUMNS,
  }));
  const bound = await bindQuery(sql, { timeZone: "UTC", tables }, OPTIONS);
  if (bound.relation === undefined) throw new Error(bound.reason);
  const found = queryElsewhere({
    relation: bound.relation,
    tables: tables.map(() => ({ way: "here", columns: COLUMNS })),
    result: [{ name: "o", type }],
    dialect: "postgresql",
  });
  if (!("held" in found)) throw new Error("It is not held");
  let place = "";
  const sqlAt = (start: number, end: number) => {
    place = sql.slice(start, end);
    const at = { line: 1, column: start + 1, offset: start };
    return { file: "headwater.yml", start: at, end: at };
  };
  placeInMerge({ sql, sqlAt }, found.held);
  return [found.held.what, place];
}

test.each([
  // Types have the names that SQL has for them, also those that no other engine has.
  ["select count(*) from t group by f", "GROUP BY of `double`", "group"],
  ["select count(*) from t group by [i]", "a list", "i"],
  ["select distinct d - d from t", "`-` of `date`", "-"],
  ["select d + interval 1 day from t", "`+` of `date`, `interval`", "+"],
  ["select ts + interval (i) month from t", "`+` of `timestamp`, `interval`", "+"],
  ["select interval (i) day from t", "an interval", "i"],
  ["select t.i from t join u on t.s = u.d", "`varchar` turned into `date`", "t"],
  ["select i from t where d > '2024-1-5'", "`varchar` turned into `date`", "'2024-1-5'"],
  ["select z::date from t", "`timestamp with time zone` turned into `date`", ":"],
  ["select sum(i)::double from t", "`hugeint` turned into `double`", ":"],
  ["select i from t where ts > now()", "`timestamp` turned into `timestamp with time zone`", "ts"],
  // Functions are called as they are written.
  ["select s[1] from t", "a part by its position, `[…]`", "["],
  ["select s from t where s ~ 'a'", "a regular expression", "~"],
  ["select s from t where s glob 'a*'", "`glob` of `varchar`", "glob"],
  ["select extract(dow from d) from t", "this part of a date or time", "extract"],
  ["select {'a': i}.a from t", "a struct", "{"],
  ["select ts at time zone 'UTC' from t", "AT TIME ZONE", "at"],
  ["select current_timestamp from t", "the current time", "current_timestamp"],
  ["select i from t where (i, k) = (1, 2)", "a row of several values", "("],
  ["select s from t order by s collate de", "COLLATE", "collate"],
  ["select try(i / 0) from t", "`try`", "try"],
  ["select mean(n) from t", "`avg` of `decimal(10,2)`", "mean"],
  ["select stddev(n) from t", "`stddev` of `double`", "stddev"],
  [
    "select percentile_cont(0.5) within group (order by n) from t",
    "`quantile_cont` of `decimal(10,2)`",
    "percentile_cont",
  ],
  ["select sum(n order by i) from t", "`sum` with an order", "sum"],
  // Windows and subqueries say what of them it is.
  [
    "select lag(n) over (order by d) from t",
    "the window function `lag` whose ORDER BY does not tell all rows apart",
    "lag",
  ],
  [
    "select sum(n) over (order by d groups between 1 preceding and current row) from t",
    "the window function `sum` with a frame of this kind",
    "sum",
  ],
  ["select ntile(4) over (order by n) from t", "`ntile` of `bigint`", "ntile"],
  [
    "select (select max(u.k) from u where u.i = t.i) from t",
    "a subquery that names columns of the query around it",
    "=",
  ],
  [
    "select i from t where exists (select 1 from u where u.k > t.k)",
    "EXISTS with no `=` to a column of the query around it",
    "1",
  ],
  [
    "select i from t where k > all(select u.k from u)",
    "a subquery behind ALL or ANY, or of several columns",
    "all",
  ],
  // Relations too.
  ["select x from range(10) r(x)", "the table function `range`", "range"],
  ["select s from t group by rollup (s)", "GROUP BY with GROUPING SETS, ROLLUP or CUBE", "rollup"],
  ["unpivot (select i, k from t) on i, k into name a value v", "rows of a list", "unpivot"],
  // A column that has no name of its own there is meant by the star.
  [
    'select * from (select "full c" from t)',
    "the column `full c` of the type `char(3)`",
    '"full c"',
  ],
  ['select * from t order by "full c"', "the column `full c` of the type `char(3)`", '"full c"'],
] as const)("%s", async (sql, what, place) => {
  expect(await heldBy(sql, "int32")).toEqual([what, place]);
});
