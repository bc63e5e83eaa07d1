/**
 * What arrives for one reader, in order. After `fail`, what is already there is still handed out,
 * then every call rejects.
 */
export class Inbox<Item> {
  #items: Item[] = [];
  #waiting: { resolve: (item: Item) => void; reject: (error: Error) => void } | undefined;
  #failure: Error | undefined;

  get length(): number {
    return this.#items.length;
  }

  /** Whether somebody waits for the next item. */
  get isAwaited(): boolean {
    return this.#waiting !== undefined;
  }

  push(item: Item): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting.resolve(item);
    else this.#items.push(item);
  }

  /** The first failure counts. */
  fail(error: Error): void {
    this.#failure ??= error;
    this.#waiting?.reject(this.#failure);
    this.#waiting = undefined;
  }

  /** One caller at a time. */
  next(): Promise<Item> {
    const item = this.#items.shift();
    if (item !== undefined) return Promise.resolve(item);
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }
}
