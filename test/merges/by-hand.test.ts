/**
 * Every way of writing a merge that people use, on what it needs and on whole copies: the results
 * are the same.
 */
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadFiles } from "../support/load-files.js";
import { createMergeRunner, type MergeRunner } from "../support/merges.js";
import { MERGES } from "./merges.js";

const PROJECT = `
name: by hand
sources:
  - {name: app, type: sqlite, database: app.sqlite}
  - {name: crm, type: sqlite, database: crm.sqlite}
  - {name: file, type: csv, file: regions.csv}
models:
  - {name: orders, source: ref(app), sql: "select * from orders -- all of them"}
  - {name: items, source: ref(app), sql: "select * from items order by id limit 1000;"}
  - {name: customers, source: ref(crm), sql: "select * from customers"}
  - {name: 'odd "näme". x', source: ref(crm), sql: "select id, name as \\"full name\\", 1 as \\"a.b\\", name as \\"select\\", id as \\"grüße\\" from customers"}
  - {name: doubled, source: ref(crm), sql: "select id, name, id, name, region from customers"}
  - {name: regions, source: ref(file)}
  - name: m
    models: [ref(orders), ref(items), ref(customers), 'ref(odd "näme". x)', ref(doubled), ref(regions)]
    sql: select 1
`;

let runner: MergeRunner;

beforeAll(async () => {
  const project = await loadFiles({
    "headwater.yml": PROJECT,
    "regions.csv": "id,title\nn,North\ns,South\nw,West\n",
  });
  const app = new DatabaseSync(join(project.root, "app.sqlite"));
  app.exec(`create table orders(id integer, customer_id integer, status text, amount real, note text, day date, at timestamp);
    create table items(id integer, order_id integer, sku text, qty integer, price real)`);
  const order = app.prepare("insert into orders values (?, ?, ?, ?, ?, ?, ?)");
  const statuses = ["open", "closed", "Lost", "öffen", null];
  for (let i = 0; i < 120; i++) {
    const day = new Date(Date.UTC(2024, 0, 1 + (i % 60))).toISOString().slice(0, 10);
    const note = i % 7 === 0 ? null : `note ${i}`;
    const customer = i % 11 === 0 ? null : i % 25;
    order.run(i, customer, statuses[i % 5] ?? null, (i * 37) % 100, note, day, `${day} 10:00:00`);
  }
  const item = app.prepare("insert into items values (?, ?, ?, ?, ?)");
  for (let i = 0; i < 300; i++) item.run(i, i % 130, `sku${i % 9}`, i % 6, (i % 40) / 4);
  app.close();
  const crm = new DatabaseSync(join(project.root, "crm.sqlite"));
  crm.exec(
    "create table customers(id integer, name text, region text, vip boolean, parent integer)",
  );
  const customer = crm.prepare("insert into customers values (?, ?, ?, ?, ?)");
  const regions = ["n", "s", "w", "x", null];
  for (let i = 0; i < 30; i++)
    customer.run(i, `Name ${i % 12}`, regions[i % 5] ?? null, i % 2, i % 4 === 0 ? null : i >> 1);
  crm.close();
  runner = createMergeRunner(project, { keys: { leastRows: 0, rowsPerKey: 1 } });
});

afterAll(() => runner.close());

test.each(MERGES.map((sql): [string] => [sql]))("%s", async (sql) => {
  const { narrowed, whole } = await runner.compare(sql);
  expect(narrowed).toEqual(whole);
  expect(whole.error).toBeUndefined();
});

test("columns, conditions and keys are pushed, so the comparisons above are of different ways", async () => {
  const { legs } = await runner.compare(
    "select o.amount from orders o join customers c on c.id = o.customer_id where c.name = 'Name 3'",
  );
  expect(legs.find(({ model }) => model === "model:customers")).toMatchObject({
    columns: ["id", "name"],
    where: expect.stringContaining("= 'Name 3'"),
    artifact: { rows: 3 },
  });
  expect(legs.find(({ model }) => model === "model:orders")).toMatchObject({
    columns: ["customer_id", "amount"],
    keys: [{ column: "customer_id", from: "model:customers", values: 3 }],
  });
  expect(legs.find(({ model }) => model === "model:items")).toMatchObject({ how: "unused" });
});
