import { setMaxListeners } from "node:events";
import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import type { AskControl } from "./call.js";
import { Host, type HostOptions } from "./host.js";
import type { Slots } from "./slots.js";

const NEVER = new AbortController().signal;
// Any number of calls that nobody can cancel wait with it.
setMaxListeners(0, NEVER);

/** Runs a task in a slot. Waiting that is cut short fails as any other cancel does. */
export async function queued<T>(
  slots: Slots,
  signal: AbortSignal,
  task: () => Promise<T>,
): Promise<T> {
  let started = false;
  try {
    return await slots.run(signal, () => {
      started = true;
      return task();
    });
  } catch (error) {
    throw started ? error : new SourceError(createDiagnostic("read-cancelled", {}));
  }
}

/**
 * The hosts of one reader. Each serves `perHost` calls at once; more hosts are started only when
 * all are busy.
 */
export class HostPool {
  readonly #hosts: { readonly host: Host; calls: number }[] = [];

  constructor(
    /** Statements that run at once, here and in all other pools that share them. */
    private readonly slots: Slots,
    private readonly perHost: number,
    private readonly options: HostOptions,
    /** Seconds after which a call is stopped, where nothing else does it. */
    private readonly timeout?: number,
  ) {}

  /** `within` are slots that the call needs besides one of this reader's own, taken last. */
  call(
    method: string,
    args: readonly unknown[],
    options: AskControl,
    within?: Slots,
  ): Promise<unknown> {
    const signal = options.signal ?? NEVER;
    const start = () => this.#callHost(method, args, options);
    return queued(this.slots, signal, () => (within ? queued(within, signal, start) : start()));
  }

  /** Ends the hosts; who waits for a slot fails. */
  async close(): Promise<void> {
    this.slots.close();
    await this.end();
  }

  /** Ends the hosts and leaves the slots, which others may share. */
  async end(): Promise<void> {
    await Promise.all(this.#hosts.map(({ host }) => host.close()));
  }

  async #callHost(method: string, args: readonly unknown[], options: AskControl): Promise<unknown> {
    const free = this.#hosts.find(({ calls }) => calls < this.perHost);
    const used = free ?? { host: new Host(this.options), calls: 0 };
    if (!free) this.#hosts.push(used);
    used.calls += 1;
    try {
      return await this.#timed(options, (timed) => used.host.call(method, args, timed));
    } finally {
      used.calls -= 1;
    }
  }

  async #timed<T>(options: AskControl, call: (options: AskControl) => Promise<T>): Promise<T> {
    const seconds = this.timeout;
    if (seconds === undefined) return call(options);
    const expiry = new AbortController();
    const timer = setTimeout(() => expiry.abort(), seconds * 1000);
    const signal = AbortSignal.any([options.signal ?? NEVER, expiry.signal]);
    try {
      return await call({ ...options, signal });
    } catch (error) {
      if (!expiry.signal.aborted || options.signal?.aborted) throw error;
      const source = this.options.name;
      throw new SourceError(createDiagnostic("query-timed-out", { source, seconds }));
    } finally {
      clearTimeout(timer);
    }
  }
}
