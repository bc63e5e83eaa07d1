import type { DuckDbConnection } from "./connection.js";
import type { DuckDbDatabase } from "./database.js";

/**
 * An open DuckDB file blocks its owner's own writers, so it is closed this long after the last use.
 */
const IDLE_MILLISECONDS = 1000;

/**
 * One database handle for the statements that run at once on a source: opened on first use, closed
 * when idle. `version` names the state of the files; when it changes, the next statement gets a
 * fresh handle.
 */
export class SharedDatabase {
  readonly #open: (version: string) => Promise<DuckDbDatabase>;
  readonly #version: () => Promise<string>;
  readonly #onClosed: (version: string) => void;
  #current: Handle | undefined;

  /** `onClosed` is called when nothing reads a version any more. */
  constructor(
    open: (version: string) => Promise<DuckDbDatabase>,
    version: () => Promise<string>,
    onClosed: (version: string) => void = () => undefined,
  ) {
    this.#open = open;
    this.#version = version;
    this.#onClosed = onClosed;
  }

  async connect(): Promise<DuckDbConnection> {
    const version = await this.#version();
    if (this.#current && this.#current.version !== version) {
      this.#current.retire();
      this.#current = undefined;
    }
    const handle = (this.#current ??= new Handle(version, this.#open(version), () => {
      if (this.#current === handle) this.#current = undefined;
      this.#onClosed(version);
    }));
    return handle.connect();
  }

  close(): void {
    this.#current?.retire();
    this.#current = undefined;
  }
}

class Handle {
  #users = 0;
  #retired = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    readonly version: string,
    private readonly database: Promise<DuckDbDatabase>,
    private readonly onGone: () => void,
  ) {
    database.catch(onGone);
  }

  async connect(): Promise<DuckDbConnection> {
    this.#users += 1;
    clearTimeout(this.#timer);
    try {
      const database = await this.database;
      return await database.connect(() => this.#release());
    } catch (error) {
      this.#release();
      throw error;
    }
  }

  /** Closes as soon as nobody uses it. */
  retire(): void {
    this.#retired = true;
    if (this.#users === 0) this.#close();
  }

  #release(): void {
    this.#users -= 1;
    if (this.#users > 0) return;
    if (this.#retired) this.#close();
    else this.#timer = setTimeout(() => this.#close(), IDLE_MILLISECONDS);
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.database.then(
      (database) => database.close(),
      () => undefined,
    );
    this.onGone();
  }
}
