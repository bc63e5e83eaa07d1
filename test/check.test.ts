/** `run --check`: every query is prepared by whom it is for; no row moves and nothing is written. */
import { DatabaseSync } from "@photostructure/sqlite";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckEvent, RunEvent } from "../src/contract/events.js";
import { checkProject } from "../src/engine/check/check-project.js";
import { loadProject } from "../src/project/load-project.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "./servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { runCommand } from "./support/command.js";
import { writeProject } from "./support/project.js";
import { runOnce, withRun } from "./support/run-project.js";

const SOUND = `
name: shop
sources:
  - { name: shop, type: csv, file: orders.csv }
  - { name: crm, type: sqlite, database: crm.sqlite }
models:
  - { name: orders, source: ref(shop) }
  - { name: regions, source: ref(crm), sql: "select name, manager, 2 * 3 as n from regions" }
  - { name: weather, args: [node, weather.mjs] }
  - name: by region
    models: [ref(orders), ref(regions)]
    sql: >-
      select manager, sum(amount) as revenue
      from orders join regions on name = region group by all
  - name: wet
    models: [ref(orders), ref(weather), ref(by region)]
    sql: select region, rain from orders join weather using (region)
traces:
  - { name: of a file, model: ref(orders), props: { type: bar, x: "?{ region }" } }
  - { name: of a database, model: ref(regions), props: { type: bar, x: "?{ manager }" } }
  - { name: of a merge, model: ref(by region), props: { type: bar, y: "?{ sum(revenue) }" } }
  - { name: of a script, model: ref(wet), props: { type: bar, y: "?{ max(rain) }" } }
`;

/** One wrong column in each kind of job. */
const WRONG = `${SOUND}
  - { name: bad of a file, model: ref(orders), props: { type: bar, x: "?{ sum(amout) }" } }
  - { name: bad of a database, model: ref(regions), props: { type: bar, x: "?{ max(manger) }" } }
  - { name: bad of a merge, model: ref(by region), props: { type: bar, y: "?{ sum(revenu) }" } }
  - { name: bad of a script, model: ref(weather), props: { type: bar, y: "?{ max(rian) }" } }
  - { name: bad text, model: ref(orders), props: { type: bar, y: "?{ sum(amount }" } }
  - { name: over a bad merge, model: ref(bad merge), props: { type: bar, y: "?{ count(*) }" } }
`.replace(
  "traces:",
  `  - { name: bad model, source: ref(crm), sql: select nam from regions }
  - { name: bad merge, models: [ref(orders), ref(regions)], sql: "select regoin from orders, regions" }
  - { name: below, source: ref(crm), sql: select nom from regions }
  - { name: bad leg, models: [ref(below)], sql: select * from below }
  - { name: bad on its engine, engine: ref(crm), models: [ref(regions)], sql: select nme from regions }
traces:`,
);

async function write(yaml: string): Promise<string> {
  const directory = await writeProject({
    "headwater.yml": yaml,
    "orders.csv": "region,amount\nnorth,1.5\nsouth,2\n",
    "weather.mjs": `import { writeFileSync } from "node:fs";
writeFileSync("ran", "");
console.log("region,rain\\nnorth,3");
`,
  });
  const database = new DatabaseSync(join(directory, "crm.sqlite"));
  database.exec(
    "create table regions (name text, manager text); insert into regions values ('north', 'Ann')",
  );
  database.close();
  return directory;
}

function load(directory: string) {
  return loadProject({ directory, processEnv: {}, sourceTypes: SOURCE_TYPES });
}

async function check(directory: string, signal = new AbortController().signal) {
  const events: CheckEvent[] = [];
  const outcome = await withRun(await load(directory), { trusted: false }, (run) =>
    checkProject(run, {
      all: true,
      signal,
      onEvent: (event) => events.push(event),
    }),
  );
  return { ...outcome, events, jobs: jobsIn(events) };
}

/** How each job ended, by name. */
function jobsIn(events: readonly (CheckEvent | RunEvent)[]) {
  return new Map(
    events.flatMap((event) => {
      if (event.type !== "job-checked" && event.type !== "job-done") return [];
      const { job, status, diagnostics } = event;
      const reason = event.type === "job-checked" ? event.reason : undefined;
      return [[job.name, { status, reason, diagnostics }] as const];
    }),
  );
}

test("each query is prepared where it would run; a script is not run, nor what rests on its columns", async () => {
  const directory = await write(SOUND);
  const { exitCode, jobs, events } = await check(directory);
  expect([...jobs].map(([name, { status, reason }]) => [name, reason ?? status])).toEqual(
    expect.arrayContaining([
      ["of a file", "prepared"],
      ["of a database", "prepared"],
      ["by region", "prepared"],
      ["of a merge", "prepared"],
      ["weather", "It runs a command."],
      ["wet", "It needs `weather`, whose columns are not known before it has run."],
      ["of a script", "It needs `wet`, whose columns are not known before it has run."],
    ]),
  );
  expect(events.at(-1)).toMatchObject({ counts: { prepared: 4, failed: 0, unchecked: 3 } });
  expect(exitCode).toBe(0);
  expect(existsSync(join(directory, "ran"))).toBe(false);
});

test("a check fails with the words of the run, at the same places; results of scripts stand in", async () => {
  const directory = await write(WRONG);
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  const ran = await runOnce(await load(directory), { all: true, onEvent });
  const ofRun = jobsIn(events);
  const { exitCode, jobs } = await check(directory);
  const failed = [...jobs].filter(([, { status }]) => status === "failed");
  expect(failed.map(([name]) => name).toSorted()).toEqual([
    "bad leg",
    "bad merge",
    "bad model",
    "bad of a database",
    "bad of a file",
    "bad of a merge",
    "bad of a script",
    "bad on its engine",
    "bad text",
  ]);
  for (const [name, { diagnostics }] of failed) {
    expect([name, diagnostics]).toEqual([name, ofRun.get(name)?.diagnostics]);
  }
  expect(jobs.get("over a bad merge")?.reason).toBe("It needs `bad merge`, which failed.");
  expect(jobs.get("weather")?.reason).toContain("the columns of its last result");
  expect(jobs.get("of a script")?.status).toBe("prepared");
  expect([exitCode, ran.exitCode]).toEqual([3, 3]);
});

test("what may be right over the rows is no error: SQLite only guesses the types of expressions", async () => {
  const guessing = SOUND.replace("select manager, sum(amount)", "select manager, sum(n)");
  const { jobs, exitCode } = await check(await write(guessing));
  expect(jobs.get("by region")).toMatchObject({
    status: "unchecked",
    reason: expect.stringContaining("`regions.n`"),
  });
  expect(exitCode).toBe(0);
  const unknown = guessing.replace("sum(n)", "sum(nn)");
  expect((await check(await write(unknown))).jobs.get("by region")?.status).toBe("failed");
});

test("an interrupted check says what it has not looked at", async () => {
  const { jobs, exitCode } = await check(await write(SOUND), AbortSignal.abort());
  expect(new Set([...jobs.values()].map(({ reason }) => reason))).toEqual(
    new Set(["It was interrupted."]),
  );
  expect(exitCode).toBe(130);
});

test("the command prints a line for each, writes nothing, and takes no option about rows", async () => {
  const directory = await write(WRONG);
  const before = await readdir(directory);
  const all = await runCommand(["run", "--check", "--all"], { cwd: directory });
  expect(all.code).toBe(3);
  expect(all.stderr).toMatch(/^✓ of a file +prepared +\S+ m?s$/m);
  expect(all.stderr).toMatch(/^✗ bad of a file +failed/m);
  expect(all.stderr).toMatch(/^- weather +not checked\n {4}It runs a command\.$/m);
  expect(all.stderr).toMatch(/^17 queries: 4 prepared, 8 failed, 5 not checked in \S+ m?s$/m);
  expect(await readdir(directory)).toEqual(before);

  const one = await runCommand(["run", "--check", "of a merge", "--json"], { cwd: directory });
  const lines = one.stdout.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { type: "diagnostics" },
    { type: "check-start", jobs: [{ name: "by region" }, { name: "of a merge" }] },
    { type: "job-start" },
    { type: "job-checked", job: { name: "by region" }, status: "prepared", diagnostics: [] },
    { type: "job-start" },
    { type: "job-checked", job: { name: "of a merge" }, status: "prepared", diagnostics: [] },
    { type: "check-done", counts: { prepared: 2, failed: 0, unchecked: 0 } },
  ]);
  expect(one.code).toBe(1);
  const usage = await runCommand(["run", "--check", "--reuse"], { cwd: directory });
  expect([usage.code, usage.stderr]).toEqual([2, expect.stringContaining("`--reuse`")]);
});

const missing = postgresUnavailable() ?? mariadbUnavailable();
let postgres: PostgresServer;
let mariadb: MariadbServer;

beforeAll(async () => {
  if (missing === undefined) {
    [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  }
});
afterAll(() => Promise.all([postgres?.stop(), mariadb?.stop()]));

test.skipIf(missing !== undefined)("servers prepare the queries and run none", async () => {
  const table = "create table sales (region varchar(10), amount decimal(10, 2)); select 1";
  await Promise.all([postgres.query(table), mariadb.query(`use ${mariadb.database}; ${table}`)]);
  const login = ({ port, database, user, password }: PostgresServer | MariadbServer) =>
    `host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}`;
  const of = (name: string) => `
  - { name: good ${name}, model: ref(${name} sales), props: { type: bar, y: "?{ sum(amount) }" } }
  - { name: bad ${name}, model: ref(${name} sales), props: { type: bar, y: "?{ sum(amout) }" } }
  - { name: leg ${name}, model: ref(${name} merge), props: { type: bar, y: "?{ max(region) }" } }`;
  const yaml = `
name: servers
sources:
  - { name: pg, type: postgresql, ${login(postgres)} }
  - { name: my, type: mysql, ${login(mariadb)} }
models:
  - { name: pg sales, source: ref(pg), sql: select * from sales }
  - { name: my sales, source: ref(my), sql: select * from sales }
  - { name: pg wrong, source: ref(pg), sql: select regoin from sales }
  - { name: my wrong, source: ref(my), sql: select regoin from sales }
  - { name: pg merge, models: [ref(pg wrong)], sql: select * from "pg wrong" }
  - { name: my merge, models: [ref(my wrong)], sql: select * from "my wrong" }
  - name: both
    models: [ref(pg sales), ref(my sales)]
    sql: select p.region, sum(p.amount + m.amount) as s from "pg sales" p, "my sales" m group by 1
traces:${of("pg")}${of("my")}
  - { name: good merge, model: ref(both), props: { type: bar, x: "?{ region }", y: "?{ s }" } }
`;
  const directory = await writeProject({ "headwater.yml": yaml });
  const { jobs } = await check(directory);
  const statements = [...postgres.statements(), ...mariadb.statements()];
  expect(statements.filter((sql) => /\bfrom sales\b/.test(sql))).toEqual([]);
  const by = (wanted: string) =>
    [...jobs].filter(([, { status }]) => status === wanted).map(([name]) => name);
  expect(by("prepared").toSorted()).toEqual(["both", "good merge", "good my", "good pg"]);
  expect(by("failed").toSorted()).toEqual(["bad my", "bad pg", "my merge", "pg merge"]);

  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  await runOnce(await load(directory), { all: true, onEvent });
  const ofRun = jobsIn(events);
  for (const name of by("failed")) {
    expect([name, jobs.get(name)?.diagnostics]).toEqual([name, ofRun.get(name)?.diagnostics]);
  }
});
