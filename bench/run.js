/**
 * Time to run projects, start-up included, beside the databases' own clients. Goals: 100 small
 * traces over one SQLite file in 2 s, 400 with a chart and a dashboard each in 5 s; one million
 * rows from SQLite or PostgreSQL in 3 s and 400 MB. Where `visivo` is on the path, it runs the
 * project of 400 as well.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { runnerImport } from "vite";
import { measure, median } from "./support/measure.js";

const program = [process.execPath, join(import.meta.dirname, "../bin/headwater.js")];
const directory = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const database = join(directory, "bench.sqlite");
const rows = (
  count,
) => `with recursive n(i) as (select 0 union all select i + 1 from n where i < ${count - 1})
  select i as x, (i * 7919 % 10007) / 10.0 as y from n`;
execFileSync("sqlite3", [
  database,
  `create table points as ${rows(1_000_000)}; create table small as ${rows(7)};`,
]);

report(
  "sqlite3 -csv, one million rows",
  await median(3, ["sqlite3", "-csv", database, "select x, y from points"]),
);
await run(
  "100 traces over one SQLite file",
  sqliteSource(),
  Array.from({ length: 100 }, (_, i) => trace(i, "small")),
  "goal 2 s",
);
await runQuadruples(400);
await run("1 million rows from SQLite", sqliteSource(), [trace(0, "points")], "goal 3 s, 400 MB");

const { module } = await runnerImport(join(import.meta.dirname, "../test/servers/postgres.ts"));
const server = await module.startPostgres();
try {
  await server.query(
    "create table points as select i as x, (i::bigint * 7919 % 10007) / 10.0::float8 as y from generate_series(0, 999999) i",
  );
  const { host, port, user, password } = server;
  const env = { ...process.env, PGPASSWORD: password };
  report(
    "psql \\copy binary, one million rows",
    await median(
      3,
      [
        "psql",
        "-h",
        host,
        "-p",
        String(port),
        "-U",
        user,
        "-d",
        server.database,
        "-c",
        "\\copy (select x, y from points) to '/dev/null' (format binary)",
      ],
      { env },
    ),
  );
  const source = `{ name: db, type: postgresql, host: ${host}, port: ${port}, username: ${user}, password: "{{ env_var('BENCH_PASSWORD') }}", database: ${server.database} }`;
  process.env.BENCH_PASSWORD = password;
  await run("1 million rows from PostgreSQL", source, [trace(0, "points")], "goal 3 s, 400 MB");
} finally {
  await server.stop();
  rmSync(directory, { recursive: true });
}

async function run(label, source, traces, goal) {
  writeFileSync(
    join(directory, "headwater.yml"),
    `name: bench\nsources:\n  - ${source}\ntraces:\n${traces.join("")}`,
  );
  report(label, await median(3, [...program, "run", "--all", "--project-dir", directory]), goal);
}

/** As many models, each with a trace, a chart and a dashboard, over a table of seven rows. */
async function runQuadruples(count) {
  const folder = join(directory, "quadruples");
  mkdirSync(folder);
  const all = Array.from({ length: count }, (_, i) => i);
  const list = (key, item) =>
    `${key}:\n${all.map((i) => `  - { name: ${key} ${i}, ${item(i)} }\n`).join("")}`;
  writeFileSync(
    join(folder, "project.visivo.yml"),
    [
      `name: bench\nsources:\n  - ${sqliteSource()}\n`,
      list("models", (i) => `source: ref(db), sql: "select x, y + ${i} as y from small"`),
      list(
        "traces",
        (i) => `model: ref(models ${i}), props: { type: bar, x: "?{ x }", y: "?{ y }" }`,
      ),
      list("charts", (i) => `traces: [ref(traces ${i})]`),
      list("dashboards", (i) => `rows: [{ items: [{ chart: ref(charts ${i}) }] }]`),
    ].join(""),
  );
  const label = `${count} models, traces, charts, dashboards`;
  report(label, await median(3, [...program, "run", "--project-dir", folder]), "goal 5 s");
  const output = join(directory, "visivo");
  const peer = ["visivo", "run", "-w", folder, "-o", output, "-tm", "none"];
  if (isInstalled("visivo")) report("the same by visivo", await measure(peer));
}

function isInstalled(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}

function sqliteSource() {
  return `{ name: db, type: sqlite, database: ${database} }`;
}

function trace(i, table) {
  return `  - name: trace ${i}\n    model: { name: model ${i}, source: ref(db), sql: "select x, y + ${i} as y from ${table}" }\n    props: { type: scatter, x: "?{ x }", y: "?{ y }" }\n`;
}

function report(label, { seconds, megabytes }, goal = "") {
  console.log(
    `${label.padEnd(40)} ${seconds.toFixed(2)} s  ${megabytes.toFixed(0).padStart(4)} MB  ${goal}`,
  );
}
