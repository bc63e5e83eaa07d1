import type { Worker } from "node:worker_threads";
import { builtModule } from "../../../disk/built-module.js";
import type { RenderReply, RenderRequest, TemplateProblem } from "./render-messages.js";

/**
 * Far above what the engine's fuel allows; only a call into the engine that never comes back takes
 * as long.
 */
const TIMEOUT = 20_000;

/** Renders templates one after another, away from the main thread. */
export interface Renderer {
  render(request: RenderRequest): Promise<RenderReply>;
  /** Ends the worker. The renderer may be used again and then starts another. */
  close(): Promise<void>;
}

/** A renderer whose worker is started by the first template and does not keep the process alive. */
export function createRenderer(timeout = TIMEOUT): Renderer {
  return new WorkerRenderer(timeout);
}

class WorkerRenderer implements Renderer {
  #worker: Worker | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly timeout: number) {}

  render(request: RenderRequest): Promise<RenderReply> {
    const reply = this.#queue.then(() => this.#render(request));
    this.#queue = reply.catch(() => undefined);
    return reply;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#discard();
  }

  async #render(request: RenderRequest): Promise<RenderReply> {
    const worker = (this.#worker ??= await startWorker());
    worker.ref();
    try {
      const reply = await answer(worker, request, this.timeout);
      if (reply.broken) await this.#discard();
      return reply;
    } catch (error) {
      await this.#discard();
      throw error;
    } finally {
      worker.unref();
    }
  }

  async #discard(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

async function startWorker(): Promise<Worker> {
  const { Worker } = await import("node:worker_threads");
  return new Worker(builtModule("./render-worker.js", import.meta.url), {
    env: {},
    // The engine writes its panics to standard error; they become diagnostics.
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
}

/**
 * Sends one request; a worker that dies of its memory or does not answer in time is an answer, too.
 */
function answer(worker: Worker, request: RenderRequest, timeout: number): Promise<RenderReply> {
  return new Promise((resolve, reject) => {
    const finish = (act: () => void): void => {
      clearTimeout(timer);
      for (const event of ["message", "error", "exit"]) worker.removeAllListeners(event);
      act();
    };
    const timer = setTimeout(() => finish(() => resolve(exhausted("time"))), timeout);
    worker.once("message", (reply: RenderReply) => finish(() => resolve(reply)));
    worker.once("error", (error: Error) => {
      const memory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
      finish(() => (memory ? resolve(exhausted("memory")) : reject(error)));
    });
    worker.once("exit", () =>
      finish(() => reject(new Error("The template worker ended by itself."))),
    );
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin
    worker.postMessage(request);
  });
}

function exhausted(resource: "time" | "memory"): RenderReply {
  const problem: TemplateProblem = { start: 0, end: 0, kind: "exhausted", resource };
  return { calls: [], inlined: [], problems: [problem], inputs: [], defaulted: [], broken: true };
}
