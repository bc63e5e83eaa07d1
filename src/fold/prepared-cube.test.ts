import { expect, test } from "vitest";
import type { CubeExpression, CubePlan } from "../contract/cube.js";
import type { FilterChoices } from "../contract/input.js";
import type { LogicalType } from "../contract/logical-type.js";
import type { Value } from "../contract/result.js";
import { arithmeticOf } from "./arithmetic/expression.js";
import { prepareCube, type FoldedResult } from "./prepared-cube.js";
import { tableOf } from "./table.js";

type Columns = readonly (readonly [name: string, type: LogicalType, values: readonly Value[]])[];

function cube(columns: Columns, plan: Partial<CubePlan> & Pick<CubePlan, "outputs">) {
  const rows = columns[0]?.[2].length ?? 0;
  const table = tableOf({
    rows,
    columns: columns.map(([name, type, values]) => ({ name, type, values })),
  });
  return prepareCube(
    table,
    {
      dialect: "duckdb",
      inputs: [],
      cohortName: "trace",
      having: [],
      order: [],
      ordered: false,
      dropNullCohort: false,
      ...plan,
    },
    arithmeticOf,
  );
}

function rowsOf({ rows, columns }: FoldedResult): Value[][] {
  return Array.from({ length: rows }, (_, row) => columns.map(({ value }) => value(row)));
}

const column = (at: number): CubeExpression => ({ is: "column", column: at });
const sum = (at: number): CubeExpression => ({ is: "sum", column: at });
const output = (value: CubeExpression, name = "props.y") => ({ name, value });

test("decimals of a known scale are added exactly, few and small or many digits", () => {
  for (const values of [
    ["1.15", "2.35", "-0.01", null, "0.00"],
    ["99999999999999999999999999.15", "0.85", "1.00", null, "-2.00"],
    ["4503599627370497.01", "4503599627370497.01", "0.01", null, "0.00"],
  ]) {
    const folded = cube([["sum", "decimal(38,2)", values]], {
      keys: [],
      outputs: [output(sum(0))],
    });
    const units = values.reduce((all, text) => all + BigInt((text ?? "0").replace(".", "")), 0n);
    const digits = String(units).padStart(3, "0");
    const expected = `${digits.slice(0, -2)}.${digits.slice(-2)}`;
    expect(rowsOf(folded.fold(new Map()))).toEqual([[expected]]);
  }
});

test("integers beyond what a double holds are added exactly", () => {
  const values = ["9007199254740993", 2, "9007199254740993"];
  const folded = cube([["sum", "int64", values]], { keys: [], outputs: [output(sum(0))] });
  expect(rowsOf(folded.fold(new Map()))).toEqual([["18014398509481988"]]);
});

test("groups come in the order of their aggregates, exact digits decide, NULL where it is told", () => {
  const columns: Columns = [
    ["key", "text", ["a", "b", "c", "d"]],
    ["sum", "decimal(38,2)", ["10000000000000000000.02", "10000000000000000000.01", null, "3.00"]],
  ];
  const by = (descending: boolean, nullsFirst: boolean) =>
    rowsOf(
      cube(columns, {
        keys: [{ column: 0 }],
        outputs: [output(column(0))],
        order: [{ value: sum(1), descending, nullsFirst }],
      }).fold(new Map()),
    ).flat();
  expect(by(true, false)).toEqual(["a", "b", "d", "c"]);
  expect(by(false, true)).toEqual(["c", "d", "b", "a"]);
});

test("any choice folds to what its rows alone fold to", () => {
  const random = generator(11);
  for (let round = 0; round < 60; round++) {
    const data = randomRows(random, round % 7 === 0 ? 0 : 80);
    const choices = randomChoices(random);
    const kept = data.filter((row) => passes(row, choices));
    const folded = randomCube(data).fold(choices);
    const alone = randomCube(kept).fold(new Map());
    expect(folded.rows).toBe(alone.rows);
    expect(folded.cohorts).toEqual(alone.cohorts);
    expect(rowsOf(folded)).toEqual(rowsOf(alone));
    expect(rowsOf(folded)).toEqual(naive(kept));
  }
});

test("a choice by value reads the values that stand for others, and all only for one that does not", () => {
  const texts = ["EU", "eu", "US", "EU"];
  const amounts = [1, 2, 4, 8];
  let reads = 0;
  const table = tableOf({
    rows: texts.length,
    columns: [
      { name: "region", type: "text", values: texts },
      { name: "class", type: "int64", values: [1, 1, 2, 1] },
      { name: "sum", type: "int64", values: amounts },
    ],
  });
  const [region, ...others] = table.columns;
  if (!region) throw new Error("The table has no columns");
  const counted = { ...region, value: (row: number) => (reads++, region.value(row)) };
  const prepared = prepareCube(
    { ...table, columns: [counted, ...others] },
    {
      dialect: "mysql",
      inputs: [{ input: "region", column: 0, classes: 1 }],
      keys: [],
      outputs: [output(sum(2))],
      cohortName: "trace",
      having: [],
      order: [],
      ordered: false,
      dropNullCohort: false,
    },
    arithmeticOf,
  );
  const chosen = (value: string) =>
    rowsOf(prepared.fold(new Map([["region", { is: "values", values: [value] }]])));
  reads = 0;
  expect(chosen("EU")).toEqual([[11]]);
  expect(reads).toBe(0);
  expect(chosen("eu")).toEqual([[11]]);
  expect(chosen("US")).toEqual([[4]]);
});

test("what the other choices leave is told without the input's own", () => {
  const columns: Columns = [
    ["country", "text", ["France", "Spain", "Japan", null]],
    ["region", "text", ["EU", "EU", "APAC", "APAC"]],
  ];
  const folded = cube(columns, {
    inputs: [
      { input: "country", column: 0 },
      { input: "region", column: 1 },
    ],
    keys: [],
    outputs: [output(sum(0))],
  });
  const choices: FilterChoices = new Map([
    ["country", { is: "values", values: ["France"] }],
    ["region", { is: "values", values: ["APAC"] }],
  ]);
  expect(folded.left("country", choices)).toEqual(new Set(["Japan", null]));
  expect(folded.left("region", choices)).toEqual(new Set(["EU"]));
});

interface Row {
  readonly region: string | null;
  readonly month: string | null;
  readonly amount: string | null;
  readonly count: number;
  readonly rank: number;
  readonly name: string | null;
}

/** In the order of the month, as a query that asks for it stores them. */
function randomRows(random: () => number, count: number): Row[] {
  const pick = <One>(values: readonly One[]): One | null =>
    values[Math.floor(random() * (values.length + 1))] ?? null;
  const rows = Array.from({ length: count }, (): Row => {
    const rank = Math.floor(random() * 6);
    return {
      region: pick(["EU", "US", "", "(null)"]),
      month: pick(["2024-01-01", "2024-02-01", "2024-03-01"]),
      amount: random() < 0.1 ? null : (Math.floor(random() * 1e5) / 100).toFixed(2),
      count: Math.floor(random() * 9),
      rank,
      name: random() < 0.1 ? null : `name ${rank}`,
    };
  });
  const place = ({ month }: Row) => month ?? "9999";
  return rows.toSorted((one, other) => place(one).localeCompare(place(other)));
}

function randomChoices(random: () => number): FilterChoices {
  const choices = new Map();
  const values = ["EU", "US", "", "(null)", null].filter(() => random() < 0.5);
  if (random() < 0.7) choices.set("region", { is: "values", values });
  if (random() < 0.5) choices.set("month", { is: "between", from: "2024-02-01", to: "2024-03-01" });
  return choices;
}

function passes({ region, month }: Row, choices: FilterChoices): boolean {
  const [regions, months] = [choices.get("region"), choices.get("month")];
  const isOne = regions?.is !== "values" || regions.values.includes(region);
  return isOne && (months?.is !== "between" || (month !== null && month >= months.from));
}

function randomCube(data: readonly Row[]) {
  const list = (read: (row: Row) => Value) => data.map(read);
  return cube(
    [
      ["region", "text", list(({ region }) => region)],
      ["month", "date", list(({ month }) => month)],
      ["amount", "decimal(38,2)", list(({ amount }) => amount)],
      ["count", "int64", list(({ count }) => count)],
      ["rank", "int64", list(({ rank }) => rank)],
      ["name", "text", list(({ name }) => name)],
    ],
    {
      inputs: [
        { input: "region", column: 0 },
        { input: "month", column: 1 },
      ],
      keys: [{ column: 1 }],
      outputs: [
        output(column(1), "props.x"),
        output(sum(2)),
        output({ is: "count", column: 3 }),
        output({ is: "least", column: 5, classes: 4 }),
        output({ is: "greatest", column: 5, classes: 4 }),
        output({ is: "distinct", column: 0 }),
      ],
    },
  );
}

/** The same, row by row. */
function naive(data: readonly Row[]): Value[][] {
  const months = [...new Set(data.map(({ month }) => month))];
  return months.map((month) => {
    const rows = data.filter((row) => row.month === month);
    const amounts = rows.flatMap(({ amount }) => amount ?? []);
    const cents = amounts.reduce((all, amount) => all + Math.round(Number(amount) * 100), 0);
    const names = rows.flatMap(({ name }) => name ?? []).toSorted();
    return [
      month,
      amounts.length === 0 ? null : (cents / 100).toFixed(2),
      rows.reduce((all, { count }) => all + count, 0),
      names[0] ?? null,
      names.at(-1) ?? null,
      new Set(rows.flatMap(({ region }) => region ?? [])).size,
    ];
  });
}

function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
