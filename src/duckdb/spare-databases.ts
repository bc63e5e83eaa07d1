import type { DuckDbConnection } from "./connection.js";
import { DuckDbDatabase, type DatabaseOptions } from "./database.js";

/** Whoever works on a page asks again within it. */
const SPARE_MILLISECONDS = 2000;
/** Each takes some megabytes. */
const MOST_SPARES = 4;

interface Spare {
  /** What its queries may read, and the zone of their sessions. */
  readonly key: string;
  readonly database: DuckDbDatabase;
  readonly timer: NodeJS.Timeout;
}

/**
 * Locked instances in memory that have served a query, for the next one over the same folders: to
 * open one takes ten times as long as a small query. Each serves one connection at a time, whose
 * tables go with it, and is closed when nobody needs it soon.
 */
export class SpareDatabases {
  /** The oldest first. */
  #spares: readonly Spare[] = [];
  #closed = false;

  /** As of an instance that is opened with these options, which attach and write nothing. */
  async connect(options: Omit<DatabaseOptions, "file" | "files">): Promise<DuckDbConnection> {
    const { directories = [], timeZone, prepare } = options;
    const key = JSON.stringify([directories.toSorted(), timeZone]);
    const database = (await this.#renewed(key, prepare)) ?? (await DuckDbDatabase.open(options));
    return database.connect((isSound) => {
      if (isSound && !this.#closed) this.#keep(key, database);
      else database.close();
    });
  }

  close(): void {
    this.#closed = true;
    for (const spare of this.#spares) this.#take(spare).close();
  }

  async #renewed(
    key: string,
    prepare: DatabaseOptions["prepare"],
  ): Promise<DuckDbDatabase | undefined> {
    const spare = this.#spares.find((one) => one.key === key);
    if (!spare) return undefined;
    const database = this.#take(spare);
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
    const timer = setTimeout(() => this.#take(spare).close(), SPARE_MILLISECONDS).unref();
    const spare: Spare = { key, database, timer };
    this.#spares = [...this.#spares, spare];
    const [oldest] = this.#spares;
    if (oldest && this.#spares.length > MOST_SPARES) this.#take(oldest).close();
  }

  /** Yields what is nobody's spare any more. */
  #take(spare: Spare): DuckDbDatabase {
    clearTimeout(spare.timer);
    this.#spares = this.#spares.filter((one) => one !== spare);
    return spare.database;
  }
}
