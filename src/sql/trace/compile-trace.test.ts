import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { expect, test } from "vitest";
import type { SourceRange } from "../../contract/diagnostic.js";
import { createClassifier } from "./classify.js";
import { compileTrace } from "./compile-trace.js";
import type { DialectName } from "../dialect.js";
import type { TraceQuery } from "./trace-query.js";
import type { SqlText, TraceSql } from "./trace-sql.js";

const at: SourceRange = {
  file: "headwater.yml",
  start: { line: 1, column: 1 },
  end: { line: 1, column: 2 },
};
const classifier = createClassifier({ aggregates: [] });

/** Rows that every engine can make: two kinds and a row without one. */
const MODEL = `select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end`;

interface Written {
  readonly x?: string;
  readonly y?: string;
  readonly columns?: Record<string, string>;
  readonly cohort?: string;
  readonly filters?: readonly string[];
  readonly orderBy?: readonly string[];
  readonly groupBy?: readonly string[] | false;
  readonly bindings?: TraceSql["bindings"];
}

function text(sql: string): SqlText {
  return { sql, at };
}

function trace(written: Written): TraceSql {
  const { x, y, columns = {}, cohort, filters = [], orderBy = [], groupBy } = written;
  return {
    name: "it's",
    locate: () => at,
    queries: Object.entries({ x, y }).flatMap(([key, sql]) =>
      sql === undefined ? [] : [{ ...text(sql), path: [key] }],
    ),
    columns: Object.entries(columns).map(([name, sql]) => ({ ...text(sql), name })),
    bindings: written.bindings ?? [],
    ...(cohort !== undefined && { cohortOn: text(cohort) }),
    orderBy: orderBy.map(text),
    filters: filters.map(text),
    ...(groupBy !== undefined && { groupBy: groupBy && groupBy.map(text) }),
  };
}

function compile(
  written: Written,
  { dialect = "duckdb", compat = false, model = MODEL }: Partial<Options> = {},
): TraceQuery {
  return compileTrace(trace(written), { sql: model }, { dialect, classifier, compat });
}

interface Options {
  readonly dialect: DialectName;
  readonly compat: boolean;
  readonly model: string;
}

async function rowsOfDuckdb(sql: string): Promise<unknown[][]> {
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader
      .getRows()
      .map((row) => row.map((value) => (typeof value === "bigint" ? Number(value) : value)));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function rowsOfSqlite(sql: string): unknown[][] {
  const database = new DatabaseSync(":memory:");
  try {
    return database
      .prepare(sql)
      .all()
      .map((row: object) => Object.values(row));
  } finally {
    database.close();
  }
}

/** The rows of the query on both engines, which must agree. */
async function rowsOf(written: Written, model = MODEL): Promise<unknown[][]> {
  const duckdb = compile(written, { model });
  const sqlite = compile(written, { model, dialect: "sqlite" });
  const rows = await rowsOfDuckdb(duckdb.sql);
  expect(rowsOfSqlite(sqlite.sql)).toEqual(rows);
  return rows;
}

test("without an aggregate, all rows are kept", async () => {
  const written = { x: "kind", y: "v", orderBy: ["v", "kind nulls last"] };
  expect(compile(written).sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select
      kind as c0,
      v as c1
    from hw_base
    order by v, kind nulls last"
  `);
  expect(await rowsOf(written)).toEqual([
    ["b", 5],
    ["b", 5],
    [null, 7],
    ["a", 10],
    ["a", 30],
  ]);
});

test("an aggregate groups by everything that does not aggregate, and by the cohort", async () => {
  const written = {
    x: "day",
    y: "sum(v)",
    columns: { label: "'day ' || day", note: "'fixed'", one: "1" },
    cohort: "kind",
    orderBy: ["kind nulls last", "day"],
  };
  const query = compile(written);
  expect(query.sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select
      day as c0,
      sum(v) as c1,
      'day ' || day as c2,
      'fixed' as c3,
      1 as c4,
      kind as cohort
    from hw_base
    group by 1, 3, 6
    order by kind nulls last, day, 6"
  `);
  expect(query.columns).toEqual([
    { alias: "c0", name: "props.x" },
    { alias: "c1", name: "props.y" },
    { alias: "c2", name: "columns.label" },
    { alias: "c3", name: "columns.note" },
    { alias: "c4", name: "columns.one" },
  ]);
  expect(query).toMatchObject({ cohortAlias: "cohort", cohortName: "it's", dropNullCohort: false });
  expect(await rowsOf(written)).toEqual([
    [1, 10, "day 1", "fixed", 1, "a"],
    [2, 30, "day 2", "fixed", 1, "a"],
    [1, 10, "day 1", "fixed", 1, "b"],
    [3, 7, "day 3", "fixed", 1, null],
  ]);
});

test("filters go where their kind belongs, each in its own brackets", async () => {
  const written = {
    x: "kind",
    y: "sum(v)",
    filters: ["day = 1 or day = 2", "kind is not null", "sum(v) > 5", "count(*) < 9 -- few"],
    orderBy: ["kind"],
  };
  expect(compile(written).sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select
      kind as c0,
      sum(v) as c1
    from hw_base
    where (day = 1 or day = 2)
      and (kind is not null)
    group by 1
    having (sum(v) > 5)
      and (count(*) < 9 -- few
    )
    order by kind"
  `);
  expect(await rowsOf(written)).toEqual([
    ["a", 40],
    ["b", 10],
  ]);
});

test("windows are filtered with QUALIFY or, where there is none, around the query", async () => {
  const written = {
    x: "day",
    y: "v",
    cohort: "kind",
    filters: ["row_number() over (partition by kind order by v desc, day) = 1", "v > 5"],
    orderBy: ["v desc"],
  };
  expect(compile(written).sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select
      day as c0,
      v as c1,
      kind as cohort
    from hw_base
    where (v > 5)
    qualify (row_number() over (partition by kind order by v desc, day) = 1)
    order by v desc, 3"
  `);
  expect(compile(written, { dialect: "postgresql" }).sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select c0, c1, cohort
    from (
      select
        day as c0,
        v as c1,
        kind as cohort,
        (row_number() over (partition by kind order by v desc, day) = 1) as hw_keep0,
        row_number() over (order by v desc, kind) as hw_order
      from hw_base
      where (v > 5)
    ) as hw_rows
    where hw_keep0
    order by hw_order"
  `);
  expect(await rowsOf(written)).toEqual([
    [2, 30, "a"],
    [3, 7, null],
  ]);
});

test("a window over aggregates is grouped, and can be filtered", async () => {
  const written = {
    x: "kind",
    y: "sum(sum(v)) over () - sum(v)",
    filters: ["rank() over (order by sum(v) desc) <= 2"],
    orderBy: ["sum(v) desc"],
  };
  expect(compile(written, { dialect: "sqlite" }).sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select c0, c1
    from (
      select
        kind as c0,
        sum(sum(v)) over () - sum(v) as c1,
        (rank() over (order by sum(v) desc) <= 2) as hw_keep0,
        row_number() over (order by sum(v) desc) as hw_order
      from hw_base
      group by 1
    ) as hw_rows
    where hw_keep0
    order by hw_order"
  `);
  expect(await rowsOf(written)).toEqual([
    ["a", 17],
    ["b", 47],
  ]);
});

test("only an aggregate filter or ordering is enough to group", async () => {
  expect(await rowsOf({ x: "kind", filters: ["count(*) > 1"], orderBy: ["kind"] })).toEqual([
    ["a"],
    ["b"],
  ]);
  expect(await rowsOf({ x: "kind", orderBy: ["sum(v) desc", "kind"] })).toEqual([
    ["a"],
    ["b"],
    [null],
  ]);
});

test("an aggregate filter needs no key", async () => {
  expect(await rowsOf({ y: "sum(v)", filters: ["count(*) > 1"] })).toEqual([[57]]);
  expect(await rowsOf({ y: "sum(v)", filters: ["count(*) > 99"] })).toEqual([]);
});

test("constants are not taken for positions", async () => {
  expect(await rowsOf({ x: "2", y: "count(*)", columns: { t: "'it''s'" } })).toEqual([
    [2, 5, "it's"],
  ]);
});

test("`group_by` decides instead, with the cohort added", async () => {
  const written = { x: "max(day)", y: "sum(v)", cohort: "kind", orderBy: ["kind nulls last", "1"] };
  expect(await rowsOf({ ...written, groupBy: ["day > 1", "kind"] })).toEqual([
    [1, 10, "a"],
    [2, 30, "a"],
    [1, 10, "b"],
    [3, 7, null],
  ]);
  expect(compile({ ...written, groupBy: ["day > 1"] }).sql).toContain("group by day > 1, 3");
  expect(compile({ ...written, groupBy: ["KIND"] }).sql).toContain("group by KIND\n");
  expect(compile({ ...written, groupBy: [] }).sql).toContain("group by 3\n");
});

test("`group_by: false` never groups", async () => {
  const { sql } = compile({ x: "kind", y: "sum(v)", groupBy: false });
  expect(sql).not.toContain("group by");
});

test("names and comments of the user cannot break the query", async () => {
  const model = `select 1 as "c1", 2 as c0, 'x' as cohort, 4 as "a "" b" -- select hw_base;`;
  const written = {
    x: "c1 -- first",
    y: 'c0 /* ) */ + "a "" b"',
    columns: { 'we\'re "odd"': "-- before\n  'it''s; --'" },
    cohort: "cohort",
    orderBy: ["c0 desc -- last"],
  };
  const query = compile(written, { model });
  expect(query.sql).toMatchInlineSnapshot(`
    "with hw_hw_base as (
    select 1 as "c1", 2 as c0, 'x' as cohort, 4 as "a "" b" -- select hw_base;
    )
    select
      c1 -- first
     as hw_c0,
      c0 /* ) */ + "a "" b" as hw_c1,
      -- before
      'it''s; --'
     as hw_c2,
      cohort as hw_cohort
    from hw_hw_base
    order by c0 desc -- last
    , 4"
  `);
  expect(query.columns[2]?.name).toBe('columns.we\'re "odd"');
  expect(query.cohortAlias).toBe("hw_cohort");
  expect(await rowsOf(written, model)).toEqual([[1, 6, "it's; --", "x"]]);
});

test("an order is the model's columns, never our aliases", async () => {
  const model = "select 1 as c0, 9 as c1 union all select 2, 8";
  expect(await rowsOf({ x: "c1", y: "c0", orderBy: ["c0"] }, model)).toEqual([
    [9, 1],
    [8, 2],
  ]);
});

test("a cohort without any other column yields one row per cohort", async () => {
  expect(await rowsOf({ cohort: "kind", orderBy: ["kind nulls last"] })).toEqual([
    ["a"],
    ["b"],
    [null],
  ]);
});

test("a constant cohort is one cohort", async () => {
  const written = { y: "sum(v)", cohort: "'All'" };
  expect(await rowsOf(written)).toEqual([[57, "All"]]);
});

test("a trace of fixed properties asks its source nothing", async () => {
  const query = compile({});
  expect(query).toEqual({
    sql: "select 1 as hw_row",
    columns: [],
    cohortName: "it's",
    ordered: false,
    dropNullCohort: false,
    static: true,
    diagnostics: [],
  });
});

test("a value taken by its place warns when nothing says the order", async () => {
  const bindings = [
    { path: ["value"], column: "columns.v", index: -1 },
    { path: ["x"], column: "columns.v", slice: [0, 3] as const },
    { path: ["y"], column: "columns.v" },
    { path: ["text"], column: "columns.v", slice: [null, null] as const },
  ];
  async function warnings(written: Written): Promise<string[]> {
    const { diagnostics } = compile({ ...written, bindings });
    return diagnostics.map(({ code, message }) => `${code}: ${message}`);
  }
  expect(await warnings({ columns: { v: "v" } })).toEqual([
    "order-not-given: `props.value` takes values of `v` by their position, but the trace has no `order_by`, so the database decides which they are.",
    "order-not-given: `props.x` takes values of `v` by their position, but the trace has no `order_by`, so the database decides which they are.",
  ]);
  expect(await warnings({ columns: { v: "v" }, orderBy: ["day"] })).toEqual([]);
  expect(await warnings({ columns: { v: "sum(v)" } })).toEqual([]);
  expect(await warnings({ columns: { v: "sum(v)" }, cohort: "kind" })).toEqual([]);
  expect(await warnings({ columns: { v: "sum(v)", d: "day" } })).toHaveLength(2);
  expect(await warnings({ columns: { v: "max(v)" }, groupBy: ["day"] })).toHaveLength(2);
});

test("faulty expressions are errors, unreadable ones warnings while nothing says the grouping", async () => {
  async function codes(written: Written): Promise<string[]> {
    const { diagnostics } = compile(written);
    return diagnostics.map(({ code, severity }) => `${severity} ${code}`);
  }
  expect(await codes({ x: "day, v" })).toEqual(["error expression-several"]);
  expect(await codes({ x: "day) , (v" })).toEqual(["error expression-unbalanced"]);
  expect(await codes({ x: "day", filters: ["true; drop table x"] })).toEqual([
    "error expression-several",
  ]);
  expect(await codes({ x: "day", orderBy: ["day, v desc"] })).toEqual([]);
  expect(await codes({ x: "day", orderBy: ["f(day"] })).toEqual(["error expression-unbalanced"]);
  expect(await codes({ x: "'open" })).toEqual(["warning expression-not-parsed"]);
  expect(await codes({ x: "'open", groupBy: ["day"] })).toEqual([]);
});

test("compat mode merges equal rows, which it counts, and drops rows without a cohort", async () => {
  const written = {
    x: "day",
    y: "v",
    cohort: "kind",
    orderBy: ["kind desc nulls last, v + 1 asc"],
  };
  const query = compile(written, { compat: true });
  expect(query.sql).toMatchInlineSnapshot(`
    "with hw_base as (
    select 'a' as kind, 1 as day, 10 as v union all select 'a', 2, 30 union all
    select 'b', 1, 5 union all select 'b', 1, 5 union all select null, 3, 7 -- the end
    )
    select
      day as c0,
      v as c1,
      kind as cohort,
      count(*) as hw_count
    from hw_base
    group by 1, 2, 3, v + 1
    order by kind desc nulls last, v + 1 asc, 3"
  `);
  expect(query.dropNullCohort).toBe(true);
  expect(query.compatGrouping).toEqual({ kind: "merged", countAlias: "hw_count" });
  expect(query.columns).toHaveLength(2);
  expect(await rowsOfDuckdb(query.sql)).toEqual([
    [1, 5, "b", 2],
    [1, 10, "a", 1],
    [2, 30, "a", 1],
    [3, 7, null, 1],
  ]);
});

test("compat mode groups an aggregating trace by its ordering", async () => {
  const finer = {
    x: "kind",
    y: "sum(v)",
    cohort: "kind = 'a'",
    orderBy: ["kind nulls last", "day desc"],
  };
  const query = compile(finer, { compat: true });
  expect(query.compatGrouping).toEqual({
    kind: "order",
    expressions: ["day"],
    keys: ["c0", "cohort"],
  });
  expect(await rowsOfDuckdb(query.sql)).toEqual([
    ["a", 30, true],
    ["a", 10, true],
    ["b", 10, false],
    [null, 7, null],
  ]);
  const same = { x: "kind", y: "sum(v)", orderBy: ["KIND desc", "sum(v)", "1"] };
  expect(compile(same, { compat: true }).compatGrouping).toBeUndefined();
});

test("a line comment at the end of an expression swallows nothing, in whatever dialect it is one", () => {
  for (const x of ["v -- value", "v # value", "v // value"]) {
    expect(compile({ x }, { dialect: "mysql" }).sql).toContain(`  ${x}\n as c0\n`);
  }
});
