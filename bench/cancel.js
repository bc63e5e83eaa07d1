/**
 * How long after one Ctrl-C a statement still runs on its server, and the command itself; the goal
 * is a second for either. The server is asked every few milliseconds. SQLite, DuckDB and scripts
 * run on this machine: their end is that of the command.
 *
 *   npm run bench cancel [rounds]
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runnerImport } from "vite";

const ROUNDS = Number(process.argv[2] ?? 5);
const MOST_MILLISECONDS = 1000;
const program = join(import.meta.dirname, "../bin/headwater.js");
const endless =
  "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) as c from n";

const folder = mkdtempSync(join(tmpdir(), "headwater-cancel-"));
const [{ module: pg }, { module: my }] = await Promise.all(
  ["../test/servers/postgres.ts", "../test/servers/mariadb.ts"].map((path) =>
    runnerImport(new URL(path, import.meta.url).pathname),
  ),
);
const [postgres, mariadb] = await Promise.all([pg.startPostgres(), my.startMariadb()]);
/** How many statements of ours a server runs. */
const RUNNING = {
  postgresql: () =>
    count(
      postgres,
      "select count(*) from pg_stat_activity where state = 'active' and query like '%on_postgresql%' and pid <> pg_backend_pid()",
    ),
  mysql: () =>
    count(
      mariadb,
      "select count(*) from information_schema.processlist where command <> 'Sleep' and info like '%on_mysql%' and info not like '%processlist%'",
    ),
};
const MODELS = {
  postgresql: "select count(*) as c from generate_series(1, 100000000000) as on_postgresql",
  mysql:
    "select count(*) as on_mysql from seq_1_to_1000000 a, seq_1_to_1000000 b where a.seq + b.seq = 1",
  sqlite: endless,
  duckdb: "select sum(a.range * b.range) as s from range(100000000) a, range(1000000) b",
  script: undefined,
};

let missed = false;
try {
  writeProject();
  console.log("source      statement gone     command ended   (milliseconds after SIGINT)");
  for (const name of Object.keys(MODELS)) {
    for (let round = 0; round < ROUNDS; round++) {
      const { gone, ended } = await cancel(name);
      missed ||= Math.max(gone ?? 0, ended) > MOST_MILLISECONDS;
      const told = gone === undefined ? "-" : gone.toFixed(0);
      console.log(name.padEnd(12), told.padStart(12), ended.toFixed(0).padStart(17));
    }
  }
} finally {
  await Promise.all([postgres.stop(), mariadb.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
if (missed) {
  console.error(`Something ran for more than ${MOST_MILLISECONDS} ms.`);
  process.exitCode = 1;
}

async function cancel(name) {
  const child = spawn(process.execPath, [program, "run", `"on ${name}"`, "--trust"], {
    cwd: folder,
    stdio: "ignore",
  });
  const running = RUNNING[name];
  if (running) while (child.exitCode === null && (await running()) === 0) await sleep(20);
  // The others have no one to ask: by then they have begun.
  await sleep(running ? 300 : 2000);
  if (child.exitCode !== null) throw new Error(`${name} ended before it was cancelled`);
  const start = performance.now();
  child.kill("SIGINT");
  const since = () => performance.now() - start;
  const ended = new Promise((resolve) => {
    child.once("exit", () => resolve(since()));
  });
  let gone;
  if (running) {
    while ((await running()) > 0) await sleep(2);
    gone = since();
  }
  return { gone, ended: await ended };
}

async function count(server, sql) {
  return Number(Object.values((await server.query(sql))[0])[0]);
}

function writeProject() {
  const server = ({ port, database, user, password }) =>
    `host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}`;
  writeFileSync(join(folder, "file.csv"), "a\n1\n");
  writeFileSync(join(folder, "lite.sqlite"), "");
  const models = Object.entries(MODELS).map(([name, sql]) =>
    sql === undefined
      ? `  - {name: on ${name}, args: [sleep, "600"]}`
      : `  - {name: on ${name}, source: ref(${name}), sql: "${sql}"}`,
  );
  writeFileSync(
    join(folder, "headwater.yml"),
    `name: cancel
sources:
  - {name: postgresql, type: postgresql, sslmode: disable, ${server(postgres)}}
  - {name: mysql, type: mysql, ${server(mariadb)}}
  - {name: sqlite, type: sqlite, database: lite.sqlite}
  - {name: duckdb, type: csv, file: file.csv}
models:
${models.join("\n")}
`,
  );
}
