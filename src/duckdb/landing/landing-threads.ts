import { MessageChannel, Worker } from "node:worker_threads";
import { builtModule } from "../../disk/built-module.js";
import { Feed } from "./feed.js";
import type { LandingOrder } from "./messages.js";

const MODULE = builtModule("./landing-worker.js", import.meta.url);

interface LandingThread {
  readonly worker: Worker;
  /** Whether it can take another file. */
  alive(): boolean;
}

/** The threads that write Parquet: a landing that finds none idle starts one. */
export class LandingThreads {
  readonly #idle: LandingThread[] = [];

  /** Has a thread write a file; it is free again when its feed was closed. */
  start(order: LandingOrder): Feed {
    const used = this.#idle.pop() ?? startThread();
    const { port1, port2 } = new MessageChannel();
    used.worker.postMessage({ order, feed: port2 }, [port2]);
    return new Feed(order.path, port1, used.worker, () => {
      if (used.alive()) this.#idle.push(used);
    });
  }

  /** All feeds must have been closed. */
  async close(): Promise<void> {
    await Promise.all(this.#idle.splice(0).map(({ worker }) => worker.terminate()));
  }
}

function startThread(): LandingThread {
  const worker = new Worker(MODULE, {
    name: "headwater-landing",
    // It makes few objects: rows pass as buffers.
    resourceLimits: { maxYoungGenerationSizeMb: 2 },
  });
  let alive = true;
  worker.once("exit", () => {
    alive = false;
  });
  // An unhandled error ends the worker; whoever waits for it hears of it by `exit`.
  worker.on("error", () => undefined);
  worker.unref();
  return { worker, alive: () => alive };
}
