/**
 * A merge of 1.2 million orders in MariaDB with 200,000 customers in PostgreSQL: what is moved and
 * how long it takes, beside whole copies of both models in the same run, and beside the databases'
 * own clients with the statements that were sent, which is what the databases themselves take.
 * `merges.whole` of the run's options asks for whole copies; no project can.
 *
 *   npm run bench merge [rounds]
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runnerImport } from "vite";
import { openRun } from "../dist/engine/opened-run.js";
import { runProject } from "../dist/engine/run/run.js";
import { disclose } from "../dist/project/disclosure.js";
import { createReaders } from "../dist/readers/readers.js";
import { openState } from "../dist/engine/state/state.js";
import { loadProject } from "../dist/project/load-project.js";
import { SOURCE_TYPES } from "../dist/sources/registry.js";
import { measure } from "./support/measure.js";

const ROUNDS = Number(process.argv[2] ?? 1);
const ORDERS = 1_200_000;
const CUSTOMERS = 200_000;

const joined = "from orders o join customers c on c.id = o.customer_id";
const QUERIES = {
  "one customer": `select o.id, o.amount, c.name ${joined} where c.name = 'Customer 4711'`,
  "one city, one month": `select c.segment, sum(o.amount) as amount, count(*) as n ${joined} where c.city = 'City 77' and o.ordered_on between '2024-03-01' and '2024-03-31' group by all`,
  "a small segment by month": `select date_trunc('month', o.ordered_on) as month, sum(o.amount) as amount ${joined} where c.segment = 'rare' group by all`,
  "one status": `select c.segment, count(*) as n ${joined} where o.status = 'returned' group by all`,
  "no condition": `select c.segment, o.status, sum(o.amount) as amount ${joined} group by all`,
};
/** Queries that need few rows may move so much of what whole copies move. */
const SELECTIVE = new Set(["one customer", "one city, one month", "a small segment by month"]);
const MOST = 0.1;

const folder = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const [{ module: pg }, { module: my }] = await Promise.all(
  ["../test/servers/postgres.ts", "../test/servers/mariadb.ts"].map((path) =>
    runnerImport(new URL(path, import.meta.url).pathname),
  ),
);
const [postgres, mariadb] = await Promise.all([pg.startPostgres(), my.startMariadb()]);
let failed = false;
try {
  await fill();
  const project = await load();
  const readers = createReaders({ temporaryDirectory: join(folder, "tmp") });
  try {
    console.log(
      "query                     moved      of whole   share   time     of whole   ratio  by hand  keys",
    );
    // The first of all opens the connections.
    await run(project, readers, "no condition", {});
    for (const name of Object.keys(QUERIES)) {
      for (let round = 0; round < ROUNDS; round++) {
        const needed = await run(project, readers, name, {});
        const whole = await run(project, readers, name, { whole: true });
        if (needed.rows !== whole.rows) throw new Error(`${name}: the results differ`);
        const share = needed.bytes / whole.bytes;
        failed ||= share > (SELECTIVE.has(name) ? MOST : 1);
        console.log(
          name.padEnd(25),
          megabytes(needed.bytes).padStart(9),
          megabytes(whole.bytes).padStart(10),
          `${(share * 100).toFixed(2)} %`.padStart(9),
          `${needed.seconds.toFixed(2)} s`.padStart(8),
          `${whole.seconds.toFixed(2)} s`.padStart(9),
          (needed.seconds / whole.seconds).toFixed(2).padStart(7),
          `${(await byHand(needed.legs)).toFixed(2)} s`.padStart(8),
          String(needed.keys).padStart(6),
        );
      }
    }
  } finally {
    await readers.close();
  }
} finally {
  await Promise.all([postgres.stop(), mariadb.stop()]);
  rmSync(folder, { recursive: true, force: true });
}
if (failed) {
  console.error(`More was moved than ${MOST * 100} % of whole copies, or than these.`);
  process.exitCode = 1;
}

async function fill() {
  await postgres.query(`
    create table customers as select i as id, 'Customer ' || i as name, 'City ' || (i % 500) as city,
      case when i % 100 = 0 then 'rare' else (array['retail', 'wholesale', 'online'])[1 + i % 3] end as segment,
      'street ' || md5(i::text) as street, md5((i * 7)::text) || '@example.org' as email, (i % 10000)::numeric(12,2) as credit
    from generate_series(1, ${CUSTOMERS}) as s(i);
    alter table customers add primary key (id); analyze customers`);
  await mariadb.query(`
    use ${mariadb.database};
    create table orders engine = aria transactional = 0 as select seq as id, 1 + (seq * 7919) % ${CUSTOMERS} as customer_id,
      cast(((seq * 31) % 100000) / 100 as decimal(12,2)) as amount, date_add(date '2023-01-01', interval seq % 730 day) as ordered_on,
      elt(1 + seq % 20, 'returned', 'open', 'open', 'sent', 'sent', 'sent', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid', 'paid') as status,
      md5(seq) as reference, concat('note on order ', seq) as note
    from seq_1_to_${ORDERS}; select 1`);
}

async function load() {
  const server = ({ port, database, user, password }) =>
    `host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}`;
  const models = Object.entries(QUERIES).map(
    ([name, sql]) =>
      `  - {name: ${JSON.stringify(name)}, models: [ref(orders), ref(customers)], sql: ${JSON.stringify(sql)}}`,
  );
  writeFileSync(
    join(folder, "headwater.yml"),
    `name: bench
sources:
  - {name: pg, type: postgresql, sslmode: disable, ${server(postgres)}}
  - {name: my, type: mysql, ${server(mariadb)}}
models:
  - {name: customers, source: ref(pg), sql: select * from customers}
  - {name: orders, source: ref(my), sql: select * from orders}
${models.join("\n")}
`,
  );
  return loadProject({ directory: folder, processEnv: {}, sourceTypes: SOURCE_TYPES });
}

async function run(project, readers, name, merges) {
  const start = performance.now();
  const opened = openRun(disclose(project), { trusted: false });
  const { manifest } = await runProject(
    { ...opened, readers: async () => readers },
    {
      selection: `"${name}"`,
      signal: new AbortController().signal,
      onEvent: () => undefined,
      merges,
    },
  );
  await opened.close();
  const seconds = (performance.now() - start) / 1000;
  const { artifact, legs = [], diagnostics } = manifest.objects[`model:${name}`];
  if (!artifact) throw new Error(JSON.stringify(diagnostics));
  const path = openState(project).objectPath(artifact);
  const scope = {
    tables: [
      {
        names: [{ table: "rows" }],
        kind: "scan",
        sql: `from read_parquet('${path}')`,
        directories: [join(path, "..")],
      },
    ],
    timeZone: "UTC",
  };
  const sql = "select * from rows order by all";
  const { result } = await readers.embedded.rows(sql, 1_000_000, scope, {
    signal: new AbortController().signal,
  });
  return {
    seconds,
    legs,
    bytes: legs.reduce((sum, leg) => sum + (leg.bytes ?? 0), 0),
    keys: legs.reduce(
      (sum, leg) => sum + (leg.keys ?? []).reduce((all, key) => all + key.values, 0),
      0,
    ),
    rows: JSON.stringify(
      result.columns.map(({ name: column, type, values }) => [column, type, [...values]]),
    ),
  };
}

/**
 * Seconds of the databases' own clients for the statements of the legs, with their start: one after
 * the other where one took the keys of another, else as long as the longest.
 */
async function byHand(legs) {
  const env = { ...process.env, PGPASSWORD: postgres.password, MYSQL_PWD: mariadb.password };
  const times = [];
  for (const { model, sql } of legs) {
    const client = model === "model:orders" ? mariadbClient : psql;
    times.push((await measure(client(sql), { env })).seconds);
  }
  return legs.some(({ keys }) => keys)
    ? times.reduce((sum, one) => sum + one, 0)
    : Math.max(...times);
}

function psql(sql) {
  const { port, user, database } = postgres;
  const login = ["-h", "127.0.0.1", "-p", String(port), "-U", user, "-d", database];
  return ["psql", "-qAt", ...login, "-c", sql];
}

function mariadbClient(sql) {
  const { port, user, database } = mariadb;
  const login = ["-h", "127.0.0.1", "-P", String(port), "-u", user, database];
  return ["mariadb", "--no-defaults", "--quick", "-N", "-B", ...login, "-e", sql];
}

function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(3)} MB`;
}
