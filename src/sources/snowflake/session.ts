/** One place for a statement on the connection that all statements of a source share. */
import type { Readable } from "node:stream";
import { asError } from "../network-failure.js";
import { ConnectionLost } from "../server/refusal.js";
import type { ServerSession } from "../server/server-session.js";
import type { Cells, Connection, Statement, StatementOptions } from "./driver.js";
import { readable } from "./failure.js";

/** The sockets are the driver's, and its threads end whatever they hold. */
const NO_SOCKET = { ref: () => undefined, unref: () => undefined };

export class Session implements ServerSession {
  closed = false;
  used = false;
  readonly socket = NO_SOCKET;
  /** The statement whose first answer has not come. */
  running: Statement | undefined;
  #rows: Readable | undefined;
  #fail: ((error: Error) => void) | undefined;
  #since = 0;

  constructor(public connection: Connection) {}

  get hasUnread(): boolean {
    return this.running !== undefined || this.#rows !== undefined;
  }

  get silence(): number {
    return this.#since === 0 ? 0 : performance.now() - this.#since;
  }

  /**
   * Sends a statement; resolves when its first answer is there, columns and all. Rejects with a
   * readable error, and at once when the session is destroyed.
   */
  run(
    options: Omit<StatementOptions, "complete" | "streamResult" | "rowMode">,
  ): Promise<Statement> {
    return this.#wait((resolve, reject) => {
      this.running = this.connection.execute({
        ...options,
        streamResult: true,
        rowMode: "array",
        complete: (error, statement) => {
          this.running = undefined;
          if (error) reject(readable(error));
          else resolve(statement);
        },
      });
    });
  }

  /** The rows of a statement that `rawRows` has prepared. */
  rowsOf(statement: Statement): Rows {
    const stream = statement.streamRows();
    this.#rows = stream;
    return new Rows(stream, {
      wait: (work) => this.#wait(work),
      onEnd: () => {
        this.#rows = undefined;
      },
    });
  }

  destroy(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    this.#fail?.(error);
    this.#rows?.destroy();
  }

  end(): void {
    this.destroy(new ConnectionLost("the connection was closed"));
  }

  /** One waits at a time. */
  async #wait<T>(
    work: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
  ): Promise<T> {
    if (this.closed) throw new ConnectionLost("the connection was closed");
    this.#since = performance.now();
    try {
      return await new Promise<T>((resolve, reject) => {
        this.#fail = reject;
        try {
          work(resolve, reject);
        } catch (error) {
          this.running = undefined;
          reject(readable(error));
        }
      });
    } finally {
      this.#fail = undefined;
      this.#since = 0;
    }
  }
}

type Wait = <T>(
  work: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
) => Promise<T>;

/** Rows that wait for their reader, at most and a few more; then the stream is held back. */
const MOST_WAITING = 4096;

/** Rows of a stream, several at a time and no faster than they are asked for. */
export class Rows {
  #waiting: Cells[] = [];
  #state: "open" | "ended" | { readonly failed: Error } = "open";
  #wake = () => {};

  constructor(
    private readonly stream: Readable,
    private readonly session: { readonly wait: Wait; readonly onEnd: () => void },
  ) {
    // `rawRows` makes the first value of a row the cells of all of it.
    stream.on("data", ([cells]: readonly [Cells]) => {
      this.#waiting.push(cells);
      if (this.#waiting.length === 1) this.#wake();
      if (this.#waiting.length >= MOST_WAITING) stream.pause();
    });
    stream.on("end", () => this.#settle("ended"));
    stream.on("error", (error) => this.#settle({ failed: readable(asError(error)) }));
  }

  /** At most so many rows; undefined at the end. */
  async next(most: number): Promise<Cells[] | undefined> {
    for (;;) {
      if (this.#waiting.length > 0) return this.#waiting.splice(0, most);
      if (this.#state === "ended") return undefined;
      if (typeof this.#state === "object") throw this.#state.failed;
      this.stream.resume();
      await this.session.wait<undefined>((resolve) => {
        this.#wake = () => resolve(undefined);
      });
    }
  }

  #settle(state: "ended" | { readonly failed: Error }): void {
    if (this.#state !== "open") return;
    this.#state = state;
    this.session.onEnd();
    this.#wake();
  }
}
