/**
 * Runs in a thread of a reader's child process: an engine that works inside one call hears of
 * nothing, so somebody else must notice that the main process is gone.
 */
import { setInterval } from "node:timers";
import { workerData } from "node:worker_threads";

const LOOK_EVERY = 500;

setInterval(() => {
  if (process.ppid !== workerData) process.kill(process.pid, "SIGKILL");
}, LOOK_EVERY);
