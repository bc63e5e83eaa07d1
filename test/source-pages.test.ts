/** The pages of `docs/sources/`: each says the same things in the same order, and works as it says. */
import { readdirSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { mariadbUnavailable, startMariadb, type MariadbServer } from "./servers/mariadb.js";
import { postgresUnavailable, startPostgres, type PostgresServer } from "./servers/postgres.js";
import { followChapter } from "./support/follow-chapter.js";
import { readChapter } from "./support/guide-chapter.js";
import { xlsx } from "./support/xlsx.js";

const folder = join(import.meta.dirname, "../docs/sources");
const ORDERS = `create table orders(id bigint primary key, customer_id int, ordered_at timestamp not null, amount decimal(10,2));
  insert into orders values (1, 1, '2026-01-08 10:00:00', 119.90), (2, 2, '2026-01-21 11:30:00', 240.00), (3, 1, '2026-02-03 09:15:00', 175.50)`;
const WORKBOOK = {
  name: "Orders",
  rows: [
    ["id", "customer_id", "ordered_at", "amount"],
    [1, 1, { serial: 46_030 + 10 / 24, as: "datetime" }, 119.9],
    [2, 2, { serial: 46_043 + 11.5 / 24, as: "datetime" }, 240],
    [3, 1, { serial: 46_056 + 9.25 / 24, as: "datetime" }, 175.5],
  ],
} as const;

/** What every page says; those of servers and services say more in between. */
const SECTIONS = [
  "Connect in one minute",
  "Fields",
  "Environments",
  "Types",
  "Limits",
  "Cost",
  "Frequent errors",
  "Joined with another source",
];
const OF_SERVERS = ["A read-only user", "Credentials"];

test("each type of source has its page", () => {
  const pages = readdirSync(folder).filter((file) => file !== "README.md");
  expect(pages.toSorted()).toEqual([...SOURCE_TYPES.keys()].map((type) => `${type}.md`).toSorted());
});

test.each([...SOURCE_TYPES.values()])("the page of $type says what every page does", (type) => {
  const text = readFileSync(join(folder, `${type.type}.md`), "utf8");
  const sections = [...text.matchAll(/^## (.*)$/gm)].map(([, title]) => title);
  expect(sections.filter((title) => SECTIONS.includes(title ?? ""))).toEqual(SECTIONS);
  if (type.server) expect(sections).toEqual(expect.arrayContaining(OF_SERVERS));
});

/** What the pages of files and embedded databases take for granted. */
const PREPARED: Readonly<Record<string, (directory: string) => void | Promise<void>>> = {
  csv: () => undefined,
  json: () => undefined,
  excel: (directory) => writeFile(join(directory, "orders.xlsx"), xlsx([WORKBOOK])),
  sqlite: (directory) => {
    const database = new DatabaseSync(join(directory, "shop.sqlite"));
    database.exec(ORDERS);
    database.close();
  },
  duckdb: async (directory) => {
    const duckdb = await DuckDBInstance.create(join(directory, "shop.duckdb"));
    const connection = await duckdb.connect();
    await connection.run(ORDERS);
    connection.closeSync();
    duckdb.closeSync();
  },
  parquet: async (directory) => {
    const connection = await (await DuckDBInstance.create()).connect();
    await connection.run(`${ORDERS}; copy orders to '${join(directory, "orders.parquet")}'`);
    connection.closeSync();
  },
};

test.each(Object.entries(PREPARED))("the page of %s works as it says", (type, prepare) =>
  followChapter(readChapter(join(folder, `${type}.md`)), { prepare }),
);

describe.skipIf(postgresUnavailable())("on PostgreSQL", () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    await server.createDatabase("shop");
    await server.query(ORDERS, "shop");
  });
  afterAll(() => server?.stop());

  test("its page works as it says", () =>
    followChapter(readChapter(join(folder, "postgresql.md")), {
      variables: { CRM_HOST: server.host, CRM_PORT: String(server.port) },
      sql: (text) => server.query(text, "shop"),
    }));
});

describe.skipIf(mariadbUnavailable())("on MariaDB", () => {
  let server: MariadbServer;
  beforeAll(async () => {
    server = await startMariadb();
    await server.query(`use shop; ${ORDERS}`);
  });
  afterAll(() => server?.stop());

  test("its page works as it says", () =>
    followChapter(readChapter(join(folder, "mysql.md")), {
      variables: { CRM_HOST: server.host, CRM_PORT: String(server.port) },
      sql: (text) => server.query(text),
    }));
});
