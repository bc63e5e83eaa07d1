/**
 * Makes the data of `examples/flights` from the raw files of nycflights13:
 *
 *     node scripts/flights-data.js ../shared/data/nycflights13
 *
 * Flights become Parquet, planes and airlines a SQLite database, weather and airports CSV. Every
 * row is kept, in the order of the raw files; `NA` becomes NULL (nothing, in CSV). Equal input
 * yields equal bytes.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";

const TARGET = fileURLToPath(new URL("../examples/flights/data/", import.meta.url));

const FLIGHTS = `
  select
    cast("year" as smallint) as "year", cast("month" as tinyint) as "month", cast("day" as tinyint) as "day",
    cast(dep_time as smallint) as dep_time, cast(sched_dep_time as smallint) as sched_dep_time,
    cast(dep_delay as smallint) as dep_delay,
    cast(arr_time as smallint) as arr_time, cast(sched_arr_time as smallint) as sched_arr_time,
    cast(arr_delay as smallint) as arr_delay,
    carrier, cast(flight as smallint) as flight, tailnum, origin, dest,
    cast(air_time as smallint) as air_time, cast(distance as smallint) as distance,
    cast("hour" as tinyint) as "hour", cast("minute" as tinyint) as "minute",
    cast(time_hour as timestamptz) as time_hour
  from read_csv($file, header = true, nullstr = 'NA', all_varchar = true)`;

const FLEET = [
  `create table airlines (carrier text primary key, name text not null) strict`,
  `create table planes (
    tailnum text primary key, year integer, type text, manufacturer text, model text,
    engines integer, seats integer, speed integer, engine text
  ) strict`,
];

const [raw] = process.argv.slice(2);
if (raw === undefined) {
  console.error("Say where the raw files are: node scripts/flights-data.js FOLDER");
  process.exit(2);
}
mkdirSync(TARGET, { recursive: true });
await writeFlights(join(raw, "flights.csv.zip"));
writeFleet(raw);
for (const file of ["weather.csv", "airports.csv"]) {
  writeFileSync(join(TARGET, file), withoutNa(readFileSync(join(raw, file), "utf8")));
}

async function writeFlights(archive) {
  const folder = mkdtempSync(join(tmpdir(), "headwater-flights-"));
  const csv = join(folder, "flights.csv");
  writeFileSync(csv, unzipOnly(readFileSync(archive)));
  // One thread, so that the rows keep their order and the row groups their borders.
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run("set timezone = 'UTC'");
  const query = FLIGHTS.replace("$file", literal(csv));
  const path = literal(join(TARGET, "flights.parquet"));
  await connection.run(
    `copy (${query}) to ${path} (format parquet, compression zstd, compression_level 19, row_group_size 122880)`,
  );
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
}

function writeFleet(folder) {
  const path = join(TARGET, "fleet.sqlite");
  rmSync(path, { force: true });
  const database = new DatabaseSync(path);
  for (const sql of FLEET) database.exec(sql);
  for (const table of ["airlines", "planes"]) {
    const [header, ...rows] = csvRows(readFileSync(join(folder, `${table}.csv`), "utf8"));
    const places = header.map(() => "?").join(", ");
    const insert = database.prepare(`insert into ${table} values (${places})`);
    database.exec("begin");
    for (const row of rows) insert.run(...row.map((value) => (value === "NA" ? null : value)));
    database.exec("commit");
  }
  database.exec("vacuum");
  database.close();
}

/** The content of an archive that holds one file. */
function unzipOnly(archive) {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const directory = archive.readUInt32LE(end + 16);
  const size = archive.readUInt32LE(directory + 20);
  const header = archive.readUInt32LE(directory + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  return inflateRawSync(archive.subarray(start, start + size));
}

/** Rows of a CSV text; the raw files quote nothing. */
function csvRows(text) {
  if (text.includes('"'))
    throw new Error("A raw file quotes values, which this script does not read.");
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.split(","));
}

/** `NA` as a whole value becomes nothing. */
function withoutNa(text) {
  return text.replace(/(?<=^|,)NA(?=,|$)/gm, "");
}

function literal(text) {
  return `'${text.replaceAll("'", "''")}'`;
}
