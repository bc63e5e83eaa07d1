import type { DuckDbConnection } from "./connection.js";
import type { DuckDbDatabase } from "./database.js";

/**
 * An open DuckDB file blocks its owner's own writers, so it is closed this long after the last use.
 */
const IDLE_MILLISECONDS = 1000;

/** The signal aborts when nobody waits for the database any more. */
type OpenDatabase = (version: string, signal: AbortSignal) => Promise<DuckDbDatabase>;

/**
 * One database handle for the statements that run at once on a source: opened on first use, closed
 * when idle. `version` names the state of the files; when it changes, the next statement gets a
 * fresh handle.
 */
export class SharedDatabase {
  readonly #open: OpenDatabase;
  readonly #version: () => Promise<string>;
  readonly #onClosed: (version: string) => void;
  readonly #opening = new Set<Promise<void>>();
  #current: Handle | undefined;

  /** `onClosed` is called when nothing reads a version any more. */
  constructor(
    open: OpenDatabase,
    version: () => Promise<string>,
    onClosed: (version: string) => void = () => undefined,
  ) {
    this.#open = open;
    this.#version = version;
    this.#onClosed = onClosed;
  }

  /** Rejects with an interrupt error as soon as the signal aborts. */
  async connect(signal?: AbortSignal): Promise<DuckDbConnection> {
    const version = await this.#version();
    if (this.#current && this.#current.version !== version) {
      this.#current.retire();
      this.#current = undefined;
    }
    const handle = (this.#current ??= this.#start(version));
    return handle.connect(signal);
  }

  /**
   * Fulfils when none is being opened any more, also for those who gave up waiting for it: the end
   * of what DuckDB does for a thread that is gone ends the process.
   */
  async close(): Promise<void> {
    this.#current?.retire();
    this.#current = undefined;
    await Promise.all(this.#opening);
  }

  #start(version: string): Handle {
    const handle = new Handle(version, this.#open, () => {
      if (this.#current === handle) this.#current = undefined;
      this.#onClosed(version);
    });
    const { opened } = handle;
    this.#opening.add(opened);
    void opened.then(() => this.#opening.delete(opened));
    return handle;
  }
}

class Handle {
  #users = 0;
  #retired = false;
  #timer: NodeJS.Timeout | undefined;
  #isOpening = true;
  readonly #opening = new AbortController();
  private readonly database: Promise<DuckDbDatabase>;
  /** Fulfils when the database is open, or cannot be opened. */
  readonly opened: Promise<void>;

  constructor(
    readonly version: string,
    open: OpenDatabase,
    private readonly onGone: () => void,
  ) {
    this.database = open(version, this.#opening.signal);
    this.opened = this.database.then(() => void (this.#isOpening = false), onGone);
  }

  async connect(signal: AbortSignal | undefined): Promise<DuckDbConnection> {
    this.#users += 1;
    clearTimeout(this.#timer);
    try {
      const database = await unlessAborted(this.database, signal);
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
    if (this.#isOpening) this.#opening.abort();
    if (this.#retired || this.#isOpening) this.#close();
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

async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    const refuse = () => reject(new Error("INTERRUPT Error"));
    if (signal.aborted) refuse();
    signal.addEventListener("abort", refuse, { once: true });
    stop = () => signal.removeEventListener("abort", refuse);
  });
  return Promise.race([promise, aborted]).finally(stop);
}
