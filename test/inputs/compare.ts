/** Whether two results are the same rows, as far as a trace says what they are. */
import type { Result, Value } from "../../src/contract/result.js";
import type { LogicalType } from "../../src/contract/logical-type.js";
import type { Equality, RandomTrace } from "./random-trace.js";

/** The class of each text of a column, by its name, as the database compares them. */
export type Classes = ReadonlyMap<string, ReadonlyMap<string, number>>;

interface Row {
  readonly cohort: string | null;
  readonly cells: readonly Value[];
}

/**
 * What differs, in words; undefined where nothing does. `guessed`: the source's types hang on the
 * values that it yields.
 */
export function difference(
  shown: Result,
  asked: Result,
  random: RandomTrace,
  classes: Classes,
  guessed: boolean,
): string | undefined {
  const names = asked.columns.map(({ name }) => name);
  if (names.join() !== shown.columns.map(({ name }) => name).join()) return "other columns";
  if (!guessed) {
    const types = differentTypes(shown, asked, random);
    if (types !== undefined) return types;
  }
  if (shown.rows !== asked.rows) return `${shown.rows} rows instead of ${asked.rows}`;
  if (!random.vagueCohorts && JSON.stringify(shown.cohorts) !== JSON.stringify(asked.cohorts)) {
    return `cohorts ${JSON.stringify(shown.cohorts)} instead of ${JSON.stringify(asked.cohorts)}`;
  }
  const equalities = names.map((name): Equality => random.equality.get(name) ?? { is: "same" });
  const plain = (row: Row): string =>
    JSON.stringify([
      canonical(row.cohort, random.cohort, classes),
      ...row.cells.map((cell, at) => canonical(cell, equalities[at], classes)),
    ]);
  const ordering = [...(random.order ?? [])];
  const keyOf = (row: Row): string =>
    JSON.stringify(
      ordering.map(([name, equality]) =>
        canonical(row.cells[names.indexOf(name)] ?? null, equality, classes),
      ),
    );
  /** Where all else is equal, rows are told apart by what need not be. */
  const compareNear = (a: Row, b: Row): number => {
    for (const [at, { is }] of equalities.entries()) {
      const apart = Number(a.cells[at] ?? 0) - Number(b.cells[at] ?? 0);
      if (is === "near" && apart !== 0 && !Number.isNaN(apart)) return apart;
    }
    return 0;
  };
  const [one, other] = [shown, asked].map((result) =>
    runsOf(flat(result), keyOf).map((rows) =>
      rows
        .map((row) => ({ row, plain: plain(row) }))
        .toSorted(
          (a, b) =>
            (a.plain < b.plain ? -1 : Number(a.plain > b.plain)) || compareNear(a.row, b.row),
        )
        .map(({ row, plain: text }) => ({ row, text })),
    ),
  );
  const [left, right] = [one?.flat() ?? [], other?.flat() ?? []];
  for (const [at, { row, text }] of left.entries()) {
    const own = right[at];
    if (!own || own.text !== text) return `row ${at} is ${text} instead of ${own?.text}`;
    const far = equalities.findIndex(
      (equality, cell) => !isNear(equality, cell, row, own.row, names),
    );
    if (far >= 0) {
      return `row ${at}: ${names[far]} is ${row.cells[far]} instead of ${own.row.cells[far]}`;
    }
  }
  return undefined;
}

function differentTypes(shown: Result, asked: Result, random: RandomTrace): string | undefined {
  for (const [at, { name, type }] of asked.columns.entries()) {
    const own = shown.columns[at]?.type ?? "text";
    // Of NULL alone each database has its own idea.
    if (random.equality.get(name)?.is === "constant") continue;
    if (own !== type && !(isWhole(own) && isWhole(type)))
      return `${name} is ${own} instead of ${type}`;
  }
  const [own, type] = [shown.cohortType, asked.cohortType];
  return own === type ? undefined : `the cohort is ${own} instead of ${type}`;
}

/**
 * DuckDB's 128-bit integers are 64-bit ones or decimals, as their values allow; MariaDB's literals
 * are wider in a subquery.
 */
function isWhole(type: LogicalType): boolean {
  return type.startsWith("int") || type === "decimal(38,0)" || type === "decimal";
}

/** Rows in the order of the trace, or as they lie. */
function flat({ rows, columns, cohorts, order }: Result): Row[] {
  const names = cohorts.flatMap(({ name, rows: count }) =>
    Array.from({ length: count }, () => name),
  );
  const all = Array.from({ length: rows }, (_, row) => ({
    place: order?.[row] ?? row,
    cohort: names[row] ?? null,
    cells: columns.map(({ values }) => values[row] ?? null),
  }));
  return all.toSorted((a, b) => a.place - b.place);
}

/** Neighbours that are equal in what rows are ordered by; all rows where nothing orders them. */
function runsOf(rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const runs: Row[][] = [];
  let last: string | undefined;
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== last) runs.push([]);
    runs.at(-1)?.push(row);
    last = key;
  }
  return runs;
}

function canonical(value: Value, equality: Equality | undefined, classes: Classes): Value {
  if (value === null) return null;
  switch (equality?.is) {
    case "near":
      return "near";
    case "number":
      return Number.isNaN(Number(value)) ? value : plainNumber(String(value));
    case "class":
      return classes.get(equality.column)?.get(String(value)) ?? value;
    default:
      return value;
  }
}

/** `1.50` as `1.5`. */
function plainNumber(text: string): string {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}

function isNear(
  equality: Equality,
  at: number,
  shown: Row,
  asked: Row,
  names: readonly string[],
): boolean {
  if (equality.is !== "near") return true;
  const [one, other] = [shown.cells[at] ?? null, asked.cells[at] ?? null];
  if (one === other) return true;
  if (one === null || other === null) return false;
  const size = Math.abs(Number(asked.cells[names.indexOf(equality.of)]));
  return Math.abs(Number(one) - Number(other)) <= size * 2 ** -40;
}
