/**
 * Ctrl-C, a polite kill, a kill without mercy, an edit while `serve` runs: what nobody wants any
 * more is stopped where it runs.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { startCli } from "../support/cli.js";
import { commandOf, descendantsOf, running } from "../support/processes.js";
import { temporaryFolder, writeProject } from "../support/project.js";
import { serve } from "../support/serve.js";
import { faultsOf, leftIn } from "../support/state-check.js";

/** Asked often, and for as long as a busy machine may take. */
const SOON = { interval: 20, timeout: 30_000 };
const missing = postgresUnavailable() ?? mariadbUnavailable();
const withServers = test.skipIf(missing !== undefined);
let postgres: PostgresServer;
let mariadb: MariadbServer;

beforeAll(async () => {
  if (missing === undefined) {
    [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  }
});
afterAll(() => Promise.all([postgres?.stop(), mariadb?.stop()]));

const FOREVER =
  "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n";

/**
 * Statements, a file's query, DuckDB's work and a script with a child, none of which ends by
 * itself.
 */
function project(): Record<string, string> {
  const login = ({ port, database, user, password }: PostgresServer | MariadbServer) =>
    `host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}`;
  return {
    "headwater.yml": `
name: endless
defaults: { threads: 8 }
sources:
  - { name: pg, type: postgresql, ${login(postgres)} }
  - { name: my, type: mysql, ${login(mariadb)} }
  - { name: lite, type: sqlite, database: lite.sqlite }
  - { name: file, type: csv, file: file.csv }
models:
  - { name: good, source: ref(file), sql: select * from file }
  - { name: on pg, source: ref(pg), sql: select 1 as i from pg_sleep(600) }
  - { name: on my, source: ref(my), sql: select sleep(600) as i }
  - { name: on lite, source: ref(lite), sql: "${FOREVER}" }
  - { name: in duckdb, source: ref(file), sql: "select sum(a.range * b.range) as s from range(100000000) a, range(1000000) b" }
  - { name: by script, args: [node, script.js] }
traces:
  - { name: good trace, model: ref(good), props: { type: bar, x: "?{ a }" } }
  - { name: pg trace, model: ref(on pg), props: { type: bar, x: "?{ i }" } }
  - { name: my trace, model: ref(on my), props: { type: bar, x: "?{ i }" } }
  - { name: lite trace, model: ref(on lite), props: { type: bar, x: "?{ c }" } }
  - { name: duckdb trace, model: ref(in duckdb), props: { type: bar, x: "?{ s }" } }
  - { name: script trace, model: ref(by script), props: { type: bar, x: "?{ a }" } }
dashboards:
  - name: main
    rows:
      - items:
          - chart: { name: c, traces: [ref(good trace), ref(pg trace), ref(my trace), ref(lite trace), ref(duckdb trace), ref(script trace)] }
`,
    "file.csv": "a\n1\n",
    "script.js": `
import("node:child_process").then(({ spawn }) => {
  spawn(process.execPath, ["-e", "setInterval(() => {}, 1000) /* grandchild */"], { stdio: "inherit" });
  setInterval(() => {}, 1000);
});`,
  };
}

async function statements(): Promise<number[]> {
  const onPostgres = await postgres.query(
    `select 1 from pg_stat_activity where application_name = 'headwater/endless' and state = 'active'`,
  );
  const onMariadb = (await mariadb.query("show processlist")).filter(({ Info }) =>
    Info?.includes("headwater/endless"),
  );
  return [onPostgres.length, onMariadb.length];
}

/** A run of the project in which everything is under way. */
async function startEndless() {
  const cwd = await writeProject(project());
  const lite = new DatabaseSync(join(cwd, "lite.sqlite"));
  lite.exec("create table t(i)");
  lite.close();
  const env = { XDG_STATE_HOME: await temporaryFolder() };
  const child = startCli(["run", "--trust"], { cwd, env });
  child.stdin.end();
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | string | null>((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? signal));
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const { pid = 0 } = child;
  await expect.poll(statements, SOON).toEqual([1, 1]);
  const below = () => descendantsOf(pid).map(commandOf).join("\n");
  await expect.poll(below, SOON).toContain("grandchild");
  await expect.poll(below, SOON).toContain("reader-main");
  await expect.poll(() => stderr, SOON).toContain("✓ good trace");
  const processes = descendantsOf(pid);
  return { child, ended, processes, target: join(cwd, "target/default"), stderr: () => stderr };
}

withServers.each(["SIGINT", "SIGTERM"] as const)(
  "%s stops everything where it runs, and what is whole stays",
  async (signal) => {
    const { child, ended, processes, target, stderr } = await startEndless();
    child.kill(signal);
    await expect.poll(statements, SOON).toEqual([0, 0]);
    expect(await ended).toBe(130);
    expect(running(processes)).toEqual([]);
    expect(faultsOf(target)).toEqual([]);
    expect(leftIn(target)).toEqual([]);
    for (const name of ["pg", "my", "lite", "duckdb"]) {
      expect(stderr()).toMatch(new RegExp(`^- ${name} trace +cancelled$`, "m"));
    }
    expect(stderr()).toContain("1 built, 6 cancelled");
  },
);

withServers("a second Ctrl-C ends at once, and still leaves no process", async () => {
  const { child, ended, processes } = await startEndless();
  child.kill("SIGINT");
  child.kill("SIGINT");
  // Two of the same signal may arrive as one.
  const again = setInterval(() => child.kill("SIGINT"), 50);
  // By the signal itself, which shells call 130.
  expect(await ended).toBe("SIGINT");
  clearInterval(again);
  await expect.poll(() => running(processes), SOON).toEqual([]);
  await expect.poll(async () => (await statements())[0], SOON).toBe(0);
});

withServers(
  "a kill without mercy leaves no process, and no statement that PostgreSQL goes on with",
  async () => {
    const { child, ended, processes, target } = await startEndless();
    child.kill("SIGKILL");
    await ended;
    await expect.poll(() => running(processes), SOON).toEqual([]);
    await expect.poll(async () => (await statements())[0], SOON).toBe(0);
    expect(faultsOf(target)).toEqual([]);
  },
);

withServers("an edit stops the statement that it changes, and no other", async () => {
  const { port, user, password } = postgres;
  const yaml = `
name: edited
sources:
  - { name: pg, type: postgresql, host: 127.0.0.1, port: ${port}, database: postgres, username: ${user}, password: ${password} }
models:
  - { name: one, source: ref(pg), sql: select 1 as i from pg_sleep(6) }
  - { name: two, source: ref(pg), sql: select 2 as i from pg_sleep(600) }
traces:
  - { name: first, model: ref(one), props: { type: bar, x: "?{ i }" } }
  - { name: second, model: ref(two), props: { type: bar, x: "?{ i }" } }
dashboards:
  - name: main
    rows: [{ items: [{ chart: { name: c, traces: [ref(first), ref(second)] } }] }]
`;
  const active = async () => {
    const rows = await postgres.query(
      `select pid, query from pg_stat_activity where application_name = 'headwater/edited' and state = 'active' order by query`,
    );
    return rows.map(({ pid, query }) => `${pid} ${/pg_sleep\(\d+\)/.exec(query ?? "")?.[0]}`);
  };
  const cwd = await writeProject({ "headwater.yml": yaml });
  const told = () => postgres.statements().filter((sql) => /pg_sleep\(6/.test(sql)).length;
  const others = told();
  const served = await serve(cwd);
  await expect.poll(async () => (await active()).length, SOON).toBe(2);
  // What runs may be told in the log a moment later.
  await expect.poll(() => told() - others, SOON).toBe(2);
  const before = postgres.statements().length;
  const [first = ""] = await active();
  await writeFile(join(cwd, "headwater.yml"), yaml.replace("pg_sleep(600)", "pg_sleep(0)"));
  await served.event(({ type }) => type === "published");
  const { traces } = await served.dashboard();
  expect([traces["first"]?.status, traces["second"]?.status]).toEqual(["ok", "ok"]);
  const sent = postgres.statements().slice(before);
  expect(sent).toEqual([expect.stringContaining("pg_sleep(0)")]);
  expect(first).toContain("pg_sleep(6)");
  expect(await active()).toEqual([]);
});
