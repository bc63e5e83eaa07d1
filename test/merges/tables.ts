/** Tables of nasty but ordinary values, as they stand in each kind of source. */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { loadFiles } from "../support/load-files.js";
import { createRandom, TEXTS } from "./random.js";
import type { MariadbServer } from "../servers/mariadb.js";
import type { PostgresServer } from "../servers/postgres.js";

export interface TableRow {
  readonly id: number;
  readonly k: number | null;
  readonly g: string | null;
  readonly s: string | null;
  readonly d: string | null;
  readonly ts: string | null;
  readonly amount: number | null;
  readonly f: number | null;
}

const DOUBLES = [0.25, -1e-300, 1e300, 0.1, 0.30000000000000004, 0.3];

/** Rows with NULLs and duplicates. */
export function randomRows(seed: number, count: number): TableRow[] {
  const { pick, below, chance } = createRandom(seed);
  const day = () => new Date(Date.UTC(2023, 11, 1 + below(100))).toISOString().slice(0, 10);
  return Array.from({ length: count }, (_, id) => ({
    id,
    k: chance(10) ? null : below(12),
    g: chance(10) ? null : pick(TEXTS),
    s: chance(30) ? null : pick(TEXTS),
    d: chance(10) ? null : day(),
    ts: chance(10) ? null : `${day()} 0${below(10)}:30:15.5`,
    amount: chance(10) ? null : below(12_000) / 100 - 20,
    f: chance(10) ? null : pick(DOUBLES),
  }));
}

export function literal(value: string | number | null, escape = (text: string) => text): string {
  if (value === null) return "null";
  return typeof value === "number" ? String(value) : `'${escape(value).replaceAll("'", "''")}'`;
}

function insert(
  table: string,
  rows: readonly TableRow[],
  escape?: (text: string) => string,
): string {
  const lists = rows.map(
    (row) =>
      `(${Object.values(row)
        .map((value) => literal(value, escape))
        .join(", ")})`,
  );
  return `insert into ${table} values ${lists.join(", ")}`;
}

export async function fillPostgres(
  server: PostgresServer,
  table: string,
  rows: readonly TableRow[],
): Promise<void> {
  await server.query(
    `create table ${table}(id int, k bigint, g text collate "en-x-icu", s varchar(40), d date, ts timestamp, amount numeric(12,2), f float8)`,
  );
  await server.query(insert(table, rows));
}

export async function fillMariadb(
  server: MariadbServer,
  table: string,
  rows: readonly TableRow[],
): Promise<void> {
  await server.query(`use ${server.database}; create table ${table}(id int, k bigint, g varchar(40), s text, d date, ts datetime(6), amount decimal(12,2), f double) character set utf8mb4 collate utf8mb4_general_ci;
    ${insert(table, rows, (text) => text.replaceAll("\\", "\\\\"))}; select 1`);
}

export function fillSqlite(file: string, table: string, rows: readonly TableRow[]): void {
  const database = new DatabaseSync(file);
  database.exec(
    `create table ${table}(id integer, k int, g text collate nocase, s varchar(40), d date, ts datetime, amount real, f double)`,
  );
  database.exec(insert(table, rows));
  database.close();
}

export interface Servers {
  readonly postgres?: PostgresServer | undefined;
  readonly mariadb?: MariadbServer | undefined;
}

export type Place = "postgresql" | "mysql" | "sqlite";

const COLUMNS = "id, k, g, s, d, ts, amount, f";

/**
 * A project whose merge joins `t0`, `t1` …, each in its place. The tables are made by the caller.
 */
export async function projectOf(places: readonly Place[], { postgres, mariadb }: Servers) {
  const server = (given: PostgresServer | MariadbServer | undefined) =>
    given &&
    `host: 127.0.0.1, port: ${given.port}, database: ${given.database}, username: ${given.user}, password: ${given.password}`;
  return loadFiles({
    "headwater.yml": `
name: random
sources:
  - {name: lite, type: sqlite, database: lite.sqlite}
${postgres ? `  - {name: pg, type: postgresql, ${server(postgres)}, sslmode: disable}` : ""}
${mariadb ? `  - {name: my, type: mysql, ${server(mariadb)}}` : ""}
models:
${places.map((place, at) => `  - {name: t${at}, source: ref(${SOURCES[place]}), sql: "select ${COLUMNS} from t${at}"}`).join("\n")}
  - {name: m, models: [${places.map((_, at) => `ref(t${at})`).join(", ")}], sql: select 1}
`,
  });
}

const SOURCES: Record<Place, string> = { postgresql: "pg", mysql: "my", sqlite: "lite" };

/** Fills the tables of a project where they lie. */
export async function fillProject(
  root: string,
  places: readonly Place[],
  /** Of each table. */
  rows: readonly number[],
  servers: Servers,
): Promise<void> {
  for (const [at, place] of places.entries()) {
    const table = `t${at}`;
    const made = randomRows(at + 1, rows[at] ?? 0);
    if (place === "postgresql" && servers.postgres)
      await fillPostgres(servers.postgres, table, made);
    if (place === "mysql" && servers.mariadb) await fillMariadb(servers.mariadb, table, made);
    if (place === "sqlite") fillSqlite(join(root, "lite.sqlite"), table, made);
  }
}
