/**
 * The demo `examples/flights` under test: a copy to run in, and the raw files that its data was
 * made from.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflateRawSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import type { CliResult } from "./cli.js";
import { runCommand } from "./command.js";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
export const EXAMPLES = join(REPOSITORY, "examples");
export const DEMO_DATA = join(EXAMPLES, "flights/data");
const RAW = process.env["HEADWATER_RAW"] ?? join(REPOSITORY, "../shared/data/nycflights13");

export type Row = Record<string, unknown>;

export interface Demo {
  /** Absolute folder of the copy. */
  readonly directory: string;
  /** Runs a command on the copy. */
  headwater(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliResult>;
  remove(): void;
}

/** A copy of an example without the results of earlier runs. */
export function copyExample(name: string): Demo {
  const directory = mkdtempSync(join(tmpdir(), "headwater-demo-"));
  const from = join(EXAMPLES, name);
  cpSync(from, directory, {
    recursive: true,
    filter: (path) => !path.startsWith(join(from, "target")),
  });
  return exampleAt(directory);
}

export function exampleAt(directory: string): Demo {
  return {
    directory,
    headwater: (args, env = {}) => runCommand(args, { cwd: directory, env }),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/**
 * Whether the raw files are at hand; without them, {@link openRawFlights} reads the demo's own
 * data.
 */
export function rawFlightsExist(): boolean {
  return existsSync(join(RAW, "flights.csv.zip"));
}

export interface RawFlights {
  /**
   * Runs DuckDB SQL over the tables flights, planes, airlines, weather and airports. Integers are
   * numbers.
   */
  query(sql: string): Promise<Row[]>;
  close(): void;
}

/**
 * The raw CSV files where they are, named by HEADWATER_RAW or beside the repository; else the
 * demo's own data.
 */
export async function openRawFlights(): Promise<RawFlights> {
  const folder = mkdtempSync(join(tmpdir(), "headwater-raw-"));
  const files = rawFlightsExist() ? rawFiles(folder) : committedFiles(folder);
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run("set timezone = 'America/New_York'");
  for (const [table, relation] of Object.entries(files)) {
    await connection.run(`create table ${table} as select * from ${relation}`);
  }
  return {
    async query(sql) {
      const reader = await connection.runAndReadAll(sql);
      return reader
        .getRowObjectsJS()
        .map((row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [
              name,
              typeof value === "bigint" ? Number(value) : value,
            ]),
          ),
        );
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
    },
  };
}

function rawFiles(folder: string): Record<string, string> {
  const flights = join(folder, "flights.csv");
  writeFileSync(flights, unzipOnly(readFileSync(join(RAW, "flights.csv.zip"))));
  return {
    flights: csv(flights),
    planes: csv(join(RAW, "planes.csv")),
    airlines: csv(join(RAW, "airlines.csv")),
    weather: csv(join(RAW, "weather.csv")),
    airports: csv(join(RAW, "airports.csv")),
  };
}

function committedFiles(folder: string): Record<string, string> {
  const fleet = new DatabaseSync(join(DEMO_DATA, "fleet.sqlite"), { readOnly: true });
  for (const table of ["planes", "airlines"]) {
    const rows = fleet.prepare(`select * from ${table}`).all() as Record<string, unknown>[];
    writeFileSync(join(folder, `${table}.json`), JSON.stringify(rows));
  }
  fleet.close();
  return {
    flights: `read_parquet('${join(DEMO_DATA, "flights.parquet")}')`,
    planes: `read_json('${join(folder, "planes.json")}')`,
    airlines: `read_json('${join(folder, "airlines.json")}')`,
    weather: csv(join(DEMO_DATA, "weather.csv")),
    airports: csv(join(DEMO_DATA, "airports.csv")),
  };
}

function csv(path: string): string {
  return `read_csv('${path}', nullstr = ['NA', ''])`;
}

/** The content of an archive that holds one file. */
function unzipOnly(archive: Buffer): Buffer {
  const end = archive.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  const directory = archive.readUInt32LE(end + 16);
  const size = archive.readUInt32LE(directory + 20);
  const header = archive.readUInt32LE(directory + 42);
  const start = header + 30 + archive.readUInt16LE(header + 26) + archive.readUInt16LE(header + 28);
  return inflateRawSync(archive.subarray(start, start + size));
}
