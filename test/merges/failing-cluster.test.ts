/** What is said when a part of a Trino of two nodes ends in the middle of a merge: one diagnostic. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import {
  hasWorker,
  isStarted,
  ownTrinoUnavailable,
  startTrino,
  type TrinoServer,
} from "../servers/trino.js";
import { loadFiles } from "../support/load-files.js";
import { runOnce } from "../support/run-project.js";

const unavailable = ownTrinoUnavailable() ?? postgresUnavailable();
/** Milliseconds for two nodes to start. */
const FIRST = 400_000;
/** Instead of a minute in which Trino hopes that a node comes back. */
const IMPATIENT = {
  "query.remote-task.max-error-duration": "3s",
  "exchange.max-error-duration": "3s",
};

/** That the project knows. */
let postgres: PostgresServer;
/** Behind the catalog: the same table on another machine, as a replica is. */
let replica: PostgresServer;
let trino: TrinoServer;
let worker: TrinoServer;

beforeAll(async () => {
  if (unavailable !== undefined) return;
  [postgres, replica] = await Promise.all([startPostgres(), startPostgres()]);
  for (const server of [postgres, replica])
    await server.query("create table days as select generate_series(1, 100) as id");
  const crm = {
    "connector.name": "postgresql",
    "connection-url": `jdbc:postgresql://127.0.0.1:${replica.port}/${replica.database}`,
    "connection-user": replica.user,
    "connection-password": replica.password,
  };
  trino = await startTrino({
    catalogs: { crm },
    settings: { ...IMPATIENT, "node-scheduler.include-coordinator": "false" },
    isReady: isStarted,
  });
  const coordinator = trino;
  worker = await startTrino({
    catalogs: { crm },
    settings: { ...IMPATIENT, coordinator: "false", "discovery.uri": coordinator.url },
    isReady: () => hasWorker(coordinator),
  });
}, FIRST);

afterAll(() => Promise.all([worker, trino, postgres, replica].map((server) => server?.stop())));

/** Runs a merge that takes long, has something end while the database answers, and yields its entry. */
async function runWhile(end: () => Promise<void>) {
  const { port, database, user, password } = postgres;
  const project = await loadFiles({
    "headwater.yml": `
name: far
sources:
  - { name: pg, type: postgresql, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}, sslmode: disable }
  - { name: far, type: trino, host: ${trino.host}, port: ${trino.port}, username: headwater, sslmode: disable, catalogs: { pg: crm } }
models:
  - { name: slow days, source: ref(pg), sql: "select id, cast(pg_sleep(0.5) as text) as slept from days" }
  - { name: merge, models: [ref(slow days)], engine: ref(far), sql: 'select count(slept) as n from "slow days"' }
`,
  });
  const running = runOnce(project, { selection: "merge" });
  const sleeping = async () =>
    (await replica.query("select 1 from pg_stat_activity where wait_event = 'PgSleep'")).length;
  await expect.poll(sleeping, { timeout: 100_000 }).toBe(1);
  await end();
  const { manifest } = await running;
  return manifest?.objects["model:merge"];
}

test.skipIf(unavailable !== undefined)(
  "the database behind a catalog stops while the project's own source still answers",
  async () => {
    const entry = await runWhile(() => replica.crash());
    await replica.start();
    expect(entry?.diagnostics).toMatchObject([
      {
        code: "query-failed",
        message: expect.stringMatching(/^`far` refused the query: An I\/O error/),
        hint: expect.stringContaining("The database behind the catalog says so"),
      },
    ]);
  },
  FIRST,
);

test.skipIf(unavailable !== undefined)(
  "a worker is killed",
  async () => {
    const entry = await runWhile(() => worker.stop("SIGKILL"));
    expect(entry?.diagnostics).toMatchObject([
      {
        code: "query-failed",
        detail: expect.stringContaining("Query id: "),
        hint: expect.stringContaining("A worker of the cluster"),
      },
    ]);
  },
  FIRST,
);
