/** Seeded random numbers, conditions and merges over tables that all have the same columns. */

export type Kind = "int" | "text" | "date" | "timestamp" | "decimal" | "double";

export const COLUMNS = {
  id: "int",
  k: "int",
  g: "text",
  s: "text",
  d: "date",
  ts: "timestamp",
  amount: "decimal",
  f: "double",
} as const satisfies Record<string, Kind>;

export interface Random {
  /** A whole number from 0 to below `n`. */
  readonly below: (n: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  readonly chance: (of100: number) => boolean;
}

/** The same numbers for the same seed. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  function below(n: number): number {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return ((t ^ (t >>> 14)) >>> 0) % n;
  }
  return {
    below,
    // Lists are never empty here.
    pick: <T>(from: readonly T[]) => from[below(from.length)] as T,
    chance: (of100) => below(100) < of100,
  };
}

export const TEXTS = [
  "open",
  "OPEN",
  "Lost",
  "lost ",
  "öffen",
  "ÖFFEN",
  "ss",
  "ß",
  "a_b",
  "a%b",
  "back\\slash",
  "it's",
  "",
  "Z",
  "ab",
  "é",
  "e",
  " a",
];
const DATES = ["2024-01-15", "2024-02-29", "2023-12-31"];
const TIMES = ["2024-01-15 12:00:00", "2024-02-01", "2024-01-20 03:03:03.5"];
const COMPARISONS = ["=", "<>", "<", "<=", ">", ">="];

type Columns = Readonly<Record<string, Kind>>;

/** How a merge is written: for DuckDB alone, or so that Trino reads the same in it. */
export type Words = "duckdb" | "common";

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A condition on columns; names are prefixed. */
export function condition(
  random: Random,
  columns: Columns,
  prefix = "",
  depth = random.pick([0, 0, 1, 2]),
  words: Words = "duckdb",
): string {
  const { pick, below, chance } = random;
  if (depth > 0) {
    const left = condition(random, columns, prefix, depth - 1, words);
    const right = condition(random, columns, prefix, depth - 1, words);
    return `(${left} ${pick(["and", "or", "and"])} ${chance(20) ? "not " : ""}${right})`;
  }
  const [name, kind] = pick(Object.entries(columns));
  const column = `${prefix}${name}`;
  const comparison = pick(COMPARISONS);
  if (chance(12)) return `${column} is ${pick(["", "not "])}null`;
  const text = () => quoted(pick(TEXTS));
  const date = words === "common" ? "date " : "";
  switch (kind) {
    case "int":
      return pick([
        `${column} ${comparison} ${below(12)}`,
        `${column} in (1, ${below(9)}, 8)`,
        `${column} not in (${below(9)}, 4)`,
        `${column} between ${below(5)} and ${5 + below(9)}`,
        `${column} + 1 ${comparison} ${below(12)}`,
        `${column} is distinct from ${below(6)}`,
      ]);
    case "text":
      return pick([
        `${column} ${comparison} ${text()}`,
        `${column} in (${text()}, ${text()}, ${text()})`,
        `${column} not in (${text()}, ${text()})`,
        `${column} like ${pick(["'o%'", "'a%'", "'%b'", "'lost%'", "'a_b'", "'Ö%'"])}`,
        `${column} between ${text()} and ${text()}`,
        `starts_with(${column}, ${pick(["'o'", "'O'", "''", "'a'"])})`,
        `lower(${column}) = ${text()}`,
        `${column} is distinct from ${text()}`,
      ]);
    case "date":
      return pick([
        `${column} ${comparison} date '${pick(DATES)}'`,
        `${column} between ${date}'${pick(DATES)}' and ${date}'2024-03-01'`,
        `year(${column}) = 2024`,
      ]);
    case "timestamp":
      return pick([
        `${column} ${comparison} timestamp '${pick(TIMES)}'`,
        `cast(${column} as date) ${comparison} date '${pick(DATES)}'`,
      ]);
    case "decimal":
      return `${column} ${comparison} ${pick(["3", "7.50", "100", "12.34", "-5", "0.001"])}`;
    default:
      return `${column} ${comparison} ${pick(["0.1", "0.3", "0.25", "1e300", "0.30000000000000004", "-1e-300"])}`;
  }
}

interface Relation {
  readonly sql: string;
  readonly columns: Columns;
}

/** A merge over the tables; its result does not depend on the order of rows. */
export function randomMerge(
  random: Random,
  tables: readonly string[],
  words: Words = "duckdb",
): string {
  return words === "duckdb" && random.chance(25)
    ? randomKeyJoin(random, tables)
    : randomQuery(random, tables, words);
}

/**
 * Two tables on one key, with a condition on the first: where keys can be sent from one source to
 * another.
 */
function randomKeyJoin(random: Random, tables: readonly string[]): string {
  const first = random.pick(tables);
  const second = random.pick(tables.filter((table) => table !== first));
  const type = random.pick(["join", "left join", "right join", "semi join", "anti join"]);
  const key = random.pick(["id", "k", "d"]);
  const partner = /semi|anti/.test(type) ? "" : ", x1.id as partner";
  const where = condition(random, prefixed(COLUMNS, "x0"));
  return `select x0.id, x0.k, x0.g${partner} from ${first} x0 ${type} ${second} x1 on x0.${key} = x1.${key} where ${where} order by all`;
}

function randomQuery(random: Random, tables: readonly string[], words: Words): string {
  const { pick, chance, below } = random;
  const isCommon = words === "common";
  const ctes: string[] = [];
  let names = 0;

  function some(columns: Columns, least: readonly string[]): Columns {
    return Object.fromEntries(
      Object.entries(columns).filter(([name]) => least.includes(name) || chance(35)),
    );
  }

  function where(columns: Columns): string {
    return chance(60) ? ` where ${condition(random, columns, "", undefined, words)}` : "";
  }

  function relation(): Relation {
    const table = pick(tables);
    const other = pick(tables);
    const columns = some(COLUMNS, ["id", "k"]);
    const list = Object.keys(columns).join(", ");
    switch (below(10)) {
      case 0:
      case 1:
        return { sql: table, columns: COLUMNS };
      case 2:
        return { sql: `(select * from ${table}${where(COLUMNS)})`, columns: COLUMNS };
      case 3:
        return {
          sql: `(select k, count(*) as n, max(g) as g from ${table}${where(COLUMNS)} group by k)`,
          columns: { k: "int", n: "int", g: "text" },
        };
      case 4:
        return {
          sql: `(select distinct k, g from ${table}${where(COLUMNS)})`,
          columns: { k: "int", g: "text" },
        };
      case 5:
        return {
          sql: `(select id, k, row_number() over (partition by ${pick(["k", "g"])} order by id) as r from ${table}${where(COLUMNS)}${!isCommon && chance(40) ? ` qualify r < ${1 + below(4)}` : ""})`,
          columns: { id: "int", k: "int", r: "int" },
        };
      case 6:
        return {
          sql: `(select ${list} from ${table}${where(COLUMNS)} ${pick(["union all", "union"])} select ${list} from ${other}${where(COLUMNS)})`,
          columns,
        };
      case 7:
        return {
          sql: `(select k, g from ${table} ${pick(["intersect", "except"])} select k, g from ${other}${where(COLUMNS)})`,
          columns: { k: "int", g: "text" },
        };
      case 8: {
        const name = `c${ctes.length}`;
        ctes.push(
          `${name} as ${isCommon ? "" : pick(["", "materialized ", "not materialized "])}(select ${list} from ${table}${where(COLUMNS)})`,
        );
        return { sql: name, columns };
      }
      default:
        return { sql: `(select ${list} from ${table}${where(COLUMNS)})`, columns };
    }
  }

  const first = relation();
  let from = `${first.sql} x0`;
  /** Names with their alias. */
  let seen: Record<string, Kind> = prefixed(first.columns, "x0");
  for (let joins = below(3); joins > 0; joins--) {
    names += 1;
    const alias = `x${names}`;
    const next = relation();
    const joined = prefixed(next.columns, alias);
    const type = pick([
      "join",
      "join",
      "left join",
      "right join",
      "full join",
      ...(isCommon ? [] : ["semi join", "anti join"]),
      "cross join",
      ...(isCommon ? [] : ["asof join"]),
    ]);
    const keys = Object.entries(seen).flatMap(([left, kind]) =>
      Object.entries(joined)
        .filter(
          ([, other]) => other === kind && (kind === "int" || kind === "text" || kind === "date"),
        )
        .map(([right]) => `${left} = ${right}`),
    );
    const key = pick(keys);
    if (type === "cross join")
      from += ` cross join (select * from ${next.sql} where k = ${below(6)}) ${alias}`;
    else if (
      type === "asof join" &&
      "id" in next.columns &&
      "x0.id" in seen &&
      first.sql !== next.sql &&
      !next.sql.includes("union")
    )
      from += ` asof join ${next.sql} ${alias} on x0.k = ${alias}.k and x0.id >= ${alias}.id`;
    else if (type === "asof join") from += ` join ${next.sql} ${alias} on ${key}`;
    else
      from += ` ${type} ${next.sql} ${alias} on ${key}${chance(30) && type !== "full join" ? ` and ${condition(random, joined, "", 0, words)}` : ""}`;
    if (type !== "semi join" && type !== "anti join") seen = { ...seen, ...joined };
  }
  const filters: string[] = [];
  if (chance(55)) filters.push(condition(random, seen, "", undefined, words));
  const [key] = Object.entries(seen)
    .filter(([, kind]) => kind === "int")
    .map(([name]) => name);
  const inner = `select k from ${pick(tables)} y${chance(60) ? ` where ${condition(random, COLUMNS, "y.", undefined, words)}` : ""}`;
  if (key !== undefined && chance(20)) filters.push(`${key} ${pick(["in", "not in"])} (${inner})`);
  if (key !== undefined && chance(20))
    filters.push(
      `${pick(["", "not "])}exists (select 1 from ${pick(tables)} z where z.k = ${key} and ${condition(random, COLUMNS, "z.", 0, words)})`,
    );
  const tail = filters.length > 0 ? ` where ${filters.join(" and ")}` : "";
  const chosen = Array.from({ length: 1 + below(3) }, () => pick(Object.keys(seen)));
  const list = [...new Set(chosen)];
  const select = chance(25)
    ? `select ${list.map((name, i) => `${name} as o${i}`).join(", ")}, count(*) as n, max(${pick(Object.keys(seen))}) as m from ${from}${tail} group by ${isCommon ? list.join(", ") : "all"}`
    : chance(10)
      ? `select count(*) as n from ${from}${tail}`
      : `select ${list.map((name, i) => `${name} as o${i}`).join(", ")}${chance(15) && key !== undefined ? `, (select count(*) from ${pick(tables)} w where w.k = ${key}) as sub` : ""} from ${from}${tail}`;
  return `${ctes.length > 0 ? `with ${ctes.join(", ")} ` : ""}${select}`;
}

function prefixed(columns: Columns, alias: string): Record<string, Kind> {
  return Object.fromEntries(
    Object.entries(columns).map(([name, kind]) => [`${alias}.${name}`, kind]),
  );
}
