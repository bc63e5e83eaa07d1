/** Lets so many tasks run at once; the others wait in order of arrival. */
export class Slots {
  #count: number;
  #used = 0;
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(count: number) {
    this.#count = count;
  }

  /** From now on at most so many run at once; what runs already goes on. */
  shrink(count: number): void {
    this.#count = Math.min(this.#count, count);
  }

  /** Runs the task when there is a slot. Fails when the signal aborts or `close` is called before that. */
  async run<T>(signal: AbortSignal, task: () => Promise<T>): Promise<T> {
    await this.#take(signal);
    try {
      return await task();
    } finally {
      this.#used -= 1;
      if (this.#used < this.#count) this.#waiting.shift()?.start();
    }
  }

  /** Those that wait fail, and nothing starts any more. */
  close(): void {
    this.#closed = true;
    for (const waiting of this.#waiting.splice(0)) waiting.leave();
  }

  async #take(signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#closed) throw new Error("Not started");
    if (this.#used < this.#count) {
      this.#used += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiting: Waiting = {
        start: () => {
          this.#used += 1;
          signal.removeEventListener("abort", leave);
          resolve();
        },
        leave: () => reject(new Error("Not started")),
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        waiting.leave();
      };
      this.#waiting.push(waiting);
      signal.addEventListener("abort", leave, { once: true });
    });
  }
}

interface Waiting {
  start(): void;
  leave(): void;
}
