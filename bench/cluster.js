/**
 * Merges on a Trino over PostgreSQL and MariaDB, beside the same joins written by hand over Trino's
 * catalog tables and read with nothing but `fetch` and `JSON.parse`. Whole processes, in turn.
 *
 *   npm run bench cluster -- [--rounds 15] [--orders 2000000]
 *
 * Goal: at most 1.1 of the time by hand, at the median of the pairs, without the start: that is a run of a
 * model with one row, which costs the same however long a join takes. The ratio with it is printed, too.
 * Needs an assembled Trino; see `test/servers/trino.ts`.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";
import { measure } from "./support/measure.js";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "15" },
    orders: { type: "string", default: "2000000" },
  },
});
const ROUNDS = Number(values.rounds);
const GOAL = 1.1;
const ORDERS = Number(values.orders);
const CUSTOMERS = 200_000;

const JOIN = "from orders o join customers c on c.id = o.customer_id";
const QUERIES = {
  "few groups of all rows": `select c.segment, count(*) as n, sum(o.amount) as amount ${JOIN} group by c.segment`,
  "one segment by month": `select date_trunc('month', o.ordered_on) as month, sum(o.amount) as amount ${JOIN} where c.segment = 's7' group by 1`,
  "40000 rows back": `select o.id, o.amount, o.ordered_on, c.city ${JOIN} where c.segment = 's7'`,
};

/** Reads a statement in the plainest way: its URL and its text. */
const BY_FETCH = `
  const [url, body] = process.argv.slice(1);
  let answer = await (await fetch(url, { method: "POST", body, headers: { "X-Trino-User": "bench" } })).json();
  let rows = 0;
  while (answer.nextUri) {
    rows += answer.data?.length ?? 0;
    answer = await (await fetch(answer.nextUri)).json();
  }
  if (answer.error) throw new Error(answer.error.message);
  if (rows + (answer.data?.length ?? 0) === 0) throw new Error("no rows");
`;

const folder = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const [pg, my, cluster] = await Promise.all(
  ["postgres", "mariadb", "trino"].map(
    async (name) =>
      (await runnerImport(new URL(`../test/servers/${name}.ts`, import.meta.url).pathname)).module,
  ),
);
const closing = [];
let missed = false;
try {
  const [postgres, mariadb] = await Promise.all([pg.startPostgres(), my.startMariadb()]);
  closing.push(postgres, mariadb);
  await postgres.query(
    `create table orders as select i as id, (i::bigint * 7919 % ${CUSTOMERS}) as customer_id,
       (i % 100000 / 100.0)::numeric(12,2) as amount, date '2024-01-01' + (i % 366)::int as ordered_on
     from generate_series(1, ${ORDERS}) i`,
  );
  await postgres.query("analyze orders");
  await mariadb.query(
    `create table ${mariadb.database}.customers as select cast(seq as signed) as id,
       concat('s', seq % 50) as segment, concat('City ', seq % 997) as city
     from seq_0_to_${CUSTOMERS - 1}; analyze table ${mariadb.database}.customers`,
  );
  const login = ({ user, password }) => ({
    "connection-user": user,
    "connection-password": password,
  });
  const trino = await cluster.startTrino({
    catalogs: {
      shop: {
        "connector.name": "postgresql",
        "connection-url": `jdbc:postgresql://${postgres.host}:${postgres.port}/${postgres.database}`,
        ...login(postgres),
      },
      crm: {
        "connector.name": "mariadb",
        "connection-url": `jdbc:mariadb://${mariadb.host}:${mariadb.port}`,
        ...login(mariadb),
      },
    },
  });
  closing.push(trino);
  writeProject(postgres, mariadb, trino);
  console.log(
    "query                   Headwater    start  by hand  ratio  least … most   with start   load",
  );
  const tables = { orders: "shop.public.orders", customers: `crm.${mariadb.database}.customers` };
  for (const [name, sql] of Object.entries(QUERIES)) await compare(name, sql, tables, trino);
} finally {
  for (const server of closing.toReversed()) await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
if (missed) process.exitCode = 1;

function writeProject(postgres, mariadb, trino) {
  const server = ({ host, port, user, password }) =>
    `host: ${host}, port: ${port}, username: ${user}, password: "${password}"`;
  const merges = Object.entries(QUERIES).map(
    ([name, sql]) =>
      `  - { name: "${name}", models: [ref(orders), ref(customers)], engine: ref(cluster), sql: "${sql}" }`,
  );
  writeFileSync(
    join(folder, "headwater.yml"),
    [
      "name: bench",
      "sources:",
      `  - { name: shop, type: postgresql, sslmode: disable, database: ${postgres.database}, ${server(postgres)} }`,
      `  - { name: crm, type: mysql, database: ${mariadb.database}, ${server(mariadb)} }`,
      `  - { name: cluster, type: trino, host: ${trino.host}, port: ${trino.port}, sslmode: disable, username: bench, catalogs: { shop: shop, crm: crm } }`,
      "models:",
      `  - { name: orders, source: ref(shop), sql: select * from orders }`,
      `  - { name: one, source: ref(cluster), sql: select 1 as n }`,
      `  - { name: customers, source: ref(crm), sql: select * from ${mariadb.database}.customers }`,
      ...merges,
      "",
    ].join("\n"),
  );
}

async function compare(name, sql, tables, trino) {
  const program = join(import.meta.dirname, "../bin/headwater.js");
  const statement = sql.replace(/\b(?:orders|customers)\b(?= [oc]\b)/g, (table) => tables[table]);
  const byFetch = ["--input-type=module", "-e", BY_FETCH, `${trino.url}/v1/statement`];
  const seconds = async (args) => (await measure([process.execPath, ...args])).seconds;
  const run = (model) => seconds([program, "run", model, "--project-dir", folder]);
  const steps = {
    own: () => run(name),
    start: () => run("one"),
    hand: () => seconds([...byFetch, statement]),
  };
  for (const step of Object.values(steps)) await step();
  const rounds = [];
  for (let round = 0; round < ROUNDS; round++) {
    const order = Object.entries(steps);
    const found = {};
    for (const [key, step] of round % 2 === 0 ? order : order.toReversed()) {
      found[key] = await step();
    }
    rounds.push(found);
  }
  const of = (key) => middle(rounds.map((one) => one[key]));
  const start = of("start");
  const ratios = rounds.map(({ own, hand }) => (own - start) / hand).toSorted((a, b) => a - b);
  const ratio = middle(ratios);
  missed ||= ratio > GOAL;
  console.log(
    name.padEnd(23),
    `${of("own").toFixed(2)} s`.padStart(9),
    `${start.toFixed(2)} s`.padStart(8),
    `${of("hand").toFixed(2)} s`.padStart(8),
    ratio.toFixed(2).padStart(6),
    ` ${ratios[0].toFixed(2)} … ${ratios.at(-1).toFixed(2)}`.padEnd(14),
    middle(rounds.map(({ own, hand }) => own / hand))
      .toFixed(2)
      .padStart(10),
    loadavg()[0].toFixed(1).padStart(8),
  );
}

function middle(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
