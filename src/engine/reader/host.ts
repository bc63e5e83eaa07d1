import { createDiagnostic } from "../../diagnostics/index.js";
import { SourceError, type CheckStage } from "../../sources/contract.js";
import type { HostEvents, HostPort } from "./host-port.js";
import type { HostMessage, HostTask } from "./messages.js";

export interface HostOptions {
  /** For messages. */
  readonly name: string;
  readonly task: HostTask;
  readonly start: (events: HostEvents) => HostPort;
  /** How long after a cancel the host is ended; without it the call alone is given up. */
  readonly killAfterCancel?: number;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: ((rows: number, bytes: number) => void) | undefined;
  readonly onStage?: (stage: CheckStage) => void;
}

interface Pending {
  readonly options: CallOptions;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A call that does not end after its cancel is given up after this time. */
const GIVE_UP_MILLISECONDS = 5000;
const CLOSE_MILLISECONDS = 2000;

/** One reader host: started on first use, started again after it ended, ended by `close`. */
export class Host {
  readonly #options: HostOptions;
  readonly #pending = new Map<number, Pending>();
  #port: HostPort | undefined;
  #ended: (() => void) | undefined;
  #nextId = 1;
  #closed = false;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Rejects with a SourceError: the host's own diagnostic, `read-cancelled` or `reader-ended`. */
  async call(method: string, args: readonly unknown[], options: CallOptions): Promise<unknown> {
    const { signal } = options;
    if (signal?.aborted || this.#closed) throw cancelled();
    const port = (this.#port ??= this.#start());
    const id = this.#nextId++;
    let timer: NodeJS.Timeout | undefined;
    const cancel = () => {
      port.post({ type: "cancel", id });
      const { killAfterCancel } = this.#options;
      timer = setTimeout(() => {
        if (killAfterCancel !== undefined) port.kill();
        this.#pending.get(id)?.reject(cancelled());
      }, killAfterCancel ?? GIVE_UP_MILLISECONDS);
    };
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { options, resolve, reject });
        signal?.addEventListener("abort", cancel, { once: true });
        port.post({ type: "call", id, method, args });
      });
    } catch (error) {
      throw signal?.aborted ? cancelled() : error;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", cancel);
      this.#pending.delete(id);
    }
  }

  /** Cancels what runs and ends the host; after a grace by force. */
  async close(): Promise<void> {
    this.#closed = true;
    const port = this.#port;
    if (!port) return;
    for (const pending of this.#pending.values()) pending.reject(cancelled());
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => port.kill(), CLOSE_MILLISECONDS);
      this.#ended = () => {
        clearTimeout(timer);
        resolve();
      };
      port.post({ type: "close" });
    });
  }

  #start(): HostPort {
    const port: HostPort = this.#options.start({
      onMessage: (message) => this.#receive(message),
      onEnd: (reason) => this.#end(port, reason),
    });
    port.post({ type: "start", task: this.#options.task });
    return port;
  }

  #receive(message: HostMessage): void {
    const pending = this.#pending.get(message.id);
    if (!pending) return;
    switch (message.type) {
      case "answer":
        pending.resolve(message.value);
        break;
      case "failure":
        pending.reject(new SourceError(message.diagnostic));
        break;
      case "progress":
        pending.options.onProgress?.(message.rows, message.bytes);
        break;
      case "stage":
        pending.options.onStage?.(message.stage);
        break;
    }
  }

  #end(port: HostPort, reason: string): void {
    if (this.#port === port) this.#port = undefined;
    const diagnostic = createDiagnostic(
      "reader-ended",
      { reader: this.#options.name },
      { detail: reason },
    );
    for (const pending of this.#pending.values()) pending.reject(new SourceError(diagnostic));
    this.#ended?.();
  }
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
