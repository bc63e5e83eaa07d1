import { createDiagnostic } from "../diagnostics/index.js";
import { SourceError } from "../rows/stream.js";
import type { AskControl } from "./call.js";
import type { HostPort, StartHost } from "./host-port.js";
import type { HostMessage, HostTask } from "./messages.js";

export interface HostOptions {
  /** For messages. */
  readonly name: string;
  readonly task: HostTask;
  readonly start: StartHost;
  /** How long after a cancel the host is ended; without it the call alone is given up. */
  readonly killAfterCancel?: number;
}

interface Pending {
  readonly port: HostPort;
  readonly options: AskControl;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** A call that does not end after its cancel is given up after this time. */
const GIVE_UP_MILLISECONDS = 5000;
/**
 * Closing waits for statements to stop; a host that could not stop them by then is ended by force.
 */
const CLOSE_MILLISECONDS = 10_000;

/** One reader host: started on first use, started again after it ended, ended by `close`. */
export class Host {
  readonly #options: HostOptions;
  readonly #pending = new Map<number, Pending>();
  #port: HostPort | undefined;
  #ended: ((port: HostPort) => void) | undefined;
  #nextId = 1;
  #closing: Promise<void> | undefined;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Rejects with a SourceError: the host's own diagnostic, `read-cancelled` or `reader-ended`. */
  async call(method: string, args: readonly unknown[], options: AskControl): Promise<unknown> {
    const { signal } = options;
    if (signal?.aborted || this.#closing) throw cancelled();
    const port = (this.#port ??= this.#start());
    const id = this.#nextId++;
    let timer: NodeJS.Timeout | undefined;
    const cancel = () => {
      port.post({ type: "cancel", id });
      const { killAfterCancel } = this.#options;
      timer = setTimeout(() => {
        if (killAfterCancel !== undefined) this.#kill(port);
        this.#pending.get(id)?.reject(cancelled());
      }, killAfterCancel ?? GIVE_UP_MILLISECONDS);
    };
    try {
      return await new Promise((resolve, reject) => {
        this.#pending.set(id, { port, options, resolve, reject });
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

  /** Cancels what runs and ends the host. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const port = this.#port;
    if (!port) return;
    for (const pending of this.#pending.values()) pending.reject(cancelled());
    await new Promise<void>((resolve) => {
      const patience = this.#options.killAfterCancel ?? CLOSE_MILLISECONDS;
      const timer = setTimeout(() => port.kill(), patience);
      this.#ended = (ended) => {
        if (ended !== port) return;
        clearTimeout(timer);
        resolve();
      };
      port.post({ type: "close" });
    });
  }

  #start(): HostPort {
    const port: HostPort = this.#options.start({
      onMessage: (message) => {
        if (message.type === "closed") port.end();
        else this.#receive(message);
      },
      onEnd: (reason) => this.#end(port, reason),
    });
    port.post({ type: "start", task: this.#options.task });
    return port;
  }

  /** The next call gets a new host at once, also while this one is still ending. */
  #kill(port: HostPort): void {
    if (this.#port === port) this.#port = undefined;
    port.kill();
  }

  #receive(message: Exclude<HostMessage, { readonly type: "closed" }>): void {
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
    for (const pending of this.#pending.values()) {
      if (pending.port === port) pending.reject(new SourceError(diagnostic));
    }
    this.#ended?.(port);
  }
}

function cancelled(): SourceError {
  return new SourceError(createDiagnostic("read-cancelled", {}));
}
