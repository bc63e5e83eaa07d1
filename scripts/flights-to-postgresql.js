/**
 * Fills a PostgreSQL database with the data of `examples/flights`, for `examples/servers`:
 *
 *     FLIGHTS_USER=me FLIGHTS_PASSWORD=… node scripts/flights-to-postgresql.js
 *
 * FLIGHTS_HOST, FLIGHTS_PORT and FLIGHTS_DATABASE say where it is. The five tables are made anew.
 */
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import { Client } from "pg";

const DATA = fileURLToPath(new URL("../examples/flights/data/", import.meta.url));
const ROWS_AT_ONCE = 20_000;

const TABLES = {
  flights: `year smallint, month smallint, day smallint, dep_time smallint, sched_dep_time smallint,
    dep_delay smallint, arr_time smallint, sched_arr_time smallint, arr_delay smallint, carrier text, flight smallint,
    tailnum text, origin text, dest text, air_time smallint, distance smallint, hour smallint, minute smallint,
    time_hour timestamptz`,
  airlines: "carrier text primary key, name text not null",
  planes: `tailnum text primary key, year integer, type text, manufacturer text, model text, engines integer,
    seats integer, speed integer, engine text`,
  weather: `origin text, year smallint, month smallint, day smallint, hour smallint, temp double precision,
    dewp double precision, humid double precision, wind_dir double precision, wind_speed double precision,
    wind_gust double precision, precip double precision, pressure double precision, visib double precision,
    time_hour timestamptz`,
  airports: `faa text primary key, name text not null, lat double precision, lon double precision, alt integer,
    tz integer, dst text, tzone text`,
};

const { env } = process;
const client = new Client({
  host: env.FLIGHTS_HOST ?? "localhost",
  port: Number(env.FLIGHTS_PORT ?? 5432),
  database: env.FLIGHTS_DATABASE ?? "flights",
  user: env.FLIGHTS_USER,
  password: env.FLIGHTS_PASSWORD,
});
await client.connect();
try {
  await fill("flights", await fileRows("read_parquet", "flights.parquet"));
  await fill("weather", await fileRows("read_csv", "weather.csv"));
  await fill("airports", await fileRows("read_csv", "airports.csv"));
  const fleet = new DatabaseSync(`${DATA}fleet.sqlite`, { readOnly: true });
  for (const table of ["airlines", "planes"]) {
    const rows = fleet.prepare(`select * from ${table}`).all();
    await fill(
      table,
      rows.map((row) => Object.values(row).map(textOf)),
    );
  }
  fleet.close();
  await client.query("analyze");
} finally {
  await client.end();
}

/** Rows of a file as texts, which PostgreSQL reads as the types of its columns. */
async function fileRows(reader, file) {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  const path = `${DATA}${file}`.replaceAll("'", "''");
  const result = await connection.runAndReadAll(
    `select cast(columns(*) as varchar) from ${reader}('${path}')`,
  );
  const rows = result.getRows();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

async function fill(table, rows) {
  const columns = TABLES[table];
  await client.query(`drop table if exists ${table}`);
  await client.query(`create table ${table} (${columns})`);
  const types = await columnTypes(table);
  const arrays = types.map((type, i) => `$${i + 1}::text[]::${type}[]`).join(", ");
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = rows.slice(start, start + ROWS_AT_ONCE);
    await client.query(
      `insert into ${table} select * from unnest(${arrays})`,
      types.map((_, i) => part.map((row) => row[i])),
    );
  }
  console.log(`${table}: ${rows.length} rows`);
}

async function columnTypes(table) {
  const { rows } = await client.query(
    "select format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attnum > 0 order by attnum",
    [table],
  );
  return rows.map(({ type }) => type);
}

function textOf(value) {
  return value === null ? null : String(value);
}
