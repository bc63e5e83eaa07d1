import { pause } from "./pause.js";

/** Idle sessions are closed after this many milliseconds. */
const IDLE = 5000;
/** The same where the server was full: others wait for them. */
const IDLE_WHEN_FULL = 200;
/**
 * Milliseconds between two looks whether a full server has room again; each is stretched at random
 * by up to as much again.
 */
const FULL_WAIT = 200;

/** What the pool must know of a session. */
export interface PooledSession {
  /** True once it cannot be used again. */
  readonly closed: boolean;
  /** Whether the server has sent something that nobody has read. */
  readonly hasUnread: boolean;
  readonly socket: { ref(): unknown; unref(): unknown };
  /** Ends it with a goodbye to the server; more than once does no harm. */
  end(): void;
}

export interface SessionPoolOptions<Session> {
  readonly connect: (signal?: AbortSignal) => Promise<Session>;
  /** Whether the server refused a connection because it, or the login, has too many. */
  readonly isFull: (error: unknown) => boolean;
  /** Whether the server ended the connection without a word, as those do that take one at a time. */
  readonly isClosed: (error: unknown) => boolean;
  readonly size: number;
  /**
   * Seconds to wait for a connection while the server is full and none of its connections is ours.
   */
  readonly patience: number;
  /** Connections that are left to others, where the server is full, to stop statements with. */
  readonly spare?: number;
}

interface Waiting<Session> {
  readonly resolve: (session: Session | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * At most `size` sessions at once. When the server is full, the pool makes do with those that it
 * has, until it has none.
 */
export class SessionPool<Session extends PooledSession> {
  #idle: { readonly session: Session; readonly timer: NodeJS.Timeout }[] = [];
  #waiting: Waiting<Session>[] = [];
  #open = 0;
  /** At most `size`; less once the server was full. */
  #limit: number;
  #closed = false;

  constructor(private readonly options: SessionPoolOptions<Session>) {
    this.#limit = options.size;
  }

  /**
   * A session for one statement, new or used before; give it back with `release`. Rejects when the
   * signal is aborted.
   */
  async acquire(signal?: AbortSignal): Promise<Session> {
    for (;;) {
      signal?.throwIfAborted();
      const idle = this.#takeIdle();
      if (idle) return idle;
      const session =
        this.#open < this.#limit ? await this.#connectNew(signal) : await this.#wait(signal);
      if (session) return session;
    }
  }

  /** Takes a session back; a closed one makes room for a new one. */
  release(session: Session): void {
    if (session.closed || session.hasUnread || this.#closed || this.#open > this.#limit) {
      session.end();
      this.#leave();
      return;
    }
    const waiting = this.#waiting.shift();
    if (waiting) waiting.resolve(session);
    else this.#keep(session);
  }

  /** Closes what is idle; what is in use is closed when it comes back. */
  close(): void {
    this.#closed = true;
    for (const { session, timer } of this.#idle) {
      clearTimeout(timer);
      session.end();
    }
    this.#idle = [];
    for (const { reject } of this.#waiting) reject(new Error("the source was closed"));
    this.#waiting = [];
  }

  async #connectNew(signal: AbortSignal | undefined): Promise<Session | undefined> {
    this.#open += 1;
    const deadline = performance.now() + this.options.patience * 1000;
    for (;;) {
      try {
        return await this.options.connect(signal);
      } catch (error) {
        const { isFull, isClosed } = this.options;
        const full = isFull(error) || (this.#open > 1 && isClosed(error));
        const wait = FULL_WAIT * (1 + Math.random());
        if (full && this.#open > 1) {
          this.#leave(true);
          return undefined;
        }
        // With no other session it can only wait for what others give back.
        if (!full || signal?.aborted || performance.now() + wait > deadline) {
          this.#leave();
          throw error;
        }
        await pause(wait, signal);
      }
    }
  }

  /** One session less. There is room for another one, unless the server is full. */
  #leave(full = false): void {
    this.#open -= 1;
    if (full) this.#limit = Math.max(1, this.#open - (this.options.spare ?? 0));
    else if (this.#open === 0) this.#limit = this.options.size;
    if (!full) this.#waiting.shift()?.resolve(undefined);
  }

  #takeIdle(): Session | undefined {
    for (let entry = this.#idle.pop(); entry; entry = this.#idle.pop()) {
      clearTimeout(entry.timer);
      if (!entry.session.closed && !entry.session.hasUnread) {
        entry.session.socket.ref();
        return entry.session;
      }
      entry.session.end();
      this.#leave();
    }
    return undefined;
  }

  #keep(session: Session): void {
    session.socket.unref();
    const idle = this.#limit < this.options.size ? IDLE_WHEN_FULL : IDLE;
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((entry) => entry.session !== session);
      session.end();
      this.#leave();
    }, idle);
    timer.unref();
    this.#idle.push({ session, timer });
  }

  /** A session that somebody gave back, or undefined when there may be room for a new one. */
  #wait(signal: AbortSignal | undefined): Promise<Session | undefined> {
    return new Promise((resolve, reject) => {
      const abandon = () => {
        this.#waiting = this.#waiting.filter((entry) => entry !== waiting);
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener("abort", abandon);
      const waiting: Waiting<Session> = {
        resolve: (session) => {
          settled();
          resolve(session);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      };
      signal?.addEventListener("abort", abandon, { once: true });
      this.#waiting.push(waiting);
    });
  }
}
