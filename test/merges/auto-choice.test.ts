/** What `engine: auto` does with merges over a PostgreSQL, and what it says of it. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgresUnavailable, startPostgres, type PostgresServer } from "../servers/postgres.js";
import { runCommand } from "../support/command.js";
import { writeProject } from "../support/project.js";

const unavailable = postgresUnavailable();
let postgres: PostgresServer;

beforeAll(async () => {
  if (unavailable !== undefined) return;
  postgres = await startPostgres();
  await postgres.query(`
create table orders(id int, customer int, amount numeric(10,2), note char(3));
insert into orders select i, i % 7, i + 0.25, 'x' from generate_series(1, 2000) i;
create table visits(id int, customer int);
insert into visits select i, i % 7 from generate_series(1, 2000) i;
create table rates(id int, rate numeric(10,2));
insert into rates values (1, 'NaN'), (2, 1.5); insert into rates select i, 1.5 from generate_series(3, 50) i;
analyze;`);
}, 60_000);
afterAll(() => postgres?.stop());

function shop(): Promise<string> {
  const { port, database, user } = postgres;
  return writeProject({
    "customers.csv": "id,region\n1,north\n2,south\n3,north\n",
    "headwater.yml": `
name: shop
defaults: { engine: auto }
sources:
  - { name: shop, type: postgresql, host: 127.0.0.1, port: ${port}, database: ${database}, username: ${user}, password: "\${env.DB_PASSWORD}", sslmode: disable }
  - { name: file, type: csv, file: customers.csv }
models:
  - { name: orders, source: ref(shop), sql: select * from orders }
  - { name: rates, source: ref(shop), sql: select * from rates }
  - { name: customers, source: ref(file), sql: "select cast(id as integer) as id, region from file" }
  - name: sums
    models: [ref(orders), ref(customers)]
    sql: |
      select region, sum(amount) as amount, count(*) as orders
      from orders join customers on customers.id = customer
      group by all order by region
  - name: means
    models: [ref(orders)]
    sql: |
      select customer,
        avg(amount) as mean
      from orders group by customer order by customer
  - { name: notes, models: [ref(orders)], sql: "select distinct note from orders" }
  - { name: near, models: [ref(customers)], sql: "select count(*) as n from customers" }
  - { name: odd, models: [ref(rates)], sql: "select max(rate) as rate, count(*) as n from rates" }
  - { name: by duckdb, models: [ref(orders)], engine: duckdb, sql: "select max(id) as id from orders" }
  - { name: twice, source: ref(shop), sql: "select id, id, customer from orders" }
  - { name: same names, models: [ref(twice), ref(customers)], sql: "select max(t.id) as id, max(c.id) as id, region, region from twice t join customers c on c.id = customer group by region" }
  - { name: enriched, models: [ref(orders), ref(customers)], sql: "select o.id, region from orders o join customers c on c.id = customer" }
  - { name: most, models: [ref(orders)], sql: "select max(id) as id from orders" }
  - { name: over it, models: [ref(sums)], sql: "select sum(amount) as amount, max(orders) as orders from sums" }
`,
  });
}

test.skipIf(unavailable !== undefined)(
  "a merge leaves DuckDB where that is sure to be the same and moves less; run, why and explain say so",
  async () => {
    const cwd = await shop();
    const env = { DB_PASSWORD: postgres.password };
    const cli = (...args: string[]) => runCommand(args, { cwd, env });

    const compiled = await runCommand(["compile"], { cwd, env: { DB_PASSWORD: "wrong" } });
    expect(compiled.stdout + compiled.stderr).toContain("0 errors");
    const checked = await cli("run", "--all", "--check");
    expect(checked.code).toBe(0);

    const sums =
      "on `shop`, which moves about 3 rows, 96 bytes; DuckDB would move about 2,000 rows, 56 kB";
    const means =
      "in DuckDB: not on `shop`, where `avg` of `decimal(10,2)` may mean something else (headwater.yml:21:9)";
    const ran = await cli("run", "--all");
    expect(ran.stderr).toMatch(new RegExp(`sums +2 rows.*\\n {4}${escaped(sums)}\\n`));
    expect(ran.stderr).toMatch(new RegExp(`means +7 rows.*\\n {4}${escaped(means)}\\n`));
    expect(ran.stderr).toContain(
      "not on `shop`, where the column `note` of the type `char(3)` may mean something else (headwater.yml:23:65)",
    );
    expect(ran.stderr).toMatch(/near +1 row.*\n {4}in DuckDB, since no other engine reaches/);
    // A NaN that no decimal can be is refused there, and DuckDB has it as text.
    expect(ran.stderr).toMatch(
      /odd +1 row.*\n {4}in DuckDB: not on `shop`, where it failed: .*NaN/,
    );
    expect(ran.stderr).toMatch(/by duckdb +1 row.*\n(?! {4})/);
    // The same SQL over the same model, in the same run.
    expect(ran.stderr).toMatch(/most +1 row.*\n {4}on `shop`/);
    // What comes back counts: not known with rows that are sent, else by an estimate.
    expect(ran.stderr).toMatch(
      /enriched +858 rows.*\n {4}in DuckDB: not on `shop`, where its result may be as much as/,
    );

    expect((await cli("why", "sums")).stdout).toContain(`, ${sums}.\n`);
    expect((await cli("why", "means")).stdout).toContain(`, ${means}.\n`);
    const explained = await cli("explain", "sums");
    expect(explained.stdout).toContain("-- model:sums: sent to shop (postgresql)\nwith hw_model0");
    expect(explained.stdout).toContain(`-- engine: auto, ${sums}\n`);
    expect(explained.stdout).toContain("its rows are written into the query for shop");
    const stays = await cli("explain", "means");
    expect(stays.stdout).toContain("-- model:means: run by the embedded DuckDB\nselect customer");
    expect(stays.stdout).toContain(`-- engine: auto, ${means}\n`);

    const shown = await cli("show", "sums", "--format", "csv");
    expect(shown.stdout).toBe("region,amount,orders\nnorth,571857.00,572\nsouth,285928.50,286\n");
    const over = await cli("show", "over it", "--format", "csv");
    expect(over.stdout).toBe("amount,orders\n857785.50,572\n");
  },
  60_000,
);

test.skipIf(unavailable !== undefined)(
  "estimates may change and the result stays good; what is reused still says where it was made",
  async () => {
    const cwd = await shop();
    const env = { DB_PASSWORD: postgres.password };
    const before = await runCommand(["run", "sums"], { cwd, env });
    expect(before.stderr).toContain("on `shop`");
    await postgres.query("delete from orders where id > 7");
    await postgres.query("vacuum analyze orders");
    const reused = await runCommand(["run", "sums", "--reuse"], { cwd, env });
    expect(reused.stderr).toContain("1 reused");
    expect((await runCommand(["why", "sums"], { cwd, env })).stdout).toContain(
      "on `shop`, which moves",
    );
    const again = await runCommand(["run", "sums"], { cwd, env });
    expect(again.stderr).toContain("    on `shop`");
    const shown = await runCommand(["show", "sums", "--format", "csv"], { cwd, env });
    expect(shown.stdout).toBe("region,amount,orders\nnorth,4.50,2\nsouth,2.25,1\n");
  },
  60_000,
);

test.skipIf(unavailable !== undefined)(
  "columns with the same name are told of as DuckDB tells of them",
  async () => {
    const cwd = await shop();
    const env = { DB_PASSWORD: postgres.password };
    const told = async () => {
      const { stderr } = await runCommand(["run", "same names"], { cwd, env });
      const messages = stderr.match(/warning\[column-renamed\]: .*/g);
      return { isThere: stderr.includes("    on `shop`"), messages };
    };
    const there = await told();
    const file = join(cwd, "headwater.yml");
    const text = await readFile(file, "utf8");
    await writeFile(file, text.replace("engine: auto", "engine: duckdb"));
    const here = await told();
    expect([there.isThere, here.isThere]).toEqual([true, false]);
    expect(there.messages).toEqual([
      "warning[column-renamed]: The second column `id` of `twice` is called `id_1` here.",
      "warning[column-renamed]: The second column `id` is called `id_1` here.",
      "warning[column-renamed]: The second column `region` is called `region_1` here.",
    ]);
    expect(here.messages).toEqual(there.messages);
  },
  60_000,
);

test.skipIf(unavailable !== undefined)(
  "rows that turn out to be too long to be sent along are not read for it again, until they are fewer",
  async () => {
    const cwd = await shop();
    const env = { DB_PASSWORD: postgres.password };
    const file = join(cwd, "headwater.yml");
    const wide = `
  - { name: wide, source: ref(letters), sql: "select cast(id as integer) as id, letter from letters" }
  - { name: visits, source: ref(shop), sql: select * from visits }
  - name: answers
    models: [ref(visits), ref(wide)]
    sql: "select max(letter) as letter, count(*) as n from visits join wide on wide.id = customer"
`;
    const text = await readFile(file, "utf8");
    const sources = "  - { name: letters, type: csv, file: letters.csv }\nmodels:\n";
    await writeFile(file, text.replace("models:\n", sources) + wide.slice(1));
    const letters = (rows: number) =>
      writeFile(
        join(cwd, "letters.csv"),
        `id,letter\n${Array.from({ length: rows }, (_, id) => `${id},${"x".repeat(3000)}`).join("\n")}\n`,
      );
    const run = async () => (await runCommand(["run", "answers"], { cwd, env })).stderr;

    await letters(300);
    expect(await run()).toMatch(/ {4}in DuckDB: not on `shop`, where it failed: .*`wide`/);
    const known =
      "in DuckDB, which moves about 2,000 rows, 16 kB: no other engine is known to move less; not on `shop`: with `wide` more than the 262 kB would be sent that a query may hold";
    expect(await run()).toContain(`    ${known}\n`);
    await letters(280);
    expect(await run()).toContain(`    ${known}\n`);
    expect((await runCommand(["explain", "answers"], { cwd, env })).stdout).toContain(
      `-- engine: auto, ${known}\n`,
    );
    await letters(20);
    expect(await run()).toContain("    on `shop`, which moves about 20 rows");
  },
  60_000,
);

test.skipIf(unavailable !== undefined)(
  "explain says of a server that cannot be asked what is known without it",
  async () => {
    const cwd = await shop();
    const env = { DB_PASSWORD: "wrong" };
    const { stdout, stderr } = await runCommand(["explain", "sums"], { cwd, env });
    expect(stderr).toContain("merge-not-planned");
    const why = String.raw`.*`;
    expect(stdout).toMatch(
      new RegExp(`-- engine DuckDB: how many rows \`orders\` has is not known: ${why}shop${why}\n`),
    );
    expect(stdout).toContain("-- engine shop: moves about 3 rows, 96 bytes\n");
    expect(stdout).toMatch(
      new RegExp(`-- engine: auto, which has not chosen one: ${why}shop${why}\n`),
    );
  },
  60_000,
);

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
