/**
 * Merges that run on their models' own server, in its dialect: the same rows as by way of DuckDB,
 * in the query's order; few rows from elsewhere go there too, value by value.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCommand } from "../support/command.js";
import { loadFiles } from "../support/load-files.js";
import { runOnce } from "../support/run-project.js";
import { writeProject } from "../support/project.js";
import { bqemulatorUnavailable, startBqemulator } from "../servers/bqemulator.js";
import { fakesnowUnavailable, startFakesnow } from "../servers/fakesnow.js";
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
  const explained = await runCommand(["explain", "own"], { cwd, env });
  expect(explained.stdout).toContain("sent to db");
  expect(explained.stdout).toMatch(/-- engine DuckDB: moves about [\d,]+ rows?, /);
  expect(explained.stdout).toContain("-- engine db: moves about 0 rows, 0 bytes");
  const before = server.statements().length;
  const shown = await runCommand(["show", "own", "--format", "csv"], { cwd, env });
  expect(shown.stdout.replaceAll(/["[\]]/g, "")).toBe("name,ids\nAda,1,2\nBo,3\n");
  const sent = server
    .statements()
    .slice(before)
    .filter((sql) => sql.includes("hw_model1"));
  expect(sent).toHaveLength(1);
  const sorted = await runCommand(["show", "sorted", "--format", "csv"], { cwd, env });
  expect(sorted.stdout).toBe("name,amount\nBo,35.30\nAda,30.30\n");
});

/** A value of each type that every server has. */
const TYPED = {
  i: ["int64", "-9223372036854775808"],
  u: ["uint64", "18446744073709551615"],
  m: ["decimal(38,10)", "-1234567890123456789012345678.0123456789"],
  f: ["float64", "0.1"],
  r: ["float32", "0.1"],
  d: ["date", "1024-02-29"],
  t: ["time", "23:59:59.000001"],
  w: ["timestamp", "2024-02-29T23:59:59.123456"],
  s: ["text", String.raw`it's "so" \\ \n %s {$1} -- ö`],
} as const;

interface Engine {
  readonly source: string;
  readonly orders?: string;
  /** Columns of types that an imitation of the server gets wrong. */
  readonly left?: readonly string[];
  readonly stop: () => Promise<unknown>;
}

/** \`lost\` are the rows that differ from what DuckDB reads of the same models. */
async function abroad({ source, orders = "orders", left = [] }: Engine) {
  const typed = Object.entries(TYPED).filter(([name]) => !left.includes(name));
  const columns = typed.map(([name, [is]]) => ({ name, type: is }));
  const row = Object.fromEntries(typed.map(([name, [, text]]) => [name, text]));
  const names = Object.keys(row).join(", ");
  const same = names.replace("t,", "t::varchar,");
  return loadFiles({
    "regions.csv": "customer,region\n1,north\n2,it's \\ \n",
    "rows.json": JSON.stringify([row, {}]),
    "headwater.yml": `
name: shop
sources:
  - { name: db, ${source} }
  - { name: file, type: csv, file: regions.csv }
models:
  - { name: orders, source: ref(db), sql: "select * from ${orders}" }
  - { name: regions, source: ref(file) }
  - { name: nothing, source: ref(file), sql: select * from file where customer > 9 }
  - { name: typed, args: [node, -e, "process.stdout.write(require('node:fs').readFileSync('rows.json'))"], columns: ${JSON.stringify(columns)} }
  - { name: many, args: [node, -e, "console.log('n'); for (let i = 0; i < 10001; i++) console.log(i)"] }
  - { name: long, args: [node, -e, "console.log('n'); for (let i = 0; i < 300; i++) console.log('x'.repeat(1000))"] }
  - { name: through, models: [ref(typed)], sql: "select * from typed" }
  - { name: exact, models: [ref(orders), ref(through)], engine: ref(db), sql: "select * from through" }
  - name: by region
    models: [ref(orders), ref(regions), ref(nothing), ref(through)]
    engine: ref(db)
    sql: |
      select region, sum(amount) as amount from orders join regions on regions.customer = orders.customer
      where not exists (select 1 from nothing) and exists (select 1 from through where i is null)
      group by region
  - name: lost
    models: [ref(exact), ref(typed), ref(by region)]
    sql: |
      (select 'row' from (select ${same} from exact except all select ${same} from typed)) union all
      (select region from (select region, amount::decimal(10,2) from "by region" except all values ('north', 30.30), ('it''s \\ ', 35.30)))
  - { name: too many, models: [ref(orders), ref(many)], engine: ref(db), sql: select 1 from many }
  - { name: too long, models: [ref(orders), ref(long)], engine: ref(db), sql: select 1 from long }
`,
  });
}

const ENGINES: Record<string, { missing: string | undefined; start: () => Promise<Engine> }> = {
  postgresql: {
    missing: postgresUnavailable(),
    start: async () => ({ source: login("postgresql", postgres), stop: async () => undefined }),
  },
  mysql: {
    missing: mariadbUnavailable(),
    start: async () => ({ source: login("mysql", mariadb), stop: async () => undefined }),
  },
  snowflake: {
    missing: fakesnowUnavailable(),
    async start() {
      const server = await startFakesnow({ password: "a-password-for-tests" });
      await server.query(...TABLES.split(";"));
      const source = `type: snowflake, account: tests, username: reader, password: a-password-for-tests, access_url: "${server.url}", database: SHOP, db_schema: PUBLIC`;
      return { source, left: ["u"], stop: () => server.stop() };
    },
  },
  bigquery: {
    missing: bqemulatorUnavailable(),
    async start() {
      const server = await startBqemulator();
      await server.dataset("shop");
      await server.run("create table shop.orders(id int64, customer int64, amount numeric)");
      await server.run(
        "insert into shop.orders values (1, 1, 10.10), (2, 1, 20.20), (3, 2, 35.30), (4, 3, 40.40)",
      );
      const source = `type: bigquery, project: demo, database: shop, api_endpoint: "${server.url}"`;
      return { source, orders: "shop.orders", left: ["u", "m"], stop: () => server.stop() };
    },
  },
};

function login(type: string, { port, database, user, password }: PostgresServer | MariadbServer) {
  return `type: ${type}, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password}`;
}

const engines = Object.entries(ENGINES);
test.for(engines)("rows from elsewhere go to %s", async ([, engine], { skip }) => {
  skip(engine.missing !== undefined, engine.missing);
  const server = await engine.start();
  const project = await abroad(server);
  const { manifest } = await runOnce(project, { all: true, trusted: true });
  await server.stop();
  const of = (name: string) => manifest?.objects[`model:${name}`];
  expect(of("by region")).toMatchObject({
    status: "built",
    artifact: { rows: 2 },
    legs: [
      { model: "model:regions", how: "sent", rows: 2 },
      { model: "model:nothing", how: "sent", rows: 0 },
      { model: "model:through", how: "sent", rows: 2 },
    ],
  });
  expect(of("exact")).toMatchObject({ artifact: { rows: 2 } });
  expect(of("lost")).toMatchObject({ artifact: { rows: 0 } });
  expect(of("too many")?.diagnostics).toMatchObject([
    {
      code: "merge-model-too-large",
      message: expect.stringContaining("has more than the 10,000 rows"),
    },
  ]);
  expect(of("too long")?.diagnostics).toMatchObject([
    {
      code: "merge-model-too-large",
      message: expect.stringMatching(/29\d kB of SQL, and at most 256 kB/),
    },
  ]);
});

test.skipIf(missing)("a merge of merges on one server is one query there", async () => {
  const { port, database, user, password } = postgres;
  const project = await loadFiles({
    "regions.csv": "customer,region\n1,north\n2,south\n",
    "headwater.yml": `
name: shop
sources:
  - { name: db, type: postgresql, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password} }
  - { name: my, type: mysql, host: 127.0.0.1, port: ${mariadb.port}, database: ${mariadb.database}, username: ${mariadb.user}, password: ${mariadb.password} }
  - { name: file, type: csv, file: regions.csv }
models:
  - { name: orders, source: ref(db), sql: select * from orders }
  - { name: regions, source: ref(file) }
  - { name: customers, source: ref(my), sql: "select id, name from customers where id < 99" }
  - name: placed
    models: [ref(orders), ref(regions)]
    engine: ref(db)
    sql: "select orders.id, region, amount from orders join regions using (customer) order by id;"
  - name: summed
    models: [ref(placed), ref(orders), ref(regions), ref(customers)]
    engine: ref(db)
    sql: |
      with placed_too as (select * from placed)
      select region, sum(amount) as amount, (select count(*) from orders) as orders, (select count(*) from customers) as customers
      from placed_too where region in (select region from regions) group by region
tables:
  - { name: all, model: ref(customers) }
  - { name: sums, model: ref(summed) }
`,
  });
  const [before, mine] = [postgres.statements().length, mariadb.statements().length];
  const { manifest } = await runOnce(project);
  expect(manifest?.objects["model:summed"]).toMatchObject({
    status: "built",
    artifact: { rows: 2 },
    legs: [
      { model: "model:regions", how: "sent" },
      { model: "model:customers", how: "sent", rows: 3 },
    ],
  });
  // It comes here and goes back in no other query.
  expect(manifest?.objects["model:placed"]).toBeUndefined();
  const sent = postgres.statements().slice(before);
  expect(sent.filter((sql) => sql.includes("hw_model0"))).toHaveLength(1);
  // A model that is a job is read once, whoever else needs its rows.
  const read = mariadb.statements().slice(mine);
  expect(read.filter((sql) => sql.includes("where id < 99"))).toHaveLength(1);
});

// It writes no sign of zero, so that only a function tells it.
test.skipIf(missing)("the sign of zero goes to MariaDB", async () => {
  const { port, database, user, password } = mariadb;
  const cwd = await writeProject({
    "one.csv": "n\n1\n",
    "headwater.yml": `
name: zero
sources:
  - { name: my, type: mysql, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: ${password} }
  - { name: file, type: csv, file: one.csv }
models:
  - { name: zeros, source: ref(file), sql: "select '-0.0'::double as z, '-0.0'::float as f, 0::double as p from file" }
  - { name: there, models: [ref(zeros)], engine: ref(my), sql: "select atan2(z, -1) < 0 as z, atan2(f, -1) < 0 as f, atan2(p, -1) < 0 as p from zeros" }
`,
  });
  const shown = await runCommand(["show", "there", "--format", "csv"], { cwd });
  expect(shown.stdout).toBe("z,f,p\n1,1,0\n");
});
