/**
 * One model of sixteen columns into Parquet, from each database, beside what the database's own
 * client needs to read the same rows and throw them away (DuckDB: to copy them to Parquet). Both
 * are run in turn, so that a busy machine slows both.
 *
 *   npm run bench extract -- [--rows 5000000] [--rounds 3] [--only sqlite,duckdb] [--node24 PATH]
 *     [--peers PYTHON] [--check]
 *
 * Goals: PostgreSQL 0.75 of the client's speed, MariaDB 1.0, SQLite 0.65 (0.4 below Node 24),
 * DuckDB 0.9; 1 GB of memory in all processes; 30 ms of delay in the main thread's event loop.
 * Both ratios are medians of the pairs that ran one after the other; the one by processor time
 * counts all processes from start to end. `--check` compares every value with the one it was made
 * from. `--peers` runs what that Python has of connectorx, ADBC and DuckDB's scanners in the same
 * turns.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";
import { differences, fillMariadb, fillPostgres, fillSqlite, generate } from "./extract/data.js";
import { peersOf } from "./extract/peers.js";
import { measure, medianRun } from "./support/measure.js";

const { values: flags } = parseArgs({
  options: {
    rows: { type: "string", default: "5000000" },
    rounds: { type: "string", default: "3" },
    only: { type: "string", default: "postgresql,mysql,sqlite,duckdb" },
    node24: { type: "string" },
    peers: { type: "string" },
    check: { type: "boolean", default: false },
  },
});
const ROWS = Number(flags.rows);
const ROUNDS = Number(flags.rounds);
const wanted = new Set(flags.only.split(","));
const program = join(import.meta.dirname, "../bin/headwater.js");
const preload = join(import.meta.dirname, "extract/preload.js");
const folder = mkdtempSync(join(tmpdir(), "headwater-extract-"));
const report = join(folder, "delay.json");
const closing = [];
let missed = false;

try {
  console.log(
    `${ROWS.toLocaleString("en")} rows × 16 columns, ${ROUNDS} rounds, Node ${process.version}`,
  );
  const made = await generate(folder, ROWS);
  console.log(
    "source               rows/s   run s  without start  CPU s   limit s  CPU s   ratio  (by CPU)   goal   memory  loop p99    max  load",
  );
  if (wanted.has("postgresql")) await postgresql(made);
  if (wanted.has("mysql")) await mysql(made);
  if (wanted.has("sqlite")) await sqlite(made);
  if (wanted.has("duckdb")) await duckdb(made);
} finally {
  for (const close of closing.toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;

async function postgresql(made) {
  const server = await start("postgres", "startPostgres", {
    log_statement: "none",
    max_wal_size: "4GB",
  });
  await fillPostgres(server, made.csv);
  const { host, port, user, password, database } = server;
  const copy = "\\copy (select * from orders) to '/dev/null' (format binary)";
  await compare("postgresql", made, {
    source: `type: postgresql, sslmode: disable, host: ${host}, port: ${port}, database: ${database}, username: ${user}, password: ${password}`,
    limit: ["psql", "-h", host, "-p", String(port), "-U", user, "-d", database, "-c", copy],
    env: { PGPASSWORD: password },
    address: `postgresql://${user}:${password}@${host}:${port}/${database}`,
    goal: 0.75,
  });
}

async function mysql(made) {
  const server = await start("mariadb", "startMariadb", { "general-log": "0" });
  await fillMariadb(server, made.csv);
  const { host, port, user, password, database } = server;
  const login = ["-h", host, "-P", String(port), "-u", user, database];
  await compare("mysql", made, {
    source: `type: mysql, host: ${host}, port: ${port}, database: ${database}, username: ${user}, password: ${password}`,
    limit: [
      "mariadb",
      "--no-defaults",
      "--quick",
      "-N",
      "-B",
      ...login,
      "-e",
      "select * from orders",
    ],
    env: { MYSQL_PWD: password },
    address: `mysql://${user}:${password}@${host}:${port}/${database}`,
    goal: 1,
  });
}

async function sqlite(made) {
  const database = join(folder, "orders.sqlite");
  await fillSqlite(database, made.csv);
  const pair = {
    source: `type: sqlite, database: ${database}`,
    limit: ["sqlite3", "-csv", database, "select * from orders"],
    address: database,
  };
  const own = Number(process.versions.node.split(".")[0]) >= 24;
  await compare(`sqlite, Node ${process.versions.node}`, made, { ...pair, goal: own ? 0.65 : 0.4 });
  if (flags.node24) {
    await compare("sqlite, Node 24", made, { ...pair, goal: 0.65, node: flags.node24 });
  }
}

async function duckdb(made) {
  const script = `const { DuckDBInstance } = await import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(process.argv[1], { access_mode: "READ_ONLY" });
    const connection = await instance.connect();
    await connection.run("COPY orders TO '" + process.argv[2] + "' (FORMAT parquet, COMPRESSION zstd)");`;
  const target = join(folder, "limit.parquet");
  await compare("duckdb", made, {
    source: `type: duckdb, database: ${made.database}`,
    limit: [process.execPath, "--input-type=module", "-e", script, made.database, target],
    goal: 0.9,
  });
}

async function start(module, name, settings) {
  const path = join(import.meta.dirname, `../test/servers/${module}.ts`);
  const { module: servers } = await runnerImport(path);
  const server = await servers[name]({ settings });
  closing.push(() => server.stop());
  return server;
}

async function compare(label, made, options) {
  const { source, limit, env = {}, address, goal, node = process.execPath } = options;
  const directory = mkdtempSync(join(folder, "project-"));
  writeFileSync(
    join(directory, "headwater.yml"),
    `name: bench\nsources:\n  - {name: db, ${source}}\nmodels:\n` +
      `  - {name: orders, source: ref(db), sql: select * from orders}\n` +
      `  - {name: none, source: ref(db), sql: select * from orders limit 1}\n`,
  );
  const ours = (model) =>
    measure([node, "--import", preload, program, "run", model, "--project-dir", directory], {
      env: { ...process.env, HEADWATER_BENCH_REPORT: report },
      interval: 50,
    });
  const theirs = () =>
    measure(limit, { cwd: import.meta.dirname, env: { ...process.env, ...env }, interval: 50 });
  const [, database] = /type: (\w+)/.exec(source);
  const peers = peersOf({ python: flags.peers, database, address, folder });
  const [runs, limits, starts, delays] = [[], [], [], []];
  await ours("none");
  for (let round = 0; round < ROUNDS; round++) {
    limits.push(await theirs());
    runs.push(await ours("orders"));
    delays.push(JSON.parse(readFileSync(report, "utf8")));
    starts.push(await ours("none"));
    for (const peer of peers) await peer.run();
  }
  const [run, bound, begin] = [runs, limits, starts].map(medianRun);
  const net = run.seconds - begin.seconds;
  const ratio = middleOf(
    runs.map(({ seconds }, i) => limits[i].seconds / (seconds - begin.seconds)),
  );
  const cpu = middleOf(runs.map((run, i) => limits[i].cpu / run.cpu));
  const p99 = Math.max(...delays.map((delay) => delay.p99));
  missed ||= ratio < goal || p99 > 30 || run.megabytes > 1000;
  console.log(
    label.padEnd(20),
    Math.round(ROWS / net)
      .toLocaleString("en")
      .padStart(7),
    run.seconds.toFixed(2).padStart(7),
    net.toFixed(2).padStart(14),
    run.cpu.toFixed(2).padStart(6),
    bound.seconds.toFixed(2).padStart(9),
    bound.cpu.toFixed(2).padStart(6),
    ratio.toFixed(2).padStart(7),
    cpu.toFixed(2).padStart(9),
    goal.toFixed(2).padStart(6),
    `${run.megabytes.toFixed(0)} MB`.padStart(8),
    `${p99.toFixed(0)} ms`.padStart(9),
    `${Math.max(...delays.map(({ most }) => most)).toFixed(0)} ms`.padStart(6),
    loadavg()[0].toFixed(1).padStart(5),
  );
  for (const { name, median } of peers) {
    const peer = median();
    console.log(
      `  ${name}`.padEnd(20),
      (peer ? peer.seconds.toFixed(2) : "fails").padStart(15),
      (peer ? peer.cpu.toFixed(2) : "").padStart(21),
      (peer ? `${peer.megabytes.toFixed(0)} MB` : "").padStart(49),
    );
  }
  if (flags.check) await check(label, made, directory);
}

/** The largest object is the model; the other one has a single row. */
async function check(label, { database }, directory) {
  const objects = join(directory, "target/default/objects");
  const [file] = readdirSync(objects)
    .map((name) => join(objects, name))
    .toSorted((a, b) => statSync(b).size - statSync(a).size);
  const { missing, added, rows } = await differences(database, file);
  const same = missing === 0 && added === 0 && rows === ROWS;
  missed ||= !same;
  console.log(
    `  ${label}: ${rows} rows, ${same ? "all values are equal" : `${missing} missing, ${added} that were not there`}`,
  );
}

function middleOf(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
