/**
 * A pushed condition may only let more rows through: for random ones, run for real on every kind of
 * source, the rows that DuckDB wants are among those that come. The same conditions rendered
 * without care must be caught at it.
 */
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { LogicalType } from "../../src/contract/logical-type.js";
import { planMerge } from "../../src/duckdb/plan/plan-merge.js";
import { declaredType } from "../../src/duckdb/tables/table-sql.js";
import type { EngineTable } from "../../src/rows/relation.js";
import type { DialectName } from "../../src/sql/dialect.js";
import { dialects } from "../../src/sql/dialects.js";
import type { PushDown } from "../../src/sql/push-down/push-down.js";
import { allOf, type Predicate } from "../../src/sql/push-down/predicate.js";
import { renderPredicate } from "../../src/sql/push-down/render-predicate.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { temporaryFolder } from "../support/project.js";
import { COLUMNS, condition, createRandom } from "./random.js";
import {
  fillMariadb,
  fillPostgres,
  fillSqlite,
  literal,
  randomRows,
  type TableRow,
} from "./tables.js";

const COUNT = Number(process.env["PREDICATES"] ?? 600);
const ROWS = randomRows(7, 1500);
const NAMES = Object.keys(COLUMNS);
const PLANNED_AT_ONCE = 50;

interface Place {
  readonly dialect: DialectName;
  /**
   * Type and word of the database for each column, and DuckDB's values where they differ from the
   * rows.
   */
  readonly columns: Readonly<Record<string, readonly [LogicalType, string]>>;
  readonly more: readonly Partial<TableRow>[];
}

const PLACES = {
  postgresql: {
    dialect: "postgresql",
    columns: {
      id: ["int32", "integer"],
      k: ["int64", "bigint"],
      g: ["text", "text"],
      s: ["text", "varchar(40)"],
      d: ["date", "date"],
      ts: ["timestamp", "timestamp"],
      amount: ["decimal(12,2)", "numeric(12,2)"],
      f: ["float64", "double precision"],
    },
    more: [
      { id: 90_001, d: "infinity", ts: "infinity" },
      { id: 90_002, d: "-infinity", ts: "-infinity" },
      { id: 90_003, d: "0044-03-15 (BC)", ts: "0044-03-15 (BC) 00:00:00" },
    ],
  },
  mysql: {
    dialect: "mysql",
    columns: {
      id: ["int32", "int"],
      k: ["int64", "bigint"],
      g: ["text", "varchar(40)"],
      s: ["text", "text"],
      d: ["date", "date"],
      ts: ["timestamp", "datetime(6)"],
      amount: ["decimal(12,2)", "decimal(12,2)"],
      f: ["float64", "double"],
    },
    // Dates that no calendar has land as NULL.
    more: [
      { id: 91_001, k: 3 },
      { id: 91_002, g: "open" },
    ],
  },
  sqlite: {
    dialect: "sqlite",
    columns: {
      id: ["int64", "integer"],
      k: ["int64", "int"],
      g: ["text", "text"],
      s: ["text", "varchar(40)"],
      d: ["date", "date"],
      ts: ["timestamp", "datetime"],
      amount: ["float64", "real"],
      f: ["float64", "double"],
    },
    more: [],
  },
} as const satisfies Record<string, Place>;

let duckdb: Awaited<ReturnType<DuckDBInstance["connect"]>>;

beforeAll(async () => {
  duckdb = await (await DuckDBInstance.create(":memory:")).connect();
  for (const [name, { more, columns }] of Object.entries(PLACES)) {
    const types = Object.entries(columns).map(
      ([column, [type, native]]) =>
        `${column} ${declaredType({ name: column, type, nativeType: native, exact: true }, "postgresql")}`,
    );
    await duckdb.run(`create table ${name}_rows(${types.join(", ")})`);
    const rows = [...ROWS, ...more].map(
      (row) =>
        `(${NAMES.map((column) => literal(Object.entries(row).find(([key]) => key === column)?.[1] ?? null)).join(", ")})`,
    );
    await duckdb.run(`insert into ${name}_rows values ${rows.join(", ")}`);
  }
});

/** Conditions with what the planner makes of them. */
async function plannedConditions({
  columns,
  dialect,
}: Place): Promise<{ sql: string; predicate: Predicate }[]> {
  const random = createRandom(42);
  const all = Array.from({ length: COUNT }, () => condition(random, COLUMNS));
  const options = {
    temporaryDirectory: await temporaryFolder(),
    memoryLimit: 5e8,
  };
  const described = Object.entries(columns).map(([name, [type, nativeType]]) => ({
    name,
    type,
    nativeType,
    exact: true,
  }));
  const planned: { sql: string; predicate: Predicate }[] = [];
  // One plan answers for many: each condition has a table of its own.
  for (let at = 0; at < all.length; at += PLANNED_AT_ONCE) {
    const part = all.slice(at, at + PLANNED_AT_ONCE);
    const tables = part.map((_, index): EngineTable => ({
      names: [{ table: `t${index}` }],
      kind: "declared",
      id: "",
      columns: described,
      dialect,
    }));
    const sql = part
      .map((where, index) => `select id from t${index} where ${where}`)
      .join(" union all ");
    const facts = await planMerge(sql, { tables, timeZone: "UTC" }, options);
    if (!facts.understood) throw new Error(facts.reason);
    for (const { table, conditions } of facts.scans) {
      const predicate = allOf(conditions.map((one) => one.predicate));
      if (predicate) planned.push({ sql: part[table] ?? "", predicate });
    }
  }
  return planned;
}

/** A dialect that writes conditions as they come. */
function careless(dialect: PushDown): PushDown {
  const value = (text: string, kind: string) =>
    kind === "number" || kind === "double"
      ? text
      : `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
  return {
    ...dialect,
    kindOf: ({ type }) =>
      /^(u?int|decimal)/.test(type)
        ? "number"
        : type === "float64"
          ? "double"
          : type === "text" || type === "date" || type === "timestamp"
            ? type
            : undefined,
    compare: (column, comparison, { text, kind }) => `${column} ${comparison} ${value(text, kind)}`,
    isAnyOf: (column, constants) =>
      `${column} in (${constants.map(({ text, kind }) => value(text, kind)).join(", ")})`,
    startsWith: (column, prefix) => `${column} like ${value(`${prefix}%`, "text")}`,
    isNull: (column) => `${column} is null`,
  };
}

interface Outcome {
  readonly pushed: number;
  readonly violations: readonly string[];
  /** Rows that came for each that was wanted. */
  readonly excess: number;
}

/** Runs conditions at a source; `ask` yields the ids for each of many WHERE clauses. */
async function violationsOf(
  place: Place,
  conditions: Awaited<ReturnType<typeof plannedConditions>>,
  name: string,
  dialect: PushDown,
  ask: (wheres: readonly string[]) => Promise<ReadonlySet<number>[]>,
): Promise<Outcome> {
  const columns = Object.entries(place.columns).map(([column, [type, nativeType]]) => ({
    sql: column,
    type,
    nativeType,
    exact: true,
  }));
  const rendered = conditions.flatMap(({ sql, predicate }) => {
    const where = renderPredicate(predicate, columns, dialect);
    return where === undefined ? [] : [{ sql, where }];
  });
  const answers = await ask(rendered.map(({ where }) => where));
  const violations: string[] = [];
  let came = 0;
  let asked = 0;
  for (const [index, { sql, where }] of rendered.entries()) {
    const answer = answers[index] ?? new Set();
    const wanted = (await duckdb.runAndReadAll(`select id from ${name}_rows where ${sql}`))
      .getRows()
      .map(([id]) => Number(id));
    const lost = wanted.filter((id) => !answer.has(id));
    if (lost.length > 0) violations.push(`${sql} | ${where} | ${lost.length} of ${wanted.length}`);
    came += answer.size;
    asked += wanted.length;
  }
  return { pushed: rendered.length, violations, excess: came / Math.max(1, asked) };
}

/** Many conditions in few statements. */
async function inBatches(
  wheres: readonly string[],
  query: (sql: string) => Promise<readonly { i: number; id: number }[]>,
): Promise<Set<number>[]> {
  const answers = wheres.map(() => new Set<number>());
  for (let at = 0; at < wheres.length; at += 40) {
    const part = wheres.slice(at, at + 40);
    const sql = part
      .map((where, index) => `select ${at + index} as i, id from fz where ${where}`)
      .join(" union all ");
    for (const { i, id } of await query(sql)) answers[i]?.add(id);
  }
  return answers;
}

async function expectOnlyWider(
  place: Place,
  name: string,
  ask: Parameters<typeof violationsOf>[4],
): Promise<void> {
  const conditions = await plannedConditions(place);
  const { pushed, violations, excess } = await violationsOf(
    place,
    conditions,
    name,
    dialects[place.dialect].pushDown,
    ask,
  );
  expect(violations).toEqual([]);
  expect(pushed).toBeGreaterThan(COUNT * 0.4);
  expect(excess).toBeLessThan(2);
  const control = await violationsOf(
    place,
    conditions,
    name,
    careless(dialects[place.dialect].pushDown),
    ask,
  );
  expect(control.violations.length).toBeGreaterThan(5);
}

const asNumbers = (rows: readonly Record<string, string | null>[]) =>
  rows.map(({ i, id }) => ({ i: Number(i), id: Number(id) }));

test("SQLite, with values of any class in its columns", async () => {
  const file = join(await temporaryFolder(), "a.sqlite");
  fillSqlite(file, "fz", ROWS);
  const database = new DatabaseSync(file);
  // Rows of another class make their column text, and are never to be lost.
  database.exec(
    "insert into fz(id, k, g, amount, f) values (92001, 'abc', 5, 'x', x'00'), (92002, 2.5, x'ff', 'y', 'z')",
  );
  try {
    await expectOnlyWider(PLACES.sqlite, "sqlite", (wheres) =>
      inBatches(wheres, async (sql) => database.prepare(sql).all() as { i: number; id: number }[]),
    );
    const wide = dialects.sqlite.pushDown;
    const others: [string | undefined, number][] = [
      [wide.compare("k", ">", { kind: "number", text: "5" }), 92_001],
      [wide.compare("g", "=", { kind: "text", text: "open" }), 92_002],
      [wide.startsWith("g", "o"), 92_002],
      [wide.compare("amount", "<", { kind: "double", text: "1" }), 92_001],
    ];
    for (const [where, other] of others) {
      const found = database.prepare(`select id from fz where ${where} and id = ${other}`).all();
      expect(found).toHaveLength(1);
    }
  } finally {
    database.close();
  }
}, 120_000);

test.skipIf(postgresUnavailable() !== undefined)(
  "PostgreSQL, with an ICU collation, infinities and years before Christ",
  async () => {
    const server: PostgresServer = await startPostgres();
    try {
      await fillPostgres(server, "fz", ROWS);
      await server.query(
        "insert into fz(id, d, ts) values (90001, 'infinity', 'infinity'), (90002, '-infinity', '-infinity'), (90003, '0044-03-15 BC', '0044-03-15 BC')",
      );
      await expectOnlyWider(PLACES.postgresql, "postgresql", (wheres) =>
        inBatches(wheres, async (sql) => asNumbers(await server.query(sql))),
      );
    } finally {
      await server.stop();
    }
  },
  120_000,
);

test.skipIf(mariadbUnavailable() !== undefined)(
  "MariaDB, with a collation that ignores case and dates that no calendar has",
  async () => {
    const server: MariadbServer = await startMariadb();
    try {
      await fillMariadb(server, "fz", ROWS);
      const use = `use ${server.database}; set sql_mode = '';`;
      await server.query(
        `${use} insert into fz(id, k, d, ts) values (91001, 3, '0000-00-00', '0000-00-00 00:00:00'); insert into fz(id, g, d) values (91002, 'open', '2024-00-15'); select 1`,
      );
      await expectOnlyWider(PLACES.mysql, "mysql", (wheres) =>
        inBatches(wheres, async (sql) => asNumbers(await server.query(`${use} ${sql}`))),
      );
    } finally {
      await server.stop();
    }
  },
  120_000,
);

afterAll(() => duckdb.closeSync());
