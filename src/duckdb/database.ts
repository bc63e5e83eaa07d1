/**
 * Opening DuckDB so that it can do no more than it must: a locked instance that sees the
 * folders and files of its options only.
 */
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { loadDuckDb, type Database, type DuckDb } from "./bindings.js";
import { DuckDbConnection } from "./connection.js";
import { quoteText } from "../sql/quote.js";
import { duckDbLiteral } from "../disk/duckdb-pattern.js";
import { literalList } from "./quote.js";
import { defaultMemoryLimit } from "./memory-limit.js";

export interface DatabaseOptions {
  /** A database file, opened read-only; in memory when absent. */
  readonly file?: string;
  /** Folders whose files it may read. */
  readonly directories?: readonly string[];
  /** Single files that it may read and write. */
  readonly files?: readonly string[];
  /** Spilled data go below this folder, each instance's apart; without it nothing is spilled. */
  readonly temporaryDirectory?: string | undefined;
  /** Bytes that spilled data may take; 10 GB when absent. */
  readonly spillLimit?: number | undefined;
  /** Bytes; {@link defaultMemoryLimit} when absent. */
  readonly memoryLimit?: number | undefined;
  readonly threads?: number;
  /** IANA zone of the session; UTC when absent. */
  readonly timeZone?: string | undefined;
  /** Runs before the lock: attaching, views, extensions. */
  readonly prepare?: (connection: DuckDbConnection) => Promise<void>;
}

/**
 * Name of the catalogue in memory: with DuckDB's own, `memory`, a child of that name could not be
 * addressed.
 */
export const CATALOGUE = "__hw";

/** Takes its place while it is emptied. */
const NEXT_CATALOGUE = "__hw_next";

/** Bytes that spilled data may take on disk. */
const SPILL_LIMIT = 10e9;

/** A locked instance. Connections share its settings; closing it ends them all. */
export class DuckDbDatabase {
  private constructor(
    readonly duckdb: DuckDb,
    private readonly database: Database,
    private readonly inMemory: boolean,
  ) {}

  static async open(options: DatabaseOptions): Promise<DuckDbDatabase> {
    const duckdb = await loadDuckDb();
    const config = duckdb.create_config();
    for (const [name, value] of Object.entries(startOptions(options))) {
      duckdb.set_config(config, name, value);
    }
    const raw = await duckdb.open(options.file ?? ":memory:", config);
    const database = new DuckDbDatabase(duckdb, raw, options.file === undefined);
    let connection: DuckDbConnection | undefined;
    try {
      connection = new DuckDbConnection(duckdb, await duckdb.connect(raw));
      await connection.run(`SET GLOBAL TimeZone = ${quoteText(options.timeZone ?? "UTC")}`);
      if (options.temporaryDirectory !== undefined) {
        // Among the options of the start it would be shown, and not be held to.
        const limit = `${options.spillLimit ?? SPILL_LIMIT}B`;
        await connection.run(`SET GLOBAL max_temp_directory_size = ${quoteText(limit)}`);
      }
      if (database.inMemory) {
        await connection.run(`ATTACH ':memory:' AS ${CATALOGUE}; USE ${CATALOGUE}; DETACH memory`);
      }
      await options.prepare?.(connection);
      await lock(connection, options);
      connection.close();
      return database;
    } catch (error) {
      connection?.close();
      database.close();
      throw error;
    }
  }

  /**
   * Of one in memory to which nobody is connected: without the tables that it had, and prepared anew
   * behind the lock.
   */
  async renew(prepare: DatabaseOptions["prepare"]): Promise<void> {
    const connection = new DuckDbConnection(this.duckdb, await this.duckdb.connect(this.database));
    try {
      await connection.run(`
        ATTACH ':memory:' AS ${NEXT_CATALOGUE}; USE ${NEXT_CATALOGUE}; DETACH ${CATALOGUE};
        ATTACH ':memory:' AS ${CATALOGUE}; USE ${CATALOGUE}; DETACH ${NEXT_CATALOGUE};
      `);
      await prepare?.(connection);
    } finally {
      connection.close();
    }
  }

  /**
   * A connection of its own; `onClose` is called when it is closed, and told whether all that it ran
   * has come to an end by itself.
   */
  async connect(onClose?: (isSound: boolean) => void): Promise<DuckDbConnection> {
    const raw = await this.duckdb.connect(this.database);
    const connection = new DuckDbConnection(this.duckdb, raw, onClose);
    if (this.inMemory) await connection.run(`USE ${CATALOGUE}`);
    return connection;
  }

  close(): void {
    this.duckdb.close_sync(this.database);
  }
}

function startOptions(options: DatabaseOptions): Record<string, string> {
  const memory = options.memoryLimit ?? defaultMemoryLimit();
  const directory = options.temporaryDirectory;
  return {
    ...(options.file !== undefined && { access_mode: "READ_ONLY" }),
    ...(options.threads !== undefined && { threads: String(options.threads) }),
    memory_limit: `${Math.floor(memory / 1024 ** 2)}MiB`,
    temp_directory: directory === undefined ? "" : join(directory, `spill-${randomUUID()}`),
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
    allow_community_extensions: "false",
  };
}

/**
 * Forbids everything that is not allowed by name, locks the settings, and reads back that it is so.
 */
async function lock(connection: DuckDbConnection, options: DatabaseOptions): Promise<void> {
  await connection.run(`
    SET allowed_directories = ${pathsAndPatterns(options.directories)};
    SET allowed_paths = ${pathsAndPatterns(options.files)};
    SET enable_external_access = false;
    SET lock_configuration = true;
  `);
  const wanted = new Map([
    ["enable_external_access", "false"],
    ["lock_configuration", "true"],
    ["autoinstall_known_extensions", "false"],
    ["autoload_known_extensions", "false"],
    ["allow_community_extensions", "false"],
    ["allow_unsigned_extensions", "false"],
  ]);
  // One by one: a list of all settings costs as much as the rest of the lock three times over.
  const list = [...wanted.keys()].map(
    (name) => `system.main.current_setting(${quoteText(name)})::VARCHAR`,
  );
  const [found = []] = await connection.rows(`SELECT ${list.join(", ")}`);
  for (const [index, [name, value]] of [...wanted].entries()) {
    if (found[index] !== value)
      throw new Error(`DuckDB's setting ${name} is ${String(found[index])}, not ${value}`);
  }
}

/**
 * DuckDB compares what it may read with the text of the path that it is given, which may be a
 * pattern or not.
 */
function pathsAndPatterns(paths: readonly string[] = []): string {
  return literalList([...new Set(paths.flatMap((path) => [path, duckDbLiteral(path)]))]);
}
