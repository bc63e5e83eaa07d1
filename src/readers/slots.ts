/** Lets so many tasks run at once; the others wait in order of arrival. */
export class Slots {
  #count: number;
  #used = 0;
  readonly #waiting: Waiting[] = [];
  #closed = false;

  constructor(count: number) {
    this.#count = count;
  }

  /** From now on so many run at once; of fewer, what runs already goes on. */
  resize(count: number): void {
    this.#count = count;
    while (this.#used < this.#count && this.#waiting.length > 0) this.#waiting.shift()?.start();
  }

  /**
   * Runs the task when there is a slot. Fails when the signal aborts or `close` is called before
   * that.
   */
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
