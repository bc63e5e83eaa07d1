/** Random traces over a random table, each output with what equal means for it. */
import type { TraceSql } from "../../src/sql/trace/trace-sql.js";
import type { Random } from "../merges/random.js";
import { pickColumn, type Place, type RandomTable, type TableColumn } from "./random-table.js";

/**
 * `same`: the same value. `class`: values that are equal in the column count as one. `number`: the
 * same number. `constant`: the same value, whose type is free. `near`: within 2⁻⁴⁰ of the value in another output.
 */
export type Equality =
  | { readonly is: "same" | "number" | "constant" }
  | { readonly is: "class"; readonly column: string }
  | { readonly is: "near"; readonly of: string };

export interface RandomTrace {
  readonly trace: TraceSql;
  /** By names of the result's columns. */
  readonly equality: ReadonlyMap<string, Equality>;
  readonly cohort: Equality;
  /** The source is free in the order of cohorts whose names are equal to it. */
  readonly vagueCohorts: boolean;
  /** Outputs by which rows are ordered, as the source compares them; absent where nothing does. */
  readonly order?: ReadonlyMap<string, Equality>;
  readonly compat: boolean;
}

interface Output {
  readonly sql: string;
  readonly equality: Equality;
  /** As the source orders by it. */
  readonly ordering?: Equality;
  /** Of a sum of doubles: the sum of their absolute values. */
  readonly near?: string;
}

const SAME: Equality = { is: "same" };

const AT = { file: "p.yml", start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };

/** `listed`: aggregates that do not fold may stand in it. */
export function randomTrace(table: RandomTable, random: Random, listed: boolean): RandomTrace {
  const { pick, chance, below } = random;
  const { place } = table;
  const grouped = listed || chance(75);
  const compat = chance(12);
  const rows = (): Output => rowOutput(place, pickColumn(table, random), random, grouped || compat);
  const keys = Array.from({ length: grouped ? below(4) : 1 + below(3) }, rows);
  const aggregates = grouped
    ? Array.from({ length: 1 + below(3) }, () => aggregateOf(table, random, listed))
    : [];
  const constants: Output[] = chance(10)
    ? [{ sql: pick(["1", "'x'", "null", "2.5"]), equality: { is: "constant" } }]
    : [];
  const cohort = chance(50) ? undefined : chance(8) ? { sql: "'one'", equality: SAME } : rows();
  const isConstant = cohort?.sql === "'one'";
  const given = grouped && chance(35);
  const extra = given && chance(30) ? [rows()] : [];
  // Values that hang on the key may stand beside it where the database lets them.
  const lenient = (place === "sqlite" || place === "mysql") && chance(20);
  const groupBy =
    given && lenient ? ["id"] : given ? groupByOf([...keys, ...extra], random) : undefined;
  const orderKeys = grouped ? [...keys, ...extra, ...(cohort && !isConstant ? [cohort] : [])] : [];
  const order = chance(60) ? randomOrder(place, orderKeys, aggregates, rows, random) : undefined;
  const outputs = shuffled([...keys, ...aggregates, ...constants], random);
  const named = [
    ...outputs.map((one, at) => ({ ...one, name: `o${at}` })),
    ...(order ?? []).map(({ output }, at) => ({ ...output, name: `by${at}` })),
  ];
  const near = named.flatMap((one) =>
    one.near === undefined ? [] : [{ sql: one.near, name: `${one.name}near` }],
  );
  const trace: TraceSql = {
    name: "trace",
    queries: [],
    columns: [...named, ...near].map(({ sql, name }) => ({ sql, name, at: AT })),
    bindings: [],
    ...(cohort && { cohortOn: { sql: cohort.sql, at: AT } }),
    orderBy: orderTexts(order ?? [], random).map((sql) => ({ sql, at: AT })),
    filters: randomFilters(place, grouped, random).map((sql) => ({ sql, at: AT })),
    ...(groupBy && { groupBy: groupBy.map((sql) => ({ sql, at: AT })) }),
    ...(grouped && !given && keys.length === 0 && !cohort && chance(30) && { groupBy: false }),
    locate: () => AT,
  };
  return {
    trace,
    equality: new Map([
      ...named.map(({ name, near: sum, equality }) => {
        const own: Equality =
          sum === undefined ? equality : { is: "near", of: `columns.${name}near` };
        return [`columns.${name}`, own] as const;
      }),
      ...near.map(
        ({ name }) => [`columns.${name}`, { is: "near", of: `columns.${name}` } as const] as const,
      ),
    ]),
    cohort: cohort?.equality ?? SAME,
    vagueCohorts:
      (cohort?.ordering?.is ?? cohort?.equality.is) === "class" && (grouped || order !== undefined),
    ...(order && {
      order: new Map(
        order.map(({ output }, at) => [`columns.by${at}`, output.ordering ?? output.equality]),
      ),
    }),
    compat,
  };
}

/** A value of each row. In groups one value stands for all that are equal to the source. */
function rowOutput(
  place: Place,
  column: TableColumn,
  { chance, pick }: Random,
  grouped: boolean,
): Output {
  if (chance(15))
    return { sql: pick(["n % 3", "case when n > 1 then 'hi' else 'lo' end"]), equality: SAME };
  const ordering = groupedEquality(place, column);
  return { sql: column.name, equality: grouped ? ordering : SAME, ordering };
}

function groupedEquality(place: Place, { kind, name }: TableColumn): Equality {
  if (kind === "text") return { is: "class", column: name };
  return kind === "bare" && place === "postgresql" ? { is: "number" } : SAME;
}

function groupByOf(outputs: readonly Output[], { chance }: Random): string[] {
  const texts = [...new Set(outputs.map(({ sql }) => sql))];
  return chance(50) && texts.length > 0 ? [texts.join(", ")] : texts;
}

const NUMBERS: readonly TableColumn["kind"][] = [
  "int",
  "big",
  "decimal",
  "bare",
  "exact",
  "double",
];

function aggregateOf(table: RandomTable, random: Random, listed: boolean): Output {
  const { pick, chance } = random;
  const { place, columns } = table;
  const column = pickColumn(table, random);
  const { name, kind } = column;
  if (listed && chance(50)) return { sql: pick(LISTED[place]), equality: { is: "number" } };
  const condition = pick(["n > 0", "n > 2", "b", "t is not null", "d >= '2024-02-01'", "n = 99"]);
  const inside = chance(35) ? `case when ${condition} then ${name} end` : name;
  const tail = place !== "mysql" && chance(20) ? ` filter (where ${condition})` : "";
  const number = pick(columns.filter((one) => NUMBERS.includes(one.kind)));
  switch (
    pick(["sum", "sum", "count", "rows", "extreme", "extreme", "average", "truth", "distinct"])
  ) {
    case "sum":
      return sumOf(place, number, tail, random);
    case "count":
      return { sql: `count(${inside})${tail}`, equality: SAME };
    case "extreme":
      return {
        sql: `${pick(["min", "max"])}(${extremeOf(place, column, inside)})${tail}`,
        equality: groupedEquality(place, column),
      };
    case "average":
      return averageOf(pick(columns.filter((one) => AVERAGED.includes(one.kind))), tail);
    case "truth":
      if (place === "duckdb" || place === "postgresql") {
        return {
          sql: `bool_${pick(["and", "or"])}(${pick(["b", condition])})${tail}`,
          equality: SAME,
        };
      }
      return { sql: `max(b)${tail}`, equality: SAME };
    case "distinct":
      return { sql: `count(distinct ${kind === "text" ? name : inside})`, equality: SAME };
    default:
      return { sql: `count(*)${tail}`, equality: SAME };
  }
}

/** PostgreSQL has no least truth. */
function extremeOf(place: Place, { kind }: TableColumn, inside: string): string {
  return kind === "bool" && place === "postgresql" ? "n" : inside;
}

function sumOf(
  place: Place,
  { name, kind }: TableColumn,
  tail: string,
  { chance }: Random,
): Output {
  const inside = chance(30) ? `case when n > 2 then ${name} end` : name;
  const sql = `sum(${inside})${tail}`;
  if (isInexact(place, kind)) {
    return { sql, equality: SAME, near: `sum(abs(${inside}))${tail}` };
  }
  return { sql, equality: { is: kind === "exact" || place === "duckdb" ? "number" : "same" } };
}

/** Those of other numbers are divided by each dialect's own rules. */
const AVERAGED: readonly TableColumn["kind"][] = ["exact", "double"];

function averageOf({ name }: TableColumn, tail: string): Output {
  return { sql: `avg(${name})${tail}`, equality: SAME, near: `avg(abs(${name}))${tail}` };
}

function isInexact(place: Place, kind: TableColumn["kind"]): boolean {
  return kind === "double" || (place === "sqlite" && (kind === "decimal" || kind === "bare"));
}

/** What does not fold. */
const LISTED: Readonly<Record<Place, readonly string[]>> = {
  sqlite: ["sum(distinct n)", "median(n)", "total(n)"],
  duckdb: ["sum(distinct n)", "median(n)", "quantile_disc(x, 0.25)"],
  postgresql: [
    "sum(distinct n)",
    "percentile_disc(0.5) within group (order by n)",
    "string_agg(cast(n as text), ',' order by id)",
  ],
  mysql: ["sum(distinct n)", "bit_xor(n)", "group_concat(n order by id)"],
};

const SPARSE: readonly Output[] = [
  { sql: "sum(case when n = 2 then n end)", equality: { is: "number" } },
  { sql: "max(case when n > 2 then id end)", equality: SAME },
];

interface OrderPart {
  readonly output: Output;
  readonly tail: string;
}

function randomOrder(
  place: Place,
  keys: readonly Output[],
  aggregates: readonly Output[],
  rows: () => Output,
  { pick, below, chance }: Random,
): OrderPart[] {
  // Near sums have no promised order.
  const exact = aggregates.filter(({ near }) => near === undefined);
  const ordering = [...keys, ...exact, ...exact];
  // NULL in many groups, whose place hangs on the dialect, the direction and what is written.
  const sparse = aggregates.length > 0 && chance(40) ? SPARSE : [];
  const candidates =
    aggregates.length > 0 || keys.length > 0 ? [...ordering, ...sparse] : [rows(), rows()];
  if (candidates.length === 0) return [];
  return Array.from({ length: 1 + below(3) }, () => {
    const direction = pick(["", "", " desc", " asc"]);
    const nulls = place !== "mysql" && chance(30) ? pick([" nulls first", " nulls last"]) : "";
    return { output: pick(candidates), tail: `${direction}${nulls}` };
  });
}

function orderTexts(order: readonly OrderPart[], { chance }: Random): string[] {
  const texts = order.map(({ output, tail }) => `${output.sql}${tail}`);
  return texts.length > 1 && chance(40) ? [texts.join(", ")] : texts;
}

function randomFilters(place: Place, grouped: boolean, { pick, chance }: Random): string[] {
  const having = place === "duckdb" || place === "postgresql" ? ["bool_or(b)"] : ["max(b)"];
  return [
    ...(chance(25) ? [pick(["n > -1", "t is not null", "b", "not (n = 2)", "id < 30"])] : []),
    ...(chance(4) ? [pick(["n = 99"])] : []),
    ...(grouped && chance(15) ? [pick([...having, "count(*) > 1", "sum(n) > 2"])] : []),
  ];
}

function shuffled<T>(items: readonly T[], { below }: Random): T[] {
  return items
    .map((item) => ({ item, place: below(1_000_000) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
