import type { Session } from "./session.js";
import { serverErrorOf } from "./failure.js";

/** Idle sessions are closed after this many milliseconds. */
const IDLE = 30_000;
const TOO_MANY_CONNECTIONS = "53300";

interface Waiting {
  readonly resolve: (session: Session | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** At most `size` sessions at once. When the server is full, the pool makes do with those that it has. */
export class SessionPool {
  #idle: { readonly session: Session; readonly timer: NodeJS.Timeout }[] = [];
  #waiting: Waiting[] = [];
  #open = 0;
  #closed = false;

  constructor(
    private readonly connect: (signal?: AbortSignal) => Promise<Session>,
    private size: number,
  ) {}

  /** A session for one statement, new or used before; give it back with `release`. Rejects when the signal is aborted. */
  async acquire(signal?: AbortSignal): Promise<Session> {
    for (;;) {
      signal?.throwIfAborted();
      const idle = this.#takeIdle();
      if (idle) return idle;
      if (this.#open < this.size) {
        const session = await this.#connectNew(signal);
        if (session) return session;
      }
      const handed = await this.#wait(signal);
      if (handed) return handed;
    }
  }

  /** Takes a session back; a closed one makes room for a new one. */
  release(session: Session): void {
    if (session.closed || session.hasUnread || this.#closed) {
      session.end();
      this.#open -= 1;
      this.#waiting.shift()?.resolve(undefined);
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
    this.#open -= this.#idle.length;
    this.#idle = [];
    for (const { reject } of this.#waiting) reject(new Error("the source was closed"));
    this.#waiting = [];
  }

  async #connectNew(signal: AbortSignal | undefined): Promise<Session | undefined> {
    this.#open += 1;
    try {
      return await this.connect(signal);
    } catch (error) {
      this.#open -= 1;
      if (serverErrorOf(error)?.code === TOO_MANY_CONNECTIONS && this.#open > 0) {
        this.size = this.#open;
        return undefined;
      }
      this.#waiting.shift()?.resolve(undefined);
      throw error;
    }
  }

  #takeIdle(): Session | undefined {
    for (let entry = this.#idle.pop(); entry; entry = this.#idle.pop()) {
      clearTimeout(entry.timer);
      if (!entry.session.closed && !entry.session.hasUnread) {
        entry.session.socket.ref();
        return entry.session;
      }
      entry.session.end();
      this.#open -= 1;
    }
    return undefined;
  }

  #keep(session: Session): void {
    session.socket.unref();
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((entry) => entry.session !== session);
      this.#open -= 1;
      session.end();
    }, IDLE);
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
      const waiting: Waiting = {
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
