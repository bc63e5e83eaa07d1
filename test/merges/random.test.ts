/**
 * Random merges over PostgreSQL, MariaDB and SQLite, on what they need and on whole copies.
 * MERGES=5000 runs so many of them from SEED on, which also decides which database has the small
 * table and which the large one; the suite runs 120.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { createMergeRunner, movedShare, type MergeRunner } from "../support/merges.js";
import { createRandom, randomMerge } from "./random.js";
import { fillProject, projectOf, type Place } from "./tables.js";

const COUNT = Number(process.env["MERGES"] ?? 120);
const SEED = Number(process.env["SEED"] ?? 1);
/** Keys go from small tables to larger ones, so that each order is another pair of dialects. */
const ORDERS: readonly (readonly Place[])[] = [
  ["mysql", "postgresql", "sqlite"],
  ["postgresql", "sqlite", "mysql"],
  ["sqlite", "mysql", "postgresql"],
  ["postgresql", "mysql", "sqlite"],
  ["mysql", "sqlite", "postgresql"],
  ["sqlite", "postgresql", "mysql"],
];
/** Of the three tables: small ones give their join keys to larger ones. */
const ROWS = [20, 80, 320];
const AT_ONCE = 3;

const unavailable = postgresUnavailable() ?? mariadbUnavailable();
let postgres: PostgresServer;
let mariadb: MariadbServer;
const runners: MergeRunner[] = [];

beforeAll(async () => {
  if (unavailable !== undefined) return;
  [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
}, 60_000);

afterAll(async () => {
  await Promise.all(runners.map((runner) => runner.close()));
  await Promise.all([postgres, mariadb].map((server) => server?.stop()));
});

test.skipIf(unavailable !== undefined)(
  `${COUNT} random merges over three databases are what they are over whole copies`,
  async () => {
    const places = ORDERS[SEED % ORDERS.length] ?? [];
    const servers = { postgres, mariadb };
    const project = await projectOf(places, servers);
    await fillProject(project.root, places, ROWS, servers);
    const runner = createMergeRunner(project, { keys: { leastRows: 0, rowsPerKey: 1 } });
    runners.push(runner);
    const tables = places.map((_, at) => `t${at}`);
    const cells = new Map(tables.map((name, at) => [`model:${name}`, (ROWS[at] ?? 0) * 8]));
    const totals = { equal: 0, refused: 0, conditions: 0, keys: 0, refetched: 0, moved: 0, of: 0 };
    const different: unknown[] = [];
    let next = 0;
    async function work(): Promise<void> {
      while (next < COUNT) {
        const seed = SEED + next++;
        const sql = randomMerge(createRandom(seed), tables);
        const { narrowed, whole, legs } = await runner.compare(sql);
        if (whole.error !== undefined) totals.refused += 1;
        else if (JSON.stringify(narrowed) === JSON.stringify(whole)) totals.equal += 1;
        else different.push({ seed, sql, narrowed, whole, legs });
        if (legs.some(({ where }) => where !== undefined)) totals.conditions += 1;
        if (legs.some(({ keys }) => keys)) totals.keys += 1;
        if (legs.some(({ refetched }) => refetched)) totals.refetched += 1;
        const { moved, of } = movedShare(legs, cells);
        totals.moved += moved;
        totals.of += of;
      }
    }
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (process.env["MERGES"] !== undefined) process.stdout.write(`${JSON.stringify(totals)}\n`);
    expect(different).toEqual([]);
    expect(totals.equal).toBeGreaterThan(COUNT * 0.9);
    expect(totals.conditions).toBeGreaterThan(COUNT * 0.3);
    expect(totals.keys).toBeGreaterThan(COUNT * 0.05);
    expect(totals.refetched).toBeLessThan(COUNT * 0.05);
    expect(totals.moved / totals.of).toBeLessThan(0.5);
  },
  3_600_000,
);
