/** Starts reader hosts: worker threads and child processes behind one small interface. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { builtModule } from "../disk/built-module.js";
import { offlineEnvironment } from "../disk/offline-environment.js";
import type { HostMessage, MainMessage } from "./messages.js";

export interface HostPort {
  post(message: MainMessage): void;
  /** To be called when its task is closed: nothing runs in it. */
  end(): void;
  /**
   * Ends it at once, whatever it does. A thread only ends safely when DuckDB does not work for it.
   */
  kill(): void;
}

export interface HostEvents {
  onMessage(message: HostMessage): void;
  /** Called once, with what is known of the reason. */
  onEnd(reason: string): void;
}

export type StartHost = (events: HostEvents) => HostPort;

/** Where hosts come from. */
export interface Hosts {
  readonly thread: StartHost;
  readonly process: StartHost;
  /** A process that speaks to nobody over the network. */
  readonly offlineProcess: StartHost;
}

const MODULE = builtModule("./reader-main.js", import.meta.url);

/** Each task has a host of its own. */
export const OWN_HOSTS: Hosts = {
  thread: startThread,
  process: startProcess,
  offlineProcess: (events) => startProcess(events, offlineEnvironment()),
};

/** What the host prints goes to standard error. */
export function startThread(events: HostEvents): HostPort {
  const worker = new Worker(MODULE, { name: "headwater-reader", stdout: true });
  // Standard output is for results; what a plugin prints is none.
  worker.stdout.on("data", (part: Buffer) => process.stderr.write(part));
  let reason = "";
  worker.on("message", (message: HostMessage) => events.onMessage(message));
  worker.on("error", (error) => (reason = error.message));
  worker.on("exit", (code) => events.onEnd(reason || `its thread ended with code ${code}`));
  return {
    post: (message) => worker.postMessage(message, []),
    end: () => void worker.terminate(),
    kill: () => void worker.terminate(),
  };
}

/**
 * What the host prints is dropped. It ends with this process, also from inside a long call (see
 * `parent-watch.ts`).
 */
export function startProcess(events: HostEvents, env = process.env): HostPort {
  const child = fork(fileURLToPath(MODULE), [String(process.pid)], {
    env,
    serialization: "advanced",
    // Rows of text pass in great numbers and live briefly: more room for the young ones gains no
    // time and takes memory.
    execArgv: ["--max-semi-space-size=4"],
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  let ended = false;
  function end(reason: string): void {
    if (ended) return;
    ended = true;
    events.onEnd(reason);
  }
  // Messages come from `reader-main` only.
  child.on("message", (message) => events.onMessage(message as HostMessage));
  child.on("error", (error) => end(error.message));
  child.on("exit", (code, signal) =>
    end(signal ? `it was ended by ${signal}` : `it ended with code ${code}`),
  );
  return {
    post(message) {
      if (child.connected) child.send(message, () => undefined);
    },
    end: () => child.disconnect(),
    kill: () => void child.kill("SIGKILL"),
  };
}
