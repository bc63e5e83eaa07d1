import { expect, test } from "vitest";
import type { LegColumn } from "../../sql/leg-query.js";
import type { Predicate } from "../../sql/push-down/predicate.js";
import { keyOrder, paysOff } from "./key-order.js";
import { covers, legNeed, unionOfNeeds } from "./leg-need.js";
import type { PlanFacts, Scan } from "../../sql/plan-facts.js";

const column = (name: string, more: Partial<LegColumn> = {}): LegColumn => ({
  name,
  type: "int64",
  nativeType: "bigint",
  exact: true,
  ...more,
});
const TABLE = {
  dialect: "postgresql",
  columns: [column("a"), column("b"), column("total", { type: "decimal", nativeType: "numeric" })],
} as const;

const is = (at: number, value: string): Predicate => ({
  is: "compare",
  column: at,
  comparison: "=",
  constant: { kind: "number", text: value },
});
const condition = (predicate?: Predicate) => ({ text: "a = 1", ...(predicate && { predicate }) });

function facts(...scans: Omit<Scan, "table">[]): PlanFacts {
  return { understood: true, joins: [], scans: scans.map((scan) => ({ table: 0, ...scan })) };
}

test("a leg needs the columns of all scans, and the rows that any of them needs", () => {
  const need = legNeed(
    facts(
      { columns: [1], conditions: [condition(is(0, "1")), condition()] },
      { columns: [0], conditions: [condition(is(0, "2"))] },
    ),
    0,
    TABLE,
  );
  expect(need).toMatchObject({
    used: true,
    columns: [0, 1],
    predicate: { is: "or", of: [is(0, "1"), is(0, "2")] },
    notPushed: [{ what: "a = 1" }],
  });
});

test("one scan that needs all rows leaves no condition", () => {
  const need = legNeed(
    facts({ columns: [1], conditions: [condition(is(0, "1"))] }, { columns: [0], conditions: [] }),
    0,
    TABLE,
  );
  expect(need.predicate).toBeUndefined();
  expect(need.notPushed[0]?.why).toContain("another place");
});

test("where a type depends on the rows that are read, all of them are read", () => {
  const need = legNeed(facts({ columns: [0, 2], conditions: [condition(is(0, "1"))] }), 0, TABLE);
  expect(need).toMatchObject({
    columns: [0, 2],
    notPushed: [{ why: expect.stringContaining("total") }],
  });
  expect(need.predicate).toBeUndefined();
});

test("nothing is needed of what is not read, everything of what is not understood", () => {
  expect(legNeed(facts(), 0, TABLE).used).toBe(false);
  expect(legNeed({ understood: false, reason: "no" }, 0, TABLE)).toMatchObject({
    columns: [0, 1, 2],
    notPushed: [{ why: "no" }],
  });
});

test("what several merges need covers what each of them does", () => {
  const one = legNeed(facts({ columns: [0], conditions: [condition(is(0, "1"))] }), 0, TABLE);
  const two = legNeed(facts({ columns: [1], conditions: [condition(is(0, "2"))] }), 0, TABLE);
  const both = unionOfNeeds([one, two]);
  expect([covers(both, one), covers(both, two), covers(one, two), covers(one, both)]).toEqual([
    true,
    true,
    false,
    false,
  ]);
  const all = legNeed(facts({ columns: [0], conditions: [] }), 0, TABLE);
  expect(unionOfNeeds([one, all]).predicate).toBeUndefined();
  expect(covers(all, one)).toBe(true);
});

test("small tables go first, nobody waits for each other, and small ones wait for nobody", () => {
  const edge = (from: number, to: number) => ({
    from: { table: from, column: 0 },
    to: { table: to, column: 0 },
  });
  const limits = { most: 100, leastRows: 50, rowsPerKey: 10 };
  const rows = [10, 1000, "present", 20, undefined] as const;
  const edges = [edge(0, 1), edge(1, 0), edge(2, 1), edge(0, 3), edge(2, 4), edge(4, 1)];
  const waits = keyOrder(edges, (table) => rows[table], limits);
  expect([...waits].map(([to, from]) => [to, from.map((one) => one.from.table)])).toEqual([
    [1, [0, 2]],
    [4, [2]],
  ]);
  expect([
    paysOff(100, 1000, limits),
    paysOff(100, 999, limits),
    paysOff(101, undefined, limits),
  ]).toEqual([true, false, false]);
});

test("what is not pushed is told once, in however many places it stands", () => {
  const twice = facts({ columns: [0], conditions: [condition(), condition()] });
  const unsure = facts({ columns: [0, 2], conditions: [condition(), condition()] });
  for (const need of [legNeed(twice, 0, TABLE), legNeed(unsure, 0, TABLE)]) {
    expect(need.notPushed).toHaveLength(1);
    expect(unionOfNeeds([need, need]).notPushed).toHaveLength(1);
  }
});
