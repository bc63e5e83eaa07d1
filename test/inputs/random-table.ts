/** Random tables of the values that break things, as each database declares and writes them. */
import type { Random } from "../merges/random.js";

export type Place = "sqlite" | "duckdb" | "postgresql" | "mysql";

/** `exact`: doubles whose sums are exact in any order. `bare`: decimals with digits of their own. */
export type Kind =
  | "int"
  | "big"
  | "decimal"
  | "bare"
  | "exact"
  | "double"
  | "text"
  | "bool"
  | "date"
  | "timestamp"
  | "instant";

export interface TableColumn {
  readonly name: string;
  readonly kind: Kind;
  /** As the database is told. */
  readonly declared: string;
  /** Digits behind the point of a decimal. */
  readonly scale: number;
}

export interface RandomTable {
  readonly name: string;
  readonly place: Place;
  readonly columns: readonly TableColumn[];
  /** Creates and fills it. */
  readonly statements: readonly string[];
}

/** A column, more often one of texts. */
export function pickColumn({ columns }: RandomTable, { pick, chance }: Random): TableColumn {
  return pick(chance(25) ? columns.filter(({ kind }) => kind === "text") : columns);
}

/** What a database needs before its tables. */
export const PREPARED: Readonly<Record<Place, readonly string[]>> = {
  sqlite: [],
  duckdb: [],
  postgresql: [
    "create collation folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
  ],
  mysql: [],
};

const TEXTS: Readonly<Record<Place, readonly string[]>> = {
  sqlite: ["text", "text collate nocase", "text collate rtrim", "varchar(20)"],
  duckdb: ["varchar", "varchar collate nocase", "varchar collate nocase.noaccent", "varchar"],
  postgresql: ["text", "varchar(20) collate folded", "char(7)", 'text collate "C"', "text"],
  mysql: [
    "varchar(20) collate utf8mb4_general_ci",
    "varchar(20) collate utf8mb4_uca1400_ai_ci",
    "varchar(20) collate utf8mb4_bin",
    "varchar(20) collate utf8mb4_nopad_bin",
    "char(7)",
  ],
};

const DECLARED: Readonly<Record<Place, Readonly<Record<Exclude<Kind, "text">, string>>>> = {
  sqlite: {
    int: "integer",
    big: "bigint",
    decimal: "decimal(12,S)",
    bare: "numeric",
    exact: "double",
    double: "real",
    bool: "boolean",
    date: "date",
    timestamp: "datetime",
    instant: "timestamp",
  },
  duckdb: {
    int: "integer",
    big: "bigint",
    decimal: "decimal(18,S)",
    bare: "decimal(38,S)",
    exact: "double",
    double: "double",
    bool: "boolean",
    date: "date",
    timestamp: "timestamp",
    instant: "timestamptz",
  },
  postgresql: {
    int: "integer",
    big: "bigint",
    decimal: "numeric(18,S)",
    bare: "numeric",
    exact: "float8",
    double: "float8",
    bool: "boolean",
    date: "date",
    timestamp: "timestamp",
    instant: "timestamptz",
  },
  mysql: {
    int: "int",
    big: "bigint",
    decimal: "decimal(18,S)",
    bare: "decimal(40,S)",
    exact: "double",
    double: "double",
    bool: "boolean",
    date: "date",
    timestamp: "datetime(3)",
    instant: "timestamp(3) null",
  },
};

/** A table has one of these lists: few words meet often. */
const WORD_LISTS = [
  ["a", "A", "b", "a "],
  ["é", "É", "e", "E", ""],
  ["x", "X", "x ", "X "],
];
const ALL_WORDS = [
  "a",
  "A",
  "b",
  "B ",
  "b",
  "é",
  "É",
  "e",
  "",
  " a",
  "ss",
  "ß",
  "a ",
  "it's",
  "Z_1",
];
const DAYS = [
  "2023-12-31",
  "2024-01-01",
  "2024-02-29",
  "2024-03-31",
  "2024-04-01",
  "2024-06-30",
  "2024-12-30",
  "2025-01-01",
  "1999-12-31",
];
const FAR_DAYS: Readonly<Record<Place, readonly string[]>> = {
  sqlite: ["0001-01-01", "0050-03-01", "9999-12-31"],
  duckdb: ["0050-03-01", "9999-12-31", "+012000-02-29", "-000044-03-15", "infinity", "-infinity"],
  postgresql: ["0050-03-01", "9999-12-31", "+012000-02-29", "-000044-03-15", "infinity"],
  mysql: ["0001-01-01", "0050-03-01", "0099-12-31", "9999-12-31"],
};
/** Around midnight and the changes of clocks in Berlin and New York. */
const CLOCKS = [
  "00:00:00",
  "23:59:59.999",
  "22:30:00",
  "23:00:00",
  "04:00:00",
  "05:00:00.5",
  "01:30:00",
  "03:59:59.999",
];
/** PostgreSQL's averages square them, and fail where a square is none. */
const DOUBLES = [
  "0.1",
  "0.2",
  "0.30000000000000004",
  "1e150",
  "-1e150",
  "1e-300",
  "-7.3",
  "12345.678",
];

/** A table of up to 60 rows, now and then of none. */
export function randomTable(
  place: Place,
  name: string,
  random: Random,
  /** How many there are; absent: as it comes. */
  count?: number,
): RandomTable {
  const { pick, below, chance } = random;
  const column = (called: string, kind: Kind): TableColumn => {
    const scale = kind === "decimal" || kind === "bare" ? below(7) : 0;
    const declared = kind === "text" ? pick(TEXTS[place]) : DECLARED[place][kind];
    return { name: called, kind, scale, declared: declared.replace("S", String(scale)) };
  };
  const columns = [
    column("id", "int"),
    column("n", "int"),
    column("big", "big"),
    column("amount", "decimal"),
    column("bare", "bare"),
    column("x", "exact"),
    column("f", "double"),
    column("t", "text"),
    column("u", "text"),
    column("b", "bool"),
    column("d", "date"),
    column("ts", "timestamp"),
    column("seen", "instant"),
  ];
  const words = chance(20) ? ALL_WORDS : pick(WORD_LISTS);
  const rows = count ?? (chance(8) ? 0 : 1 + below(pick([4, 20, 60, 60])));
  const nulls = new Map(columns.map(({ name: one }) => [one, pick([0, 10, 30, 100, 10, 20, 30])]));
  const lists = Array.from({ length: rows }, (_, id) => {
    const values = columns.map((one) => {
      if (one.name === "id") return String(id);
      if (chance(nulls.get(one.name) ?? 0)) return "null";
      return literal(place, one, randomValue(place, one, words, random));
    });
    return `(${values.join(", ")})`;
  });
  const declarations = columns.map((one) => `${one.name} ${one.declared}`).join(", ");
  return {
    name,
    place,
    columns,
    statements: [
      `create table ${name} (${declarations})${place === "mysql" ? " character set utf8mb4" : ""}`,
      ...(rows > 0 ? [`insert into ${name} values ${lists.join(",\n")}`] : []),
    ],
  };
}

/** The table with its rows so many times more, each under a new id: for SQLite and DuckDB. */
export function repeated(table: RandomTable, times: number): RandomTable {
  const others = table.columns.slice(1).map(({ name }) => name);
  const numbers = `with recursive g(k) as (select 1 union all select k + 1 from g where k < ${times})`;
  const rows = `select id + 1000 * k, ${others.join(", ")} from ${table.name} cross join g`;
  return {
    ...table,
    statements: [...table.statements, `insert into ${table.name} ${numbers} ${rows}`],
  };
}

/** In the form that results have. */
function randomValue(
  place: Place,
  { kind, scale }: TableColumn,
  words: readonly string[],
  random: Random,
): string {
  const { pick, below, chance } = random;
  const day = (far: number): string => pick(chance(far) ? FAR_DAYS[place] : DAYS);
  switch (kind) {
    case "int":
      return String(below(7) - 2);
    case "big":
      return chance(60)
        ? String(below(9) - 3)
        : pick([
            "9007199254740993",
            "9007199254740992",
            "-9007199254740995",
            "1152921504606846977",
          ]);
    case "decimal":
      return decimal(below(4000) - 1000, scale);
    case "bare": {
      if (place === "postgresql" && chance(3)) return pick(["NaN", "Infinity", "-Infinity"]);
      if (place === "postgresql") return decimal(below(400) * 5 - 900, below(7));
      if (place === "sqlite") return decimal(below(400) - 100, below(3));
      return `${chance(20) ? "123456789012345678901234" : ""}${decimal(100 + below(4000), scale)}`;
    }
    case "exact":
      return String((below(64) - 16) / 8);
    case "double":
      return pick(chance(4) && hasInfinity(place) ? ["Infinity", "-Infinity", "NaN"] : DOUBLES);
    case "text":
      return pick(words);
    case "bool":
      return pick(["true", "false"]);
    case "date":
      return day(12);
    default: {
      const isLimited = place === "mysql" && kind === "instant";
      const date = day(isLimited ? 0 : 8);
      if (date.endsWith("infinity")) return date;
      return `${date}T${pick(CLOCKS)}${kind === "instant" ? "Z" : ""}`;
    }
  }
}

function hasInfinity(place: Place): boolean {
  return place === "duckdb" || place === "postgresql";
}

/** `units` with a point before its last digits. */
function decimal(units: number, scale: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, "0");
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return units < 0 ? `-${text}` : text;
}

/** A value in its text form as the database's own literal. */
export function literal(place: Place, { kind }: Pick<TableColumn, "kind">, value: string): string {
  switch (kind) {
    case "exact":
    case "double":
      if (place === "postgresql") return `float8 '${value}'`;
      return place === "duckdb"
        ? `cast('${value}' as double)`
        : `${value}e0`.replace(/(e.*)e0$/, "$1");
    case "text":
      return `'${value.replaceAll("'", "''")}'`;
    case "bool":
    case "int":
    case "big":
    case "decimal":
    case "bare":
      return /[IN]/.test(value) ? `'${value}'` : value;
    case "date":
      return place === "sqlite" ? `'${value}'` : `date '${dayText(place, value)}'`;
    default:
      return timeLiteral(place, kind, value);
  }
}

function timeLiteral(place: Place, kind: "timestamp" | "instant", value: string): string {
  const [day = "", clock = ""] = value.replace("Z", "").split("T");
  const zone = kind === "instant" ? "Z" : "";
  if (place === "sqlite") return `'${day} ${clock}${zone}'`;
  const type = kind === "instant" && place !== "mysql" ? "timestamptz" : "timestamp";
  if (clock === "") return `${type} '${day}'`;
  const offset = kind === "instant" && place !== "mysql" ? "+00" : "";
  const era = dayText(place, day);
  // PostgreSQL writes the era behind the time.
  const text = era.endsWith(" BC")
    ? `${era.replace(" BC", "")} ${clock}${offset} BC`
    : `${era} ${clock}${offset}`;
  return `${type} '${text}'`;
}

/** Years beyond four digits, and before the first one. */
export function dayText(place: Place, day: string): string {
  const [, sign, year = "", rest = ""] = /^([+-]\d\d|)(\d{4})(-.*)$/.exec(day) ?? [];
  if (!sign) return day;
  if (sign.startsWith("+")) return `${Number(`${sign.slice(1)}${year}`)}${rest}`;
  const before = String(Number(`${sign.slice(1)}${year}`) + 1).padStart(4, "0");
  return place === "duckdb" ? `${before}${rest} (BC)` : `${before}${rest} BC`;
}
