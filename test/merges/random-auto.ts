/**
 * Random merges as people write them for charts, of constructs that mean the same everywhere and of
 * such that do not; and rows of hard values for them.
 */
import { condition, TEXTS, type Kind, type Random } from "./random.js";
import { createRandom } from "./random.js";

/** The columns of every table. */
export const AUTO_COLUMNS = {
  id: "int",
  k: "int",
  h: "int",
  g: "text",
  s: "text",
  c: "text",
  d: "date",
  ts: "timestamp",
  amount: "decimal",
  big: "decimal",
  f: "double",
} as const satisfies Record<string, Kind>;

const NUMBERS = ["id", "k", "h", "amount", "big"];
const TIMES = ["d", "ts"];

/** Seldom what no other engine is sure to do alike. */
const STRANGE = 6;

/** A merge over tables with {@link AUTO_COLUMNS}; its result does not depend on the order of rows. */
export function randomAutoMerge(random: Random, tables: readonly string[]): string {
  const { pick, chance, below } = random;
  const strange = <T>(usual: T, ...others: readonly T[]) =>
    chance(STRANGE) ? pick(others) : usual;

  function where(alias: string): string {
    const columns = Object.fromEntries(
      Object.entries(AUTO_COLUMNS).filter(([name]) =>
        chance(name === "c" ? 5 : name === "f" ? 15 : 90),
      ),
    );
    return chance(60) && Object.keys(columns).length > 0
      ? condition(random, columns, alias === "" ? "" : `${alias}.`, pick([0, 0, 1]))
      : "true";
  }

  /** A value of a row, not an aggregate. */
  function value(alias: string): string {
    const of = (names: readonly string[]) => `${alias}.${pick(names)}`;
    return pick([
      () => of(["k", "h", "id"]),
      () => of(["g", "s", "g", "s", strange("s", "c")]),
      () => of(["d", "ts"]),
      () => of(["amount", "big", strange("k", "f")]),
      () => `${of(["k", "h", "id"])} ${pick(["+", "-", "*"])} ${of(["k", "h"])}`,
      () =>
        `${of(["amount"])} ${pick(["+", "-", "*"])} ${pick([of(["amount", "k", "h"]), "1.5", "2"])}`,
      () => `${of(["k", "amount"])} ${strange("+", "/", "//", "%")} 2`,
      () => `date_trunc('${pick(["day", "week", "month", "quarter", "year"])}', ${of(TIMES)})`,
      () =>
        `${pick(["year", "month", "day", "quarter", strange("year", "dayofweek")])}(${of(TIMES)})`,
      () => `case when ${where(alias)} then ${of(["k"])} else ${of(["h"])} end`,
      () => `coalesce(${of(["g", "s"])}, ${of(["s"])}, '(none)')`,
      () => `coalesce(${of(["k", "amount"])}, 0)`,
      () => `${of(["g", "s"])} || '-' || ${of(["s", "g"])}`,
      () => `length(${of(["g", "s"])})`,
      () => `cast(${of(["ts"])} as date)`,
      () =>
        strange(
          `-${of(NUMBERS)}`,
          `round(${of(["amount"])})`,
          `upper(${of(["g"])})`,
          `abs(${of(["k"])})`,
        ),
      () => `${of(["g", "s"])} ${pick(["=", "<", ">="])} ${of(["s", "g"])}`,
      () => `${of(["d"])} is null`,
    ])();
  }

  function aggregate(alias: string): string {
    const of = (names: readonly string[]) => `${alias}.${pick(names)}`;
    const call = pick([
      () => "count(*)",
      () =>
        `count(${of(Object.keys(AUTO_COLUMNS).filter((name) => name !== "c" && name !== "f"))})`,
      () => `count(distinct ${of(["k", "g", "s", "d", "amount", strange("k", "f")])})`,
      () => `sum(${of(NUMBERS)})`,
      () => `sum(${of(["k", "amount"])} * ${of(["h"])})`,
      () => `${pick(["min", "max"])}(${of([...NUMBERS, ...TIMES, "g", "s", strange("k", "f")])})`,
      () => `${strange("sum", "avg", "median", "stddev")}(${of(["k", "amount", "big"])})`,
      () =>
        `avg(${pick([of(["h"]), `cast(${of(["k"])} as decimal(4,1))`, `distinct ${of(["h"])}`])})`,
      () =>
        strange(
          `sum(${of(["h"])})`,
          `sum(${of(["f"])})`,
          `first(${of(["k"])} order by ${of(["id"])})`,
        ),
    ])();
    return chance(15) && !call.includes("order by")
      ? `${call} filter (where ${where(alias)})`
      : call;
  }

  /** Of each row among all; the order may leave some of them alike. */
  function window(partitions: readonly string[], order: readonly string[]): string {
    const keys = order.map(
      (key) => `${key}${pick([" asc", " desc"])}${pick(["", " nulls first", " nulls last"])}`,
    );
    const by = [
      ...(chance(60) && partitions.length > 0 ? [`partition by ${partitions.join(", ")}`] : []),
      ...(keys.length > 0 ? [`order by ${keys.join(", ")}`] : []),
    ];
    const frame = chance(25)
      ? strange("", " range between current row and unbounded following")
      : "";
    return ` over (${by.join(" ")}${keys.length > 0 ? frame : ""})`;
  }

  function rowWindow(alias: string): string {
    const of = (names: readonly string[]) => `${alias}.${pick(names)}`;
    const sorted = of(["k", "h", "d", "ts", "g", "s", "amount"]);
    const call = pick([
      "rank()",
      "dense_rank()",
      `sum(${of(NUMBERS)})`,
      `count(${of(["k", "g", "d"])})`,
      "count(*)",
      `${pick(["min", "max"])}(${of([...NUMBERS, ...TIMES, "g", "s"])})`,
      `sum(${of(["h"])}) filter (where ${where(alias)})`,
    ]);
    return `${call}${window([of(["k", "g", "s", "d"])], chance(80) ? [sorted] : [])}`;
  }

  /** Over a query with groups, whose values tell its rows apart. */
  function groupWindow(groups: number): string {
    const names = Array.from({ length: groups }, (_, at) => `o${at}`);
    const before = below(groups + 1);
    const partitions = names.slice(0, before);
    const frame = `rows between ${pick(["unbounded preceding", "2 preceding", "1 following"])} and ${pick(["current row", "3 following", "unbounded following"])}`;
    const total = (frameText: string) =>
      ` over (${before > 0 ? `partition by ${partitions.join(", ")} ` : ""}order by ${pick([
        names.slice(before),
        names,
      ])
        .concat(before === groups ? ["n"] : [])
        .map((name) => `${name}${pick(["", " desc", " desc nulls last"])}`)
        .join(", ")}${frameText})`;
    const ends = frame.includes("1 following and current row") ? "" : ` ${frame}`;
    return pick([
      () => `row_number()${total("")}`,
      () => `${pick(["lag", "lead"])}(n${chance(40) ? `, ${below(3)}` : ""})${total("")}`,
      () => `${pick(["sum", "min", "max", "count"])}(n)${total(ends)}`,
      () => `sum(n)${window(partitions, ["n"])}`,
    ])();
  }

  function relation(): string {
    const table = pick(tables);
    return strange(
      pick([
        table,
        table,
        `(select * from ${table} where ${where("")})`,
        `(select * from ${table} where ${where("")} union all select * from ${pick(tables)})`,
      ]),
      `(select * exclude (h), row_number() over (order by id) as h from ${table})`,
      `(select distinct on (k) * from ${table} order by k, id)`,
    );
  }

  const [a, b] = ["x", "y"];
  const joins = below(3) > 0;
  const key = pick(["id", "k", "h", "d", "g", "s", "amount", "x.k = y.h", "x.id = y.k"]);
  const on = key.includes("=") ? key : `x.${key} = y.${key}`;
  const kind = strange(pick(["join", "join", "left join", "right join", "full join"]), "asof join");
  const onBoth = kind === "asof join" ? `${on} and x.id >= y.id` : on;
  const from = joins
    ? `${relation()} ${a} ${kind} ${relation()} ${b} on ${onBoth}`
    : `${relation()} ${a}`;
  const alias = () => (joins ? pick([a, b]) : a);
  const filters = [where(alias())];
  if (chance(15))
    filters.push(
      `x.k ${pick(["in", "not in"])} (select h from ${pick(tables)} where ${where("")})`,
    );
  if (chance(10))
    filters.push(
      `${pick(["", "not "])}exists (select 1 from ${pick(tables)} z where ${pick(["z.k = x.k", "x.h = z.k", "z.g = x.s", "z.k > x.h", "z.d = x.d and z.h <> x.h", "z.k = z.h", "z.f = x.f"])}${chance(40) ? ` and ${where("z")}` : ""})${chance(15) ? " or x.h is null" : ""}`,
    );
  if (chance(8))
    filters.push(
      `x.${pick(["k", "h", "amount"])} ${pick(["<", ">=", "<>"])} (select ${pick(["max", "min", "sum", "count"])}(${pick(["k", "h"])}) from ${pick(tables)} where ${where("")})`,
    );
  const semi =
    joins || !chance(15) ? "" : ` ${pick(["semi", "anti"])} join ${pick(tables)} w on x.k = w.h`;
  const rest = `from ${from}${semi} where ${filters.map((one) => `(${one})`).join(" and ")}`;
  const groups = Array.from({ length: below(3) }, () => value(alias()));
  const named = (list: readonly string[]) => list.map((sql, at) => `${sql} as o${at}`).join(", ");
  const isGrouped = chance(65);
  const plain = isGrouped
    ? `select ${named([...groups, ...Array.from({ length: 1 + below(3) }, () => aggregate(alias()))])} ${rest}${groups.length > 0 ? " group by all" : ""}${chance(25) ? ` having count(*) > ${below(4)}` : ""}`
    : `select ${chance(25) ? "distinct " : ""}${named([...groups, chance(25) ? rowWindow(alias()) : value(alias())])} ${rest}`;
  const query =
    isGrouped && groups.length > 0 && chance(20)
      ? `select *, ${groupWindow(groups.length)} as w from (select ${named(groups)}, ${strange("count(*)", "sum(x.h)")} as n ${rest} group by all)`
      : plain;
  const set = chance(8)
    ? `${query} ${pick(["union", "intersect", "except", "union all"])} ${query}`
    : query;
  const ordered = chance(50)
    ? ` order by all${chance(30) ? pick([" desc", " nulls first"]) : ""}`
    : "";
  const limit = chance(20)
    ? ` limit ${1 + below(20)}${chance(30) ? ` offset ${below(4)}` : ""}`
    : "";
  const body = ordered === "" && !chance(STRANGE) ? set : `${set}${ordered}${limit}`;
  return chance(15)
    ? `with c as (select * from ${pick(tables)} where ${where("")}) ${body.replace(new RegExp(`\\b${pick(tables)}\\b`, "g"), "c")}`
    : body;
}

type Cell = string | number | null;

const NUMERIC = ["0", "-1.50", "99999999.99", "0.10", "-0.01", "12.34", "7.00"];
const LONG = [
  "0",
  "9999999999999999999999999.99999",
  "-1234567890123456789012345.00001",
  "0.00001",
  "7",
];
const DOUBLES = ["NaN", "-0", "0", "Infinity", "-Infinity", "0.1", "1e300", "-1e-300", "3"];
const DAYS = ["2024-01-15", "2024-02-29", "2023-12-31", "1969-12-31", "0001-01-01", "1582-10-10"];
/** Of PostgreSQL alone. */
const ODD_DAYS = ["infinity", "-infinity", "0044-03-15 BC"];

/** Rows in the order of {@link AUTO_COLUMNS}. */
export function autoRows(seed: number, count: number, odd: boolean): Cell[][] {
  const { pick, below, chance } = createRandom(seed);
  const day = () => pick(odd && chance(10) ? ODD_DAYS : DAYS);
  const maybe = (value: Cell) => (chance(12) ? null : value);
  return Array.from({ length: count }, (_, id) => {
    const at = day();
    const time = at.startsWith("inf") || at.startsWith("-inf") || at.endsWith("BC");
    return [
      id,
      maybe(below(9) - 3),
      maybe(below(9) - 3),
      maybe(pick(TEXTS)),
      maybe(pick([...TEXTS, "a\u0301", "\u{1F600}", "z"])),
      maybe(pick(["ab", "ab ", "AB", ""])),
      maybe(day()),
      maybe(time ? at : `${at} ${pick(["00:00:00", "23:59:59.999999", "12:00:00.5"])}`),
      maybe(pick(NUMERIC)),
      maybe(pick(LONG)),
      maybe(pick(DOUBLES)),
    ];
  });
}
