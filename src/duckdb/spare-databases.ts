import type { DuckDbConnection } from "./connection.js";
import { DuckDbDatabase, type DatabaseOptions } from "./database.js";

/** Whoever works on a page asks again within it. */
const SPARE_MILLISECONDS = 2000;

/**
 * Locked instances in memory that have served a query, for the next one over the same folders: to
 * open one takes ten times as long as a small query. Each serves one connection at a time, whose
 * tables go with it, and is closed when nobody needs it soon.
 */
export class SpareDatabases {
  /** By what they may read and the zone of their sessions. */
  readonly #spares = new Map<string, Map<DuckDbDatabase, NodeJS.Timeout>>();
  #closed = false;

  /** As of an instance that is opened with these options, which write no file. */
  async connect(options: Omit<DatabaseOptions, "file" | "files">): Promise<DuckDbConnection> {
    const { directories = [], timeZone } = options;
    const key = JSON.stringify([directories.toSorted(), timeZone]);
    const database = (await this.#renewed(key, options)) ?? (await DuckDbDatabase.open(options));
    return database.connect((isSound) => {
      if (isSound && !this.#closed) this.#keep(key, database);
      else database.close();
    });
  }

  close(): void {
    this.#closed = true;
    for (const spares of this.#spares.values()) {
      for (const [database, timer] of spares) {
        clearTimeout(timer);
        database.close();
      }
    }
    this.#spares.clear();
  }

  async #renewed(key: string, { prepare }: DatabaseOptions): Promise<DuckDbDatabase | undefined> {
    const spares = this.#spares.get(key);
    const [[database, timer] = []] = spares ?? [];
    if (!database) return undefined;
    clearTimeout(timer);
    spares?.delete(database);
    try {
      await database.renew(prepare);
      return database;
    } catch {
      // A new one has the same to say where the tables are to blame.
      database.close();
      return undefined;
    }
  }

  #keep(key: string, database: DuckDbDatabase): void {
    const spares = this.#spares.get(key) ?? new Map<DuckDbDatabase, NodeJS.Timeout>();
    this.#spares.set(key, spares);
    const timer = setTimeout(() => {
      spares.delete(database);
      database.close();
    }, SPARE_MILLISECONDS).unref();
    spares.set(database, timer);
  }
}
