/** Where random tables lie: a database of each dialect, behind our own connector. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { DatabaseSync } from "@photostructure/sqlite";
import type { Source } from "../../src/sources/contract.js";
import { loadSourceType } from "../../src/sources/loaders.js";
import { SOURCE_TYPES } from "../../src/sources/registry.js";
import { mariadbUnavailable, startMariadb } from "../servers/mariadb.js";
import { postgresUnavailable, startPostgres } from "../servers/postgres.js";
import type { Place } from "./random-table.js";

export interface Database {
  readonly source: Source;
  readonly close: () => Promise<void>;
}

/** Why a dialect's database cannot be had here. */
export const UNAVAILABLE: Readonly<Record<Place, string | undefined>> = {
  sqlite: undefined,
  duckdb: undefined,
  postgresql: postgresUnavailable(),
  mysql: mariadbUnavailable(),
};

/** A database in which the statements have run. */
export function openDatabase(place: Place, statements: readonly string[]): Promise<Database> {
  return OPENERS[place](statements);
}

const OPENERS: Readonly<Record<Place, (statements: readonly string[]) => Promise<Database>>> = {
  async sqlite(statements) {
    const folder = await mkdtemp(join(tmpdir(), "headwater-inputs-"));
    const file = join(folder, "random.sqlite");
    const database = new DatabaseSync(file);
    database.exec(`begin; ${statements.join(";\n")}; commit`);
    database.close();
    return fileDatabase(await open("sqlite", { database: file }), folder);
  },
  async duckdb(statements) {
    const folder = await mkdtemp(join(tmpdir(), "headwater-inputs-"));
    const file = join(folder, "random.duckdb");
    const instance = await DuckDBInstance.create(file);
    const connection = await instance.connect();
    await connection.run("set timezone = 'UTC'");
    for (const statement of statements) await connection.run(statement);
    connection.closeSync();
    instance.closeSync();
    return fileDatabase(await open("duckdb", { database: file }), folder);
  },
  async postgresql(statements) {
    const server = await startPostgres();
    const filled = server.query(["set timezone = 'UTC'", ...statements].join(";\n"));
    await stoppedOnFailure(server, filled);
    const { host, port, user: username, password, database } = server;
    const source = await open("postgresql", { host, port, username, password, database });
    return { source, close: () => source.close().then(() => server.stop()) };
  },
  async mysql(statements) {
    const server = await startMariadb();
    const filled = server.query(
      ["set time_zone = '+00:00'", "use shop", ...statements, "select 1"].join(";\n"),
    );
    await stoppedOnFailure(server, filled);
    const { host, port, user: username, password, database } = server;
    const source = await open("mysql", { host, port, username, password, database });
    return { source, close: () => source.close().then(() => server.stop()) };
  },
};

/** Nobody else would stop a server whose tables cannot be made. */
async function stoppedOnFailure(
  server: { readonly stop: () => Promise<void> },
  filled: Promise<unknown>,
): Promise<void> {
  try {
    await filled;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function fileDatabase(source: Source, folder: string): Database {
  return {
    source,
    close: async () => {
      await source.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function open(type: Place, fields: Record<string, unknown>): Promise<Source> {
  const info = SOURCE_TYPES.get(type);
  if (!info) throw new Error(`No source type ${type}`);
  const loaded = await loadSourceType(type);
  const context = { name: "shop", queryTag: "headwater/tests", secrets: [] };
  return loaded.open(info.config.parse(fields), context);
}
