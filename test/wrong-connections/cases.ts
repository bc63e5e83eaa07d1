/** Wrong connections, by the name of their source: one fault each. */
import type { MariadbServer } from "../servers/mariadb.js";
import type { PostgresServer } from "../servers/postgres.js";
import type { ListenerName } from "./listeners.js";

export type Case = readonly [name: string, config: Readonly<Record<string, unknown>>];

interface Servers {
  readonly postgres: PostgresServer;
  readonly mariadb: MariadbServer;
  readonly listeners: Readonly<Record<ListenerName, number>>;
}

export function fileCases(): Case[] {
  const sqlite = (database: string, more = {}) => ({ type: "sqlite", database, ...more });
  const duckdb = (database: string, more = {}) => ({ type: "duckdb", database, ...more });
  const file = (type: string, path: string, more = {}) => ({ type, file: path, ...more });
  return [
    ["sqlite missing", sqlite("data/shp.sqlite")],
    ["sqlite below no folder", sqlite("dta/shop.sqlite")],
    ["sqlite is a folder", sqlite("data")],
    ["sqlite is DuckDB", sqlite("data/shop.duckdb")],
    ["sqlite is CSV", sqlite("data/orders.csv")],
    ["sqlite is text", sqlite("data/notes.txt")],
    ["sqlite is noise", sqlite("data/secret.sqlite")],
    ["sqlite is cut", sqlite("data/cut.sqlite")],
    ["sqlite in memory", sqlite(":memory:")],
    ["sqlite address", sqlite("sqlite:///data/shop.sqlite")],
    ["sqlite without tables", sqlite("data/empty.sqlite")],
    [
      "sqlite attaches nothing",
      sqlite("data/shop.sqlite", {
        attach: [{ schema_name: "more", database: "data/more.sqlite" }],
      }),
    ],
    ["sqlite after_connect", sqlite("data/shop.sqlite", { after_connect: "pragma cache_sizes(" })],
    ["sqlite writes at once", sqlite("data/shop.sqlite", { after_connect: "delete from orders" })],
    ["duckdb missing", duckdb("data/shop.duckdbb")],
    ["duckdb is a folder", duckdb("data/empty folder")],
    ["duckdb is SQLite", duckdb("data/shop.sqlite")],
    ["duckdb is Parquet", duckdb("data/orders.parquet")],
    ["duckdb is text", duckdb("data/notes.txt")],
    ["duckdb by DuckDB 2", duckdb("data/two.duckdb")],
    ["duckdb by DuckDB 0.8", duckdb("data/old.duckdb")],
    ["duckdb in memory", duckdb(":memory:")],
    ["duckdb address", duckdb("md:shop?motherduck_token=url-pass")],
    ["duckdb in a bucket", duckdb("s3://bucket/shop.duckdb")],
    ["duckdb without tables", duckdb("data/empty.duckdb")],
    ["duckdb extension", duckdb("data/shop.duckdb", { extensions: ["no_such_thing"] })],
    [
      "duckdb attaches SQLite",
      duckdb("data/shop.duckdb", {
        attach: [{ schema_name: "more", database: "data/shop.sqlite" }],
      }),
    ],
    ["csv missing", file("csv", "data/order.csv")],
    ["csv pattern", file("csv", "data/order-*.csv")],
    ["csv braces", file("csv", "data/{orders,items}.csv")],
    ["csv is a folder", file("csv", "data/parts")],
    ["csv on the web", file("csv", "https://user:url-pass@example.com/orders.csv")],
    ["csv in a bucket", file("csv", "s3://bucket/orders.csv")],
    ["csv empty", file("csv", "data/empty.csv")],
    ["csv ragged", file("csv", "data/ragged.csv")],
    ["csv of two shapes", file("csv", "data/parts/*.csv")],
    ["csv is Excel", file("csv", "data/orders.xlsx")],
    ["csv is UTF-16", file("csv", "data/utf16.csv")],
    ["csv is Latin", file("csv", "data/latin.csv")],
    ["csv is noise", file("csv", "data/noise.csv")],
    ["csv is a web page", file("csv", "data/page.csv")],
    ["csv is a pointer", file("csv", "data/pointer.csv")],
    ["csv column", file("csv", "data/orders.csv", { columns: { amout: "DOUBLE" } })],
    ["csv encoding", file("csv", "data/orders.csv", { encoding: "utf-9" })],
    ["parquet missing", file("parquet", "data/*.parq")],
    ["parquet is CSV", file("parquet", "data/orders.csv")],
    ["parquet is cut", file("parquet", "data/cut.parquet")],
    ["parquet is a folder", file("parquet", "data")],
    ["json missing", file("json", "data/record.json")],
    ["json broken", file("json", "data/broken.json")],
    ["json of numbers", file("json", "data/numbers.json")],
    ["json path", file("json", "data/document.json", { records: "result.row" })],
    ["json is CSV", file("json", "data/orders.csv")],
    ["json is UTF-16", file("json", "data/utf16.json")],
    ["json is SQLite", file("json", "data/shop.sqlite")],
    ["excel missing", file("excel", "data/order.xlsx")],
    ["excel is old", file("excel", "data/old.xls")],
    ["excel is CSV", file("excel", "data/orders.csv")],
    ["excel sheet", file("excel", "data/orders.xlsx", { sheet: "Order" })],
    ["excel empty sheet", file("excel", "data/orders.xlsx", { sheet: "Notes" })],
  ];
}

export function serverCases({ postgres, mariadb, listeners }: Servers): Case[] {
  const password = "{{ env_var('BAD_PASSWORD') }}";
  const pg = (more: Readonly<Record<string, unknown>>) => ({
    type: "postgresql",
    host: "127.0.0.1",
    port: postgres.port,
    database: "shop",
    username: "reader",
    password: "r3ader-pass",
    ...more,
  });
  const my = (more: Readonly<Record<string, unknown>>) => ({
    type: "mysql",
    host: "127.0.0.1",
    port: mariadb.port,
    database: "shop",
    username: "reader",
    password: "r3ader-pass",
    ...more,
  });
  const silent = { port: listeners.silent, connect_timeout: 1 };
  /** Where a server of neither type listens. */
  const strange = ["hangsUp", "ssh", "mail", "chatter", "web", "encrypted"] as const;
  return [
    // Settings.
    ["pg by another name", { type: "postgres", host: "127.0.0.1", database: "shop" }],
    ["redshift", { type: "redshift", host: "127.0.0.1", database: "shop" }],
    ["mariadb", { type: "mariadb", host: "127.0.0.1", database: "shop" }],
    ["cockroach", { type: "CockroachDB", host: "127.0.0.1", database: "shop" }],
    ["pg host is an address", pg({ host: "postgres://reader:url-pass@db.example.com:5432/shop" })],
    ["pg host with port", pg({ host: "db.example.com:5433" })],
    ["pg host in brackets", pg({ host: "[::1]" })],
    ["pg port", pg({ port: 70_000 })],
    ["pg sslmode", pg({ sslmode: "verify_full" })],
    ["pg without database", { type: "postgresql", host: "127.0.0.1" }],
    ["pg field", pg({ user: "reader" })],
    ["pg variable", pg({ password: "{{ env_var('NOT_SET_ANYWHERE') }}" })],
    ["my host is an address", my({ host: "mysql://reader:url-pass@db.example.com/shop" })],
    // Where it is.
    ["pg host", pg({ host: "${env.PG_HOST}" })],
    ["pg no server", { type: "postgresql", host: "127.0.0.1", database: "shop", port: 1 }],
    ["my host", my({ host: "nowhere.invalid" })],
    ["my no server", my({ port: 1 })],
    ["pg no socket folder", pg({ host: "/nowhere" })],
    ["pg other socket", pg({ host: postgres.socketDirectory, port: 5999 })],
    ["pg socket is a file", pg({ host: `${postgres.socketDirectory}/.s.PGSQL.${postgres.port}` })],
    ["my no socket", my({ host: "/nowhere/mysqld.sock" })],
    ["my socket is a folder", my({ host: postgres.socketDirectory })],
    // Who answers.
    ["pg silence", pg(silent)],
    ["my silence", my(silent)],
    ["pg deaf", pg({ port: listeners.deaf, connect_timeout: 1 })],
    ["my deaf", my({ port: listeners.deaf, connect_timeout: 1 })],
    ["pg slow", pg({ port: listeners.slow, connect_timeout: 3 })],
    ["pg is MariaDB", pg({ port: mariadb.port })],
    ["my is PostgreSQL", my({ port: postgres.port })],
    ...strange.flatMap((name): Case[] => [
      [`pg is ${name}`, pg({ port: listeners[name], connect_timeout: 2 })],
      [`my is ${name}`, my({ port: listeners[name], connect_timeout: 2 })],
    ]),
    // Encryption.
    ["pg self-signed", pg({ host: "localhost", sslmode: "verify-full" })],
    [
      "pg other name",
      pg({ host: "127.0.0.1", sslmode: "verify-full", sslrootcert: "authority.pem" }),
    ],
    ["pg no authority", pg({ sslmode: "verify-ca", sslrootcert: "authorities.pem" })],
    ["pg authority is text", pg({ sslmode: "verify-ca", sslrootcert: "notes.pem" })],
    ["pg authority is a folder", pg({ sslmode: "verify-ca", sslrootcert: "folder.pem" })],
    ["my without TLS", my({ sslmode: "require" })],
    ["pg TLS only", pg({ username: "encrypted", sslmode: "disable" })],
    ["my TLS only", my({ username: "encrypted" })],
    // Who logs in.
    ["pg password", pg({ password })],
    ["pg no password", pg({ password: undefined })],
    ["pg login", pg({ username: "raeder" })],
    ["pg expired", pg({ username: "expired" })],
    ["pg group", pg({ username: "group" })],
    ["pg rule", pg({ database: "unlisted" })],
    ["pg refused", pg({ username: "refused" })],
    ["pg ident", pg({ username: "identified" })],
    ["pg peer", pg({ host: postgres.socketDirectory })],
    ["pg few", pg({ username: "few" })],
    ["my password", my({ password })],
    ["my no password", my({ password: undefined })],
    ["my elsewhere", my({ username: "elsewhere" })],
    ["my locked", my({ username: "locked" })],
    ["my expired", my({ username: "expired" })],
    ["my system", my({ username: "system" })],
    ["my modern", my({ username: "modern" })],
    ["my anonymous", my({ username: "anyone", password: undefined, database: "lobby" })],
    ["pg passfile", pg({ password: undefined, passfile: "nowhere.pgpass" })],
    ["pg open passfile", pg({ password: undefined, passfile: "open.pgpass" })],
    ["pg passfile of another", pg({ password: undefined, passfile: "other.pgpass" })],
    ["pg passfile that fits", pg({ password: undefined, passfile: "shop.pgpass" })],
    ["pg passfile is a folder", pg({ password: undefined, passfile: "folder.pem" })],
    ...["port", "mode", "hosts", "gone"].map((service): Case => [
      `pg service ${service}`,
      { type: "postgresql", database: "shop", service, servicefile: "services.conf" },
    ]),
    ["pg system's authorities", pg({ sslmode: "verify-full", sslrootcert: "system" })],
    ["pg service", pg({ service: "shpo", servicefile: "services.conf" })],
    ["pg service without file", pg({ service: "shop" })],
    [
      "pg service that fits",
      { type: "postgresql", database: "shop", service: "shop", servicefile: "services.conf" },
    ],
    [
      "pg service elsewhere",
      pg({
        username: undefined,
        password: undefined,
        service: "shop",
        servicefile: "services.conf",
      }),
    ],
    ["pg options", pg({ options: "-c no_such_setting=1" })],
    ["pg starting", pg({ port: listeners.starting })],
    ["pg full", pg({ port: listeners.full })],
    ["pg Kerberos", pg({ username: "kerberized" })],
    ["my full", my({ port: listeners.myFull })],
    ["my address", my({ port: listeners.notAdmitted })],
    ["my blocked", my({ port: listeners.blocked })],
    // What it may see.
    ["pg database", pg({ database: "shops" })],
    ["pg shut", pg({ database: "shut" })],
    ["pg crowded", pg({ database: "crowded" })],
    ["pg private", pg({ database: "private" })],
    ["pg schema", pg({ db_schema: "sale" })],
    ["pg one schema of two", pg({ db_schema: "sales, slaes" })],
    ["pg vault", pg({ db_schema: "vault" })],
    ["pg hollow", pg({ db_schema: "hollow" })],
    ["pg blind", pg({ username: "blind" })],
    ["pg superuser", pg({ username: postgres.user, password: postgres.password })],
    ["my database", my({ database: "shopp" })],
    ["my schema", my({ db_schema: "archive" })],
    ["my blind", my({ username: "blind" })],
    ["my hollow", my({ database: "hollow" })],
    ["my superuser", my({ username: mariadb.user, password: mariadb.password })],
    // What it is told first.
    ["pg after_connect", pg({ after_connect: "set role nobody_at_all" })],
    ["pg after_connect ends", pg({ after_connect: "commit" })],
    ["my after_connect", my({ after_connect: "set nothing = 1" })],
  ];
}
