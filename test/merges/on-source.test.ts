/**
 * Merges that run on their models' own server, in its dialect: the same rows as by way of DuckDB,
 * in the query's order.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "../support/cli.js";
import { writeProject } from "../support/project.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";

const missing = mariadbUnavailable() !== undefined || postgresUnavailable() !== undefined;
let postgres: PostgresServer;
let mariadb: MariadbServer;

const TABLES = [
  "create table orders(id int, customer int, amount decimal(10,2))",
  "insert into orders values (1, 1, 10.10), (2, 1, 20.20), (3, 2, 35.30), (4, 3, 40.40)",
  "create table customers(id int, name varchar(20))",
  "insert into customers values (1, 'Ada'), (2, 'Bo'), (3, 'Chen')",
].join(";");

beforeAll(async () => {
  if (missing) return;
  [postgres, mariadb] = await Promise.all([startPostgres(), startMariadb()]);
  await postgres.query(TABLES);
  await mariadb.query(`use ${mariadb.database}; ${TABLES}; select 1`);
});
afterAll(() => (missing ? undefined : Promise.all([postgres.stop(), mariadb.stop()])));

/** Models called as tables are; \`own\` is said in the server's dialect. */
async function shop(server: PostgresServer | MariadbServer, type: string, own: string) {
  const { port, database, user } = server;
  return writeProject({
    "headwater.yml": `
name: shop
sources:
  - { name: db, type: ${type}, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: "\${env.DB_PASSWORD}" }
models:
  - { name: orders, source: ref(db), sql: "select * from orders where id < 4;" }
  - { name: customers, source: ref(db), sql: "select id, name from customers -- all" }
  - { name: own, models: [ref(orders), ref(customers)], engine: ref(db), sql: "${own}" }
  - name: sorted
    models: [ref(orders), ref(customers)]
    engine: ref(db)
    sql: |
      with sums as (select customer, sum(amount) as amount from orders group by customer)
      select name, amount from sums join customers on customers.id = customer order by amount desc
`,
  });
}

test.skipIf(missing).for([
  [
    "postgresql",
    "select c.name, array_agg(o.id order by o.id) as ids from orders o join customers c on c.id = o.customer group by c.name order by 1",
  ],
  [
    "mysql",
    "select c.name, group_concat(o.id order by o.id) as ids from orders o straight_join customers c on c.id = o.customer group by c.name order by 1",
  ],
] as const)("a merge runs on %s itself", async ([type, own]) => {
  const server = type === "postgresql" ? postgres : mariadb;
  const cwd = await shop(server, type, own);
  const env = { DB_PASSWORD: server.password };
  const explained = await runCli(["explain", "own"], { cwd, env });
  expect(explained.stdout).toContain("sent to db");
  const before = server.statements().length;
  const shown = await runCli(["show", "own", "--format", "csv"], { cwd, env });
  expect(shown.stdout.replaceAll(/["[\]]/g, "")).toBe("name,ids\nAda,1,2\nBo,3\n");
  const sent = server
    .statements()
    .slice(before)
    .filter((sql) => sql.includes("hw_model1"));
  expect(sent).toHaveLength(1);
  const sorted = await runCli(["show", "sorted", "--format", "csv"], { cwd, env });
  expect(sorted.stdout).toBe("name,amount\nBo,35.30\nAda,30.30\n");
});
