/**
 * Random merges with `engine: auto` on PostgreSQL, and on a Trino that reads it: cell by cell and type by type
 * what DuckDB makes of them, whether they left it or not. MERGES=2000 runs so many from SEED on; the
 * suite runs 100 on each.
 */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openState } from "../../src/engine/state/state.js";
import { storedRows } from "../../src/engine/stored-rows.js";
import type { Project } from "../../src/project/project.js";
import { createReaders } from "../../src/readers/readers.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { ownTrinoUnavailable, startTrino, type TrinoServer } from "../servers/trino.js";
import { loadFiles } from "../support/load-files.js";
import { runOnce } from "../support/run-project.js";
import { createRandom, randomMerge } from "./random.js";
import { autoRows, randomAutoMerge } from "./random-auto.js";
import { keptHosts } from "../support/kept-hosts.js";

const COUNT = Number(process.env["MERGES"] ?? 100);
const SEED = Number(process.env["SEED"] ?? 1);
const FIRST = 300_000;
/** Merges in which texts count that a collation holds equal to others. */
const COMPARED = [70_049];
/** Merges of one run. */
const AT_ONCE = 250;

const unavailable = postgresUnavailable();
const noTrino = unavailable ?? ownTrinoUnavailable();
let postgres: PostgresServer;

const COLLATION = `create collation if not exists alike (provider = icu, locale = 'und-u-ks-level1', deterministic = false)`;

async function fill(table: string, seed: number, count: number, odd: boolean): Promise<void> {
  await postgres.query(
    `create table ${table}(id int, k bigint, h smallint, g text collate alike, s varchar(40), c char(5), d date, ts timestamp,
       amount numeric(12,2), big numeric(30,5), f float8)`,
  );
  const rows = autoRows(seed, count, odd).map(
    (row) =>
      `(${row.map((cell) => (cell === null ? "null" : `'${String(cell).replaceAll("'", "''")}'`)).join(", ")})`,
  );
  await postgres.query(`insert into ${table} values ${rows.join(", ")}; analyze ${table}`);
}

beforeAll(async () => {
  if (unavailable !== undefined) return;
  postgres = await startPostgres();
  await postgres.query(COLLATION);
  for (const [name, odd] of [
    ["odd", true],
    ["even", false],
  ] as const) {
    await fill(`${name}0`, 1, 40, odd);
    await fill(`${name}1`, 2, 200, odd);
    await fill(`${name}2`, 3, 90, odd);
  }
}, 60_000);

afterAll(() => postgres?.stop());

const COLUMNS = "id, k, h, g, s, c, d, ts, amount, big, f";

interface World {
  /** Further sources. */
  readonly more: string;
  /** Of the three tables. */
  readonly sources: readonly string[];
  /** What stands before the number in their names. */
  readonly prefix: string;
}

/** `few` are rows of a file, which are sent along. */
async function projectOf(
  merges: readonly string[],
  { more, sources, prefix }: World,
  engine: "auto" | "duckdb",
): Promise<Project> {
  const { port, database, user, password } = postgres;
  const few = autoRows(4, 12, false).map((row) =>
    Object.fromEntries(
      COLUMNS.split(", ").map((name, at) => [name, name === "f" ? null : (row[at] ?? null)]),
    ),
  );
  const typed =
    `cast(id as integer) as id, cast(k as bigint) as k, cast(h as smallint) as h, cast(g as varchar) as g, cast(s as varchar) as s,
    cast(c as varchar) as c, cast(d as date) as d, cast(ts as timestamp) as ts, cast(amount as decimal(12,2)) as amount,
    cast(big as decimal(30,5)) as big, cast(f as double) as f`.replaceAll(/\s+/g, " ");
  return loadFiles({
    "few.json": JSON.stringify(few),
    "headwater.yml": `
name: auto
sources:
${["pg", "pg1", "pg2"].map((name) => `  - { name: ${name}, type: postgresql, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}, sslmode: disable }`).join("\n")}
  - { name: few, type: json, file: few.json }
${more}
models:
${[0, 1, 2].map((at) => `  - { name: t${at}, source: ref(${sources[at]}), sql: "select ${COLUMNS} from ${prefix}${at}" }`).join("\n")}
  - { name: t3, source: ref(few), sql: "select ${typed} from few" }
${merges.map((sql, at) => `  - { name: m${at}, engine: ${engine}, models: [ref(t0), ref(t1), ref(t2), ref(t3)], sql: ${JSON.stringify(sql)} }`).join("\n")}
`,
  });
}

function cellText(value: unknown): string {
  return typeof value === "number"
    ? Object.is(value, -0)
      ? "-0"
      : String(value)
    : JSON.stringify(value);
}

/** Of each merge its entry, and its columns and rows as texts; codes where it failed. */
async function runAll(project: Project, merges: readonly string[]) {
  const { manifest } = await runOnce(project, { all: true });
  const state = openState(project);
  const readers = createReaders({
    temporaryDirectory: join(project.root, "target"),
    hosts: keptHosts,
  });
  const { signal } = new AbortController();
  const all = await Promise.all(
    merges.map(async (sql, at) => {
      const entry = manifest?.objects[`model:m${at}`];
      const { artifact, diagnostics = [] } = entry ?? {};
      if (!artifact) return { entry, found: diagnostics.map(({ code }) => code) };
      const rows = { names: [{ table: "rows" }], ...storedRows(artifact, state) };
      const scope = { tables: [rows], timeZone: "UTC" };
      const { result } = await readers.embedded.rows('from "rows"', 1e6, scope, { signal });
      const texts = Array.from({ length: result.rows }, (_, row) =>
        result.columns.map(({ values }) => cellText(values[row])).join(" "),
      );
      const columns = artifact.columns.map(({ name, type }) => `${name} ${type}`);
      const isOrdered = /order by all[^)]*$/.test(sql);
      return { entry, found: [...columns, ...(isOrdered ? texts : texts.toSorted())] };
    }),
  );
  await readers.close();
  return all;
}

const PARTS = {
  "a window": / over \(/,
  "a window by rows": /(?:row_number|lag|lead)\(|rows between/,
  exists: /exists \(select 1 from \w+ z where (?!z\.k = z\.h)/,
  "a subquery for one value": /\(select (?:max|min|sum|count)\(/,
  "an average": /avg\(/,
};

interface Totals {
  equal: number;
  refused: number;
  /** On another engine. */
  away: number;
  /** On the one that is looked at. */
  there: number;
  /** DuckDB moved the least. */
  stayed: number;
  rows: number;
  /** There, with each of these. */
  parts: Record<string, number>;
  held: Record<string, number>;
  failed: Record<string, number>;
}

async function prove(world: World, engine: string): Promise<Totals> {
  const totals: Totals = {
    equal: 0,
    refused: 0,
    away: 0,
    there: 0,
    stayed: 0,
    rows: 0,
    parts: {},
    held: {},
    failed: {},
  };
  const different: unknown[] = [];
  for (let done = 0; done < COUNT; done += AT_ONCE) {
    const count = Math.min(AT_ONCE, COUNT - done);
    const seeds = Array.from({ length: count }, (_, at) => SEED + done + at);
    if (done === 0) seeds.push(...COMPARED);
    const tables = ["t0", "t1", "t2", "t1", "t0", "t2", "t3"];
    const merges = seeds.map((seed) => {
      const random = createRandom(seed);
      return random.chance(20)
        ? randomMerge(random, ["t0", "t1", "t2"])
        : randomAutoMerge(random, tables);
    });
    const [here, auto] = await Promise.all(
      (["duckdb", "auto"] as const).map(async (how) =>
        runAll(await projectOf(merges, world, how), merges),
      ),
    );
    for (const [at, sql] of merges.entries()) {
      const [one, other] = [here?.[at], auto?.[at]];
      const entry = other?.entry;
      totals.rows += one?.found.length ?? 0;
      if (entry?.engine !== undefined) totals.away += 1;
      if (entry?.engine === engine) {
        totals.there += 1;
        for (const [name, pattern] of Object.entries(PARTS)) {
          if (pattern.test(sql)) totals.parts[name] = (totals.parts[name] ?? 0) + 1;
        }
      }
      if (entry?.engine === undefined && entry?.choice?.held.length === 0) totals.stayed += 1;
      for (const { because } of entry?.choice?.held ?? []) {
        const kind = because.startsWith("it failed") ? totals.failed : totals.held;
        const words = because.slice(0, 200);
        kind[words] = (kind[words] ?? 0) + 1;
      }
      // DuckDB itself may take other rows each time, as for a LIMIT.
      const most = entry?.engine === undefined ? entry?.artifact?.columns.length : undefined;
      if (
        JSON.stringify(one?.found.slice(0, most)) !== JSON.stringify(other?.found.slice(0, most))
      ) {
        different.push({
          seed: seeds[at],
          sql,
          engine: entry?.engine,
          here: one?.found.slice(0, 12),
          auto: other?.found.slice(0, 12),
        });
      } else if (entry?.artifact) totals.equal += 1;
      else totals.refused += 1;
    }
    if (process.env["MERGES"] !== undefined)
      process.stdout.write(`${JSON.stringify(totals, undefined, 1)}\n`);
    expect(different).toEqual([]);
  }
  return totals;
}

describe.skipIf(unavailable !== undefined)("on PostgreSQL", () => {
  test(`${COUNT} random merges are what they are in DuckDB`, async () => {
    const world = { more: "", sources: ["pg", "pg", "pg"], prefix: "odd" };
    const totals = await prove(world, "pg");
    expect(totals.equal).toBeGreaterThan(COUNT * 0.85);
    expect(totals.there).toBeGreaterThan(COUNT * 0.4);
    expect(Object.keys(totals.held).length).toBeGreaterThan(5);
    expect(Object.keys(totals.parts).toSorted()).toEqual(Object.keys(PARTS).toSorted());
  }, 3_600_000);
});

describe.skipIf(noTrino !== undefined)("on Trino", () => {
  let trino: TrinoServer;
  beforeAll(async () => {
    if (noTrino !== undefined) return;
    trino = await startTrino({
      catalogs: {
        crm: {
          "connector.name": "postgresql",
          "connection-url": `jdbc:postgresql://127.0.0.1:${postgres.port}/${postgres.database}`,
          "connection-user": postgres.user,
          "connection-password": postgres.password,
        },
      },
    });
  }, FIRST);
  afterAll(() => trino?.stop());

  const far = () =>
    `  - { name: far, type: trino, host: ${trino.host}, port: ${trino.port}, username: headwater, sslmode: disable, catalogs: { pg: crm, pg1: crm, pg2: crm } }`;

  test(`${COUNT} random merges of several databases are what they are in DuckDB`, async () => {
    const world = { more: far(), sources: ["pg", "pg1", "pg2"], prefix: "even" };
    const totals = await prove(world, "far");
    expect(totals.equal).toBeGreaterThan(COUNT * 0.85);
    expect(totals.there).toBeGreaterThan(COUNT * 0.1);
  }, 3_600_000);

  test(`${COUNT} random merges of its own tables are what they are in DuckDB`, async () => {
    const world = { more: far(), sources: ["far", "far", "far"], prefix: "crm.public.even" };
    const totals = await prove(world, "far");
    expect(totals.equal).toBeGreaterThan(COUNT * 0.85);
    expect(totals.there).toBeGreaterThan(COUNT * 0.3);
    expect(Object.keys(totals.parts).toSorted()).toEqual(Object.keys(PARTS).toSorted());
  }, 3_600_000);
});
