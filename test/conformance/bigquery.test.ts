import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Source } from "../../src/sources/contract.js";
import {
  bqemulatorUnavailable,
  startBqemulator,
  type BqemulatorServer,
} from "../servers/bqemulator.js";
import { runCommand } from "../support/command.js";
import { writeProject } from "../support/project.js";
import { BIGQUERY_VALUES } from "./bigquery-values.js";
import { collect } from "./collect.js";
import { behavesLikeConnector } from "./connector.js";
import { openBigquery } from "./open-bigquery.js";

const missing = bqemulatorUnavailable();

behavesLikeConnector(
  "bigquery",
  async () => {
    const server = await startBqemulator();
    await server.dataset("shop");
    await server.run("create table shop.items as select 1 as id, 'one' as label");
    const reader = await openBigquery(server.url);
    return {
      open: () => openBigquery(server.url, { dataset: "shop" }),
      sql: {
        numbers: (rows) => `select n from unnest(generate_array(1, ${rows})) as n order by n`,
        empty: "select id, label from items where false; -- nothing",
        emptyAndNull: "select '' as a, cast(null as string) as b",
        sameNameTwice: "select 1 as a, 2 as a",
        unknownColumn: "select nowhere from items",
        syntaxError: "select from where",
        refused: [
          "insert into items values (2, 'two')",
          "delete from items where true",
          "update items set label = 'two' where true",
          "merge items using (select 1 as id) as n on false when not matched then insert row",
          "truncate table items",
          "drop table items",
          "drop schema shop cascade",
          "create table shop.other as select 1 as n",
          "create temp table t as select 1 as n",
          "create or replace view shop.v as select 1 as n",
          "alter table items rename to others",
          "select 1; drop table items",
          "begin delete from items where true; end",
          "begin transaction",
          "execute immediate 'drop table items'",
          "call shop.wipe()",
          "declare n int64 default 1; select n",
          "export data options(uri = 'gs://b/*.csv', format = 'CSV') as select 1 as n",
          "load data into shop.items from files (format = 'CSV', uris = ['gs://b/x.csv'])",
          "grant `roles/bigquery.dataViewer` on schema shop to 'user:a@example.com'",
          "set @@dataset_id = 'other'",
          "assert false",
          "/* only */ # comments\n-- here",
          "",
        ],
      },
      table: { schema: "shop", name: "items", columns: ["id", "label"] },
      fingerprint: async () =>
        JSON.stringify([
          (await collect(reader, "select * from shop.items")).values,
          names(await server.get("datasets")),
          names(await server.get("datasets/shop/tables")),
        ]),
      async close() {
        await reader.close();
        await server.stop();
      },
    };
  },
  missing,
  { "two columns of one name keep their places": "bqemulator renames them, BigQuery refuses them" },
);

/** The ids in a list of datasets or tables. */
function names(list: unknown): string[] {
  return [...JSON.stringify(list).matchAll(/"id":"([^"]*)"/g)].map(([, id = ""]) => id);
}

describe.skipIf(missing)("bigquery", () => {
  let server: BqemulatorServer;
  let source: Source;
  beforeAll(async () => {
    server = await startBqemulator();
    await server.dataset("shop");
    source = await openBigquery(server.url, { dataset: "shop" });
  });
  afterAll(async () => {
    await source?.close();
    await server?.stop();
  });

  test("values keep their type and every digit", async () => {
    const sayable = BIGQUERY_VALUES.filter(({ sql }) => sql !== undefined);
    const list = sayable.map(({ sql }, index) => `${sql} as c${index}`).join(", ");
    const { columns, values } = await collect(source, `select ${list}`);
    const seen = sayable.map((wanted, index) => ({
      ...wanted,
      type: columns[index]?.type,
      value: values[index]?.[0],
    }));
    expect(seen).toEqual(sayable);
  });

  test("the tables of days are one in the catalogue, with the columns of the last", async () => {
    await server.dataset("days");
    await server.run("create table days.events_20240101 as select 1 as a");
    await server.run("create table days.events_20240102 as select 1 as a, 'x' as b");
    await server.run("create table days.single_20240101 as select 1 as a");
    await server.run("create view days.v as select 1.5 as c");
    const all = await openBigquery(server.url, {});
    const schemas = await all.catalog();
    await all.close();
    const days = schemas.find(({ name }) => name === "days");
    expect(days?.tables).toEqual([
      {
        name: "events_*",
        kind: "table",
        columns: [
          { name: "a", nativeType: "INT64", type: "int64" },
          { name: "b", nativeType: "STRING", type: "text" },
        ],
      },
      {
        name: "single_20240101",
        kind: "table",
        columns: [{ name: "a", nativeType: "INT64", type: "int64" }],
      },
      {
        name: "v",
        kind: "view",
        columns: [{ name: "c", nativeType: "FLOAT64", type: "float64" }],
      },
    ]);
  });

  test("a project runs: traces with cohorts, windows and orders, and a merge with a file", async () => {
    await server.dataset("sales");
    await server.run(
      `create table sales.orders as
       select date '2024-01-01' as day, 'a' as shop, 2.5 as total, 1 as customer
       union all select date '2024-01-01', cast(null as string), 1.5, 2
       union all select date '2024-01-01', 'b', 4.0, 1
       union all select date '2024-01-02', 'a', 1.0, 2`,
    );
    const root = await writeProject({
      "customers.csv": "id,region\n1,north\n2,south\n",
      "headwater.yml": `
name: Shop
sources:
  - { name: warehouse, type: bigquery, project: demo, database: sales, api_endpoint: "${server.url}" }
  - { name: crm, type: csv, file: customers.csv }
models:
  - { name: orders, source: ref(warehouse), sql: "select * from orders # all of them" }
  - { name: customers, source: ref(crm) }
  - name: revenue
    models: [ref(orders), ref(customers)]
    sql: select c.region, sum(o.total) as total from orders o join customers c on c.id = o.customer where o.day = '2024-01-01' group by 1 order by 1
traces:
  - name: by shop
    model: ref(orders)
    cohort_on: "?{ shop }"
    props: { type: scatter, x: "?{ date_trunc(day, month) }", y: "?{ sum(total) }" }
    order_by: [ "?{ date_trunc(day, month) }" ]
  - name: best
    model: ref(orders)
    props: { type: scatter, x: "?{ shop }", y: "?{ total }" }
    filters: [ "?{ row_number() over (partition by shop order by total desc) = 1 }", "?{ shop is not null }" ]
    order_by: [ "?{ shop desc }" ]
`,
    });
    const ran = await runCommand(["run", "--all", "--project-dir", root]);
    expect(ran.code === 0 ? "" : ran.stderr).toBe("");
    const shown = async (name: string) =>
      (await runCommand(["show", name, "--format", "csv", "--project-dir", root])).stdout.trim();
    // The emulator makes a DATETIME of the month; the cohort that is NULL comes last.
    expect(await shown("by shop")).toMatch(/,3\.5,a\n.*,4,b\n.*,1\.5,$/);
    expect(await shown("best")).toMatch(/\nb,4.*\na,2\.5/);
    expect(await shown("revenue")).toBe("region,total\nnorth,6.5\nsouth,1.5");
  });
});
