/**
 * Runs in a thread of a reader's child process: an engine that works inside one call hears of
 * nothing, so somebody else must notice that the main process is gone.
 */
import { setInterval } from "node:timers";

const LOOK_EVERY = 500;
const parent = process.ppid;

setInterval(() => {
  if (process.ppid !== parent) process.kill(process.pid, "SIGKILL");
}, LOOK_EVERY);
