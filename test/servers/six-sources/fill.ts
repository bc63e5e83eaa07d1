/** How the rows of the shop come into each of the six databases. */
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import type { BqemulatorServer } from "../bqemulator.js";
import type { FakesnowServer } from "../fakesnow.js";
import type { MariadbServer } from "../mariadb.js";
import type { PostgresServer } from "../postgres.js";
import type { ShopRows } from "./rows.js";

const ROWS_AT_ONCE = 1_000;

/** A login that may read the shop's tables and nothing else. */
export interface Reader {
  readonly user: string;
  readonly password: string;
}

export async function fillPostgres(
  server: PostgresServer,
  { orders }: ShopRows,
  { user, password }: Reader,
): Promise<void> {
  await server.createDatabase("shop");
  await server.query(
    `create table orders (id integer primary key, ordered_at timestamp not null, status text not null, total numeric(10, 2) not null);
     ${inserts("orders", orders, ({ id, at, status, cents }) => [String(id), text(at), text(status), euro(cents)])};
     analyze orders;
     create role ${user} login password '${password}'; grant select on orders to ${user}`,
    "shop",
  );
}

export async function fillMariadb(
  server: MariadbServer,
  { receipts }: ShopRows,
  { user, password }: Reader,
): Promise<void> {
  await server.query(
    `create table shop.receipts (id integer primary key, store varchar(20) not null, paid_at datetime not null, amount decimal(10, 2) not null);
     ${inserts("shop.receipts", receipts, ({ id, store, at, cents }) => [String(id), text(store), text(at), euro(cents)])};
     create user '${user}'@'%' identified by '${password}'; grant select on shop.* to '${user}'@'%'`,
  );
}

export async function fillSnowflake(server: FakesnowServer, { spending }: ShopRows): Promise<void> {
  await server.query(
    "create table spending (booked date, channel varchar, campaign varchar, amount number(10, 2))",
    inserts("spending", spending, ({ booked, channel, campaign, cents }) => [
      text(booked),
      text(channel),
      text(campaign),
      euro(cents),
    ]),
  );
}

export async function fillBigquery(server: BqemulatorServer, { visits }: ShopRows): Promise<void> {
  await server.dataset("shop");
  await server.run("create table shop.visits (day date, channel string, visits int64)");
  await server.insert("shop", "visits", visits);
}

export function fillSqlite(path: string, { purchases }: ShopRows): void {
  const database = new DatabaseSync(path);
  database.exec(
    `create table purchases (id integer primary key, bought_at text not null, cents integer not null);
     ${inserts("purchases", purchases, ({ id, at, cents }) => [String(id), text(at), String(cents)])}`,
  );
  database.close();
}

export async function fillDuckdb(path: string, { targets }: ShopRows): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(
    `create table targets (month date, channel varchar, target decimal(10, 2));
     ${inserts("targets", targets, ({ month, channel, cents }) => [text(month), text(channel), euro(cents)])}`,
  );
  connection.closeSync();
  instance.closeSync();
}

/** Statements for all rows, parted by semicolons. */
function inserts<Row>(
  table: string,
  rows: readonly Row[],
  values: (row: Row) => readonly string[],
): string {
  const tuples = rows.map((row) => `(${values(row).join(", ")})`);
  const parts = Array.from({ length: Math.ceil(tuples.length / ROWS_AT_ONCE) }, (_, part) =>
    tuples.slice(part * ROWS_AT_ONCE, (part + 1) * ROWS_AT_ONCE).join(", "),
  );
  return parts.map((part) => `insert into ${table} values ${part}`).join("; ");
}

/** None of the shop's texts holds a quote. */
function text(value: string): string {
  return `'${value}'`;
}

function euro(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
}
