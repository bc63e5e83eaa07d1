import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keyEdges } from "../../engine/merge/key-edges.js";
import type { EngineScope } from "../../rows/relation.js";
import type { PlanFacts } from "../../sql/plan-facts.js";
import { planMerge } from "./plan-merge.js";

const OPTIONS = {
  temporaryDirectory: mkdtempSync(join(tmpdir(), "headwater-plan-")),
  memoryLimit: 300e6,
};

const TABLES = [
  {
    names: [{ table: "orders" }, { schema: "orders", table: "model" }],
    columns: [
      ["id", "int64"],
      ["customer", "int32"],
      ["status", "text"],
      ["placed", "instant"],
      ["paid", "bool"],
    ],
  },
  {
    names: [{ table: "customers" }],
    columns: [
      ["id", "int32"],
      ["name", "text"],
    ],
  },
] as const;
const SCOPE: EngineScope = {
  timeZone: "Europe/Berlin",
  tables: TABLES.map(({ names, columns }) => ({
    names,
    kind: "declared",
    id: "",
    dialect: "postgresql",
    columns: columns.map(([name, type]) => ({ name, type, nativeType: "", exact: true })),
  })),
};

async function plan(sql: string): Promise<PlanFacts> {
  return planMerge(sql, SCOPE, OPTIONS);
}

/** `table: columns | conditions` of each scan, and the joins along which keys may go. */
async function facts(sql: string) {
  const found = await plan(sql);
  if (!found.understood) return found.reason;
  return {
    scans: found.scans.map(
      ({ table, columns, conditions }) =>
        `${table}: ${columns.join(",")} | ${conditions.map(({ text, predicate }) => `${predicate ? "" : "?"}${text}`).join("; ")}`,
    ),
    keys: keyEdges(found).map(
      ({ from, to }) => `${from.table}.${from.column}>${to.table}.${to.column}`,
    ),
  };
}

test("columns and conditions of a scan, whatever stands above it", async () => {
  expect(
    await facts(
      "with o as (select * from orders.model where status like 'o%') select count(*) as n from o where paid and lower(status) = 'x' and id > 9007199254740993",
    ),
  ).toEqual({
    scans: ["0: 0,2,4 | paid; prefix(status, 'o'); ?lower(status) = 'x'; id > 9007199254740993"],
    keys: [],
  });
});

test("a table of which only rows count needs one column, one that is not read has no scan", async () => {
  expect(await facts("select count(*) as n from orders")).toMatchObject({ scans: ["0: 0 | "] });
  expect(await facts("select 1 as a")).toEqual({ scans: [], keys: [] });
});

test("instants are those of the session's zone", async () => {
  const found = await plan("select id from orders where placed >= '2024-07-01'");
  expect(found).toMatchObject({
    scans: [
      {
        conditions: [
          { predicate: { constant: { kind: "instant", text: "2024-06-30 22:00:00.000000" } } },
        ],
      },
    ],
  });
});

test.each([
  ["join", ["1.0>0.1", "0.1>1.0"]],
  ["left join", ["0.1>1.0"]],
  ["right join", ["1.0>0.1"]],
  ["full join", []],
  ["semi join", ["1.0>0.1", "0.1>1.0"]],
  ["anti join", ["0.1>1.0"]],
])("keys of a %s go where a row without a partner does not matter", async (join_, keys) => {
  const found = await facts(
    `select o.status from orders o ${join_} customers c on o.customer = c.id`,
  );
  expect((found as { keys: string[] }).keys.toSorted()).toEqual(keys.toSorted());
});

test.each([
  "select o.id from orders o join (select id, row_number() over (order by name) as r from customers) c on o.customer = c.id",
  "select o.id from orders o join (select id from customers order by name limit 3) c on o.customer = c.id",
  "select a.id from customers a join customers b on a.id = b.id",
  "select o.id from orders o where o.customer not in (select id from customers)",
  "select o.id from (select * from orders union all select * from orders) o join customers c on o.customer = c.id",
])(
  "no keys go through windows, limits, set operations, NOT IN or a table that is read twice: %s",
  async (sql) => {
    const { keys } = (await facts(sql)) as { keys: string[] };
    expect(keys.filter((key) => key.endsWith(">1.0") && !sql.includes("union"))).toEqual([]);
    expect(keys.filter((key) => key.includes(">0.1") && sql.includes("union"))).toEqual([]);
  },
);

test("keys pass a widened integer and a plain GROUP BY, not several groupings", async () => {
  const grouped = (how: string) =>
    facts(
      `select c.name, t.n from customers c join (select customer, count(*) as n from orders group by ${how}) t on t.customer = c.id`,
    );
  expect(await grouped("customer")).toMatchObject({ keys: ["1.0>0.1", "0.1>1.0"].toSorted() });
  expect(await grouped("grouping sets ((customer), ())")).toMatchObject({ keys: [] });
  expect(await facts("select c.name from customers c join orders o on o.id = c.id")).toMatchObject({
    keys: expect.arrayContaining(["1.0>0.0"]),
  });
});

test("what cannot be planned is not understood, and says why", async () => {
  expect(await facts("select nowhere from orders")).toContain("nowhere");
  expect(await facts("pivot orders on status using count(*)")).toMatch(/./);
  expect(await facts("select 1; select 2")).toMatch(/one statement/);
  expect(await facts("create table x(a int)")).toMatch(/./);
});
