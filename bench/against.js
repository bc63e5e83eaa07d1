/**
 * This build against that of another checkout: each workload of the other benchmarks in turn by
 * both, many times, so that a machine whose speed drifts slows both. Compared is processor time, of
 * all processes.
 *
 *   node bench/against.js FOLDER [--pairs 15] [--rows 300000] [--only compile,run,extract,merge]
 *
 * Slower means: the median of the ratios (this one / other) is above 1.03, and its 95 % interval
 * excludes 1.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";
import { fillMariadb, fillPostgres, fillSqlite, generate } from "./extract/data.js";
import { measure } from "./support/measure.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    pairs: { type: "string", default: "15" },
    rows: { type: "string", default: "300000" },
    only: { type: "string", default: "compile,run,extract,merge" },
  },
});
const [other] = positionals;
if (other === undefined) throw new Error("Name the folder of another checkout that is built");
const PAIRS = Number(options.pairs);
const BUILDS = [join(import.meta.dirname, ".."), resolve(other)];
const SLOWER = 1.03;
const wanted = new Set(options.only.split(","));
const folder = mkdtempSync(join(tmpdir(), "headwater-against-"));
const closing = [];
let slower = false;

try {
  console.log(`${PAIRS} pairs                         this   other  ratio  95 % interval`);
  if (wanted.has("compile")) await compile();
  if (wanted.has("run")) await run();
  if (wanted.has("extract") || wanted.has("merge")) await withServers();
} finally {
  for (const close of closing.toReversed()) await close();
  rmSync(folder, { recursive: true, force: true });
}
if (slower) process.exitCode = 1;

async function compile() {
  await pairs("start-up", ["--version"], undefined, 10);
  for (const objects of [4, 400, 4_000]) {
    const quarter = objects / 4;
    const project = quadruples(quarter, "shop.sqlite");
    await pairs(`compile, ${objects} objects`, ["compile"], project, objects < 1_000 ? 5 : 1);
  }
}

async function run() {
  const small = join(folder, "small");
  mkdirSync(small);
  const database = join(small, "orders.sqlite");
  const made = await generate(small, 7);
  await fillSqlite(database, made.csv);
  await pairs("run, 100 quadruples", ["run"], quadruples(100, database));
}

async function withServers() {
  const made = await generate(folder, Number(options.rows));
  const [postgres, mariadb] = await Promise.all([
    start("postgres", "startPostgres"),
    start("mariadb", "startMariadb"),
  ]);
  const sqlite = join(folder, "orders.sqlite");
  await Promise.all([fillPostgres(postgres, made.csv), fillMariadb(mariadb, made.csv)]);
  await fillSqlite(sqlite, made.csv);
  const sources = {
    postgresql: `type: postgresql, sslmode: disable, ${login(postgres)}`,
    mysql: `type: mysql, ${login(mariadb)}`,
    sqlite: `type: sqlite, database: ${sqlite}`,
    duckdb: `type: duckdb, database: ${made.database}`,
  };
  const list = Object.entries(sources)
    .map(([name, source]) => `  - { name: ${name}, ${source} }\n`)
    .join("");
  if (wanted.has("extract")) {
    for (const name of Object.keys(sources)) {
      const models = `  - { name: orders, source: ref(${name}), sql: select * from orders }\n`;
      const traces = `  - { name: t, model: ref(orders), props: { type: scatter, x: "?{ id }", y: "?{ amount }" } }\n`;
      const project = {
        text: `name: bench\nsources:\n${list}models:\n${models}traces:\n${traces}`,
      };
      await pairs(`model, ${name}`, ["run", "orders"], project);
      await pairs(`trace, ${name}`, ["run", "t"], project);
    }
  }
  if (wanted.has("merge")) {
    for (const [label, condition] of [
      ["selective", "where b.customer = 4711"],
      ["without a condition", ""],
    ]) {
      const models = `  - { name: a, source: ref(postgresql), sql: select * from orders }
  - { name: b, source: ref(mysql), sql: select * from orders }
  - { name: m, models: [ref(a), ref(b)], sql: "select a.store, sum(b.amount) as amount from a join b on a.id = b.id ${condition} group by all" }\n`;
      const text = `name: bench\nsources:\n${list}models:\n${models}`;
      await pairs(`merge, ${label}`, ["run", "m"], { text });
    }
  }
}

function login({ port, database, user, password }) {
  return `host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}`;
}

async function start(module, name) {
  const path = join(import.meta.dirname, `../test/servers/${module}.ts`);
  const server = await (await runnerImport(path)).module[name]();
  closing.push(() => server.stop());
  return server;
}

/** As many models, each with a trace, a chart and a dashboard. */
function quadruples(count, database) {
  const all = Array.from({ length: count }, (_, i) => i);
  const list = (key, item) =>
    `${key}:\n${all.map((i) => `  - { name: ${key} ${i}, ${item(i)} }\n`).join("")}`;
  return {
    text: [
      `name: bench\nsources:\n  - { name: db, type: sqlite, database: ${database} }\n`,
      list("models", (i) => `source: ref(db), sql: "select id, amount + ${i} as y from orders"`),
      list(
        "traces",
        (i) => `model: ref(models ${i}), props: { type: bar, x: "?{ id }", y: "?{ y }" }`,
      ),
      list("charts", (i) => `traces: [ref(traces ${i})]`),
      list("dashboards", (i) => `rows: [{ items: [{ chart: ref(charts ${i}) }] }]`),
    ].join(""),
  };
}

/**
 * Each build has a project folder of its own. Processor time comes in hundredths of a second, so
 * short runs are added up.
 */
async function pairs(label, command, project, times = 1) {
  const runs = BUILDS.map((build, index) => {
    const program = [process.execPath, join(build, "bin/headwater.js"), ...command];
    const directory = join(folder, `project ${index}`);
    return async () => {
      let cpu = 0;
      for (let time = 0; time < times; time++) {
        rmSync(directory, { recursive: true, force: true });
        mkdirSync(directory);
        if (project) writeFileSync(join(directory, "headwater.yml"), project.text);
        cpu += (await measure(program, { cwd: directory, interval: 1_000 })).cpu;
      }
      return cpu;
    };
  });
  for (const one of runs) await one();
  const ratios = [];
  const seconds = [[], []];
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = pair % 2 === 0 ? [0, 1] : [1, 0];
    const cpu = [];
    for (const index of order) cpu[index] = await runs[index]();
    ratios.push(cpu[0] / cpu[1]);
    for (const index of order) seconds[index].push(cpu[index]);
  }
  const ratio = middle(ratios);
  const [low, high] = interval(ratios);
  const isSlower = ratio > SLOWER && low > 1;
  slower ||= isSlower;
  const [own, others] = seconds.map((list) => `${middle(list).toFixed(2)} s`.padStart(7));
  console.log(
    `${label.padEnd(30)} ${own} ${others}  ${ratio.toFixed(3)}  ${low.toFixed(3)} to ${high.toFixed(3)}${isSlower ? "  SLOWER" : ""}`,
  );
}

function middle(list) {
  const sorted = list.toSorted((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  return (sorted[Math.floor(half)] + sorted[Math.ceil(half)]) / 2;
}

/**
 * The 95 % interval of a median by its order statistics: how often a fair coin shows so many heads.
 */
function interval(list) {
  const sorted = list.toSorted((a, b) => a - b);
  const n = sorted.length;
  let below = 0;
  let chance = 0.5 ** n;
  let sum = chance;
  while (sum <= 0.025) {
    below += 1;
    chance *= (n - below + 1) / below;
    sum += chance;
  }
  return [sorted[Math.max(0, below - 1)], sorted[Math.min(n - 1, n - below)]];
}
