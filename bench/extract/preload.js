/**
 * Loaded before the product's own code (`node --import`): in the main thread of `headwater run` it
 * watches the event loop, and leaves the 99th percentile and the greatest delay, in milliseconds,
 * in the file that the environment names.
 */
import { writeFileSync } from "node:fs";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { isMainThread } from "node:worker_threads";

const report = process.env.HEADWATER_BENCH_REPORT;
if (report && isMainThread && process.argv[1]?.endsWith("headwater.js")) {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  process.on("exit", () => {
    const [p99, most] = [delay.percentile(99) / 1e6, delay.max / 1e6];
    writeFileSync(report, JSON.stringify({ p99, most }));
  });
}
