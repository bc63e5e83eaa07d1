/**
 * What goes wrong between us and a server: each fault is told, with its cause and what to do, and
 * nothing hangs or is torn.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { ManifestEntry } from "../../src/contract/manifest.js";
import type { RunEvent } from "../../src/contract/events.js";
import { createReaders } from "../../src/readers/readers.js";
import { openState, removeTemporaryDirectory } from "../../src/engine/state/state.js";
import { mariadbUnavailable, startMariadb } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres } from "../servers/postgres.js";
import { loadFiles } from "../support/load-files.js";
import { startProxy, type Proxy } from "../support/proxy.js";
import { runOnce } from "../support/run-project.js";

interface Server {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  query(sql: string): Promise<Record<string, string | null>[]>;
  crash(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface RunThrough {
  /** Further fields of the source, each after a comma. */
  readonly fields?: string;
  readonly password?: string;
  /** Between a first run and the one that counts. */
  readonly before?: () => Promise<void>;
}

interface Product {
  readonly type: string;
  readonly missing: string | undefined;
  readonly start: () => Promise<Server>;
  /** Many rows, about 200 bytes each. */
  readonly rows: (count: number) => string;
  readonly sleep: (seconds: number) => string;
  /** How many statements of ours the server works for. */
  readonly running: (server: Server) => Promise<number>;
}

const PRODUCTS: readonly Product[] = [
  {
    type: "postgresql",
    missing: postgresUnavailable(),
    start: startPostgres,
    rows: (count) => `select i, repeat('x', 200) as x from generate_series(1, ${count}) i`,
    sleep: (seconds) => `select 1 as i, pg_sleep(${seconds})::text as x`,
    running: async (server) => {
      // Between two messages of one statement a session is called active too, while it waits for
      // its client.
      const sql = `select 1 from pg_stat_activity where application_name = 'headwater/faults' and state = 'active' and wait_event is distinct from 'ClientRead'`;
      return (await server.query(sql)).length;
    },
  },
  {
    type: "mysql",
    missing: mariadbUnavailable(),
    start: startMariadb,
    rows: (count) => `select seq as i, repeat('x', 200) as x from seq_1_to_${count}`,
    sleep: (seconds) => `select 1 as i, sleep(${seconds}) as x`,
    running: async (server) => {
      const rows = await server.query("show processlist");
      return rows.filter(
        ({ User, Command, Info }) =>
          User === "headwater" && /^(Query|Execute)$/.test(Command ?? "") && Info !== null,
      ).length;
    },
  },
];

/** Asked often, and for as long as a busy machine may take. */
const SOON = { interval: 20, timeout: 20_000 };

/**
 * Side by side, since most of the time is spent waiting; the tests of one server follow one
 * another. Those that poll take `expect` from their context, which other concurrent tests do not
 * have.
 */
describe.concurrent.each(PRODUCTS)("$type", ({ type, missing, start, rows, sleep, running }) => {
  let server: Server;
  let proxy: Proxy;
  beforeAll(async () => {
    if (missing === undefined) server = await start();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    if (missing === undefined) proxy = await startProxy(server);
  });
  afterEach(() => proxy?.stop());
  const faulty = missing === undefined ? test.sequential : test.skip;

  /** Runs one model through the proxy; what became of it. */
  async function run(
    sql: string,
    { fields = "", password = server.password, before }: RunThrough = {},
  ) {
    const { user, database } = server;
    const project = await loadFiles({
      "headwater.yml": `
name: faults
sources:
  - { name: db, type: ${type}, host: 127.0.0.1, port: ${proxy.port}, database: ${database}, username: ${user}, password: ${password}${fields} }
models:
  - { name: rows, source: ref(db), sql: "${sql}" }
`,
    });
    const state = openState(project);
    const temporaryDirectory = state.temporaryDirectory();
    const readers = createReaders({ temporaryDirectory });
    const events: RunEvent[] = [];
    const once = () =>
      runOnce(project, { trusted: false, onEvent: (event) => events.push(event), readers });
    try {
      if (before) {
        await once();
        await before();
      }
      const { exitCode, manifest } = await once();
      const drafts = readdirSync(temporaryDirectory);
      return { exitCode, entry: manifest?.objects["model:rows"], drafts, state };
    } finally {
      await readers.close();
      await removeTemporaryDirectory(temporaryDirectory);
    }
  }

  function expectNothingKept({ entry, drafts, state }: Awaited<ReturnType<typeof run>>): void {
    expect(entry?.artifact).toBeUndefined();
    expect(drafts).toEqual([]);
    expect(readdirSync(join(state.directory, "objects"))).toEqual([]);
  }

  function fault(entry: ManifestEntry | undefined) {
    const [first, ...others] = entry?.diagnostics ?? [];
    expect(others).toEqual([]);
    expect(first?.hint).toBeTruthy();
    return { status: entry?.status, code: first?.code, message: first?.message };
  }

  faulty(
    "a connection that is cut in the middle of a result is made again, and that is said",
    async () => {
      proxy.fail({ cutAfter: 2_000_000, times: 1 });
      const { exitCode, entry } = await run(rows(50_000));
      expect(exitCode).toBe(0);
      expect(entry).toMatchObject({ status: "built", artifact: { rows: 50_000 } });
      expect(entry?.diagnostics.map(({ code }) => code)).toEqual(["read-repeated"]);
    },
  );

  faulty("a connection that is cut again and again is given up after the third time", async () => {
    proxy.fail({ cutAfter: 2_000_000 });
    const result = await run(rows(50_000));
    expect(result.exitCode).toBe(3);
    expect(fault(result.entry)).toMatchObject({ status: "failed", code: "source-connection-lost" });
    expectNothingKept(result);
    expect(proxy.connections).toBe(3);
  });

  faulty(
    "rows that stop coming are given up after `progress_timeout`, and the server stops",
    async ({ expect }) => {
      proxy.fail({ stallAfter: 2_000_000, times: 1 });
      const result = await run(rows(500_000), { fields: ", progress_timeout: 1" });
      expect(result.exitCode).toBe(3);
      expect(fault(result.entry)).toEqual({
        status: "failed",
        code: "query-stalled",
        message: "`db`: the rows stopped coming for 1 s, so the query was stopped.",
      });
      expectNothingKept(result);
      await expect.poll(() => running(server), SOON).toBe(0);
    },
  );

  faulty("a first row that takes longer than `progress_timeout` is waited for", async () => {
    const { entry } = await run(sleep(2), { fields: ", progress_timeout: 1" });
    expect(entry).toMatchObject({ status: "built", artifact: { rows: 1 } });
  });

  faulty("a login that nobody answers is given up after `connect_timeout`", async () => {
    proxy.fail({ silent: true });
    const result = await run(rows(1), { fields: ", connect_timeout: 1" });
    expect(result.exitCode).toBe(3);
    expect(fault(result.entry)).toMatchObject({
      status: "failed",
      code: "source-says-nothing",
      message: expect.stringContaining("for 1 s"),
    });
    expectNothingKept(result);
  });

  faulty("sessions that died between two runs are replaced", async () => {
    const { exitCode, entry } = await run(rows(10), {
      before: async () => {
        await server.crash();
        await server.start();
      },
    });
    expect(exitCode).toBe(0);
    expect(entry).toMatchObject({ status: "built", artifact: { rows: 10 } });
  });

  faulty(
    "a server that restarts in the middle of a statement is asked again",
    async ({ expect }) => {
      const working = run(sleep(3));
      await expect.poll(() => running(server), SOON).toBe(1);
      await server.crash();
      await server.start();
      const { exitCode, entry } = await working;
      expect(exitCode).toBe(0);
      expect(entry?.diagnostics.map(({ code }) => code)).toEqual(["read-repeated"]);
    },
  );

  faulty(
    "a connection whose other end is gone without a word is given up after the time limit",
    async ({ expect }) => {
      const working = run(sleep(30), { fields: ", timeout: 2" });
      await expect.poll(() => running(server), SOON).toBe(1);
      proxy.dropSilently();
      const result = await working;
      expect(result.exitCode).toBe(3);
      expect(fault(result.entry)).toMatchObject({ status: "failed", code: "query-timed-out" });
      expectNothingKept(result);
      await expect.poll(() => running(server), SOON).toBe(0);
    },
  );

  faulty("a refused login is not tried again", async () => {
    const result = await run(rows(1), { password: "not-the-word" });
    expect(fault(result.entry)).toMatchObject({ status: "failed", code: "source-login-failed" });
    expect(proxy.connections).toBe(1);
  });
});
