/** Runs commands as whole processes and measures what a user would wait for. */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/**
 * @typedef {{ seconds: number, cpu: number, megabytes: number }} Measured wall time; processor time, and the peak of resident memory, summed over the process and its children
 */

/**
 * @param {string[]} command
 * @param {{ cwd?: string, env?: Record<string, string | undefined>, interval?: number }} [options] `interval`: milliseconds between two looks at the memory
 * @returns {Promise<Measured>}
 */
export function measure([program, ...args], { interval = 15, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const before = childrenSeconds();
    let peak = 0;
    const errors = [];
    const child = spawn(program, args, { ...options, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.on("data", (chunk) => errors.push(chunk));
    const sampling = setInterval(() => (peak = Math.max(peak, treeMemory(child.pid))), interval);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearInterval(sampling);
      const seconds = (performance.now() - started) / 1000;
      const cpu = childrenSeconds() - before;
      if (code === 0) resolve({ seconds, cpu, megabytes: peak / 1e6 });
      else
        reject(
          new Error(
            `${program} ${args.join(" ")} ended with ${code}\n${String(Buffer.concat(errors)).slice(0, 2000)}`,
          ),
        );
    });
  });
}

/** The median run of several, after one that does not count. */
export async function median(runs, command, options) {
  await measure(command, options);
  const all = [];
  for (let i = 0; i < runs; i++) all.push(await measure(command, options));
  return medianRun(all);
}

/** The one in the middle by time, with the largest memory that any of them took. */
export function medianRun(runs) {
  const middle = runs.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(runs.length / 2)];
  return { ...middle, megabytes: Math.max(...runs.map(({ megabytes }) => megabytes)) };
}

/** Processor time of all child processes that have ended, and of theirs. */
function childrenSeconds() {
  const stat = readFileSync("/proc/self/stat", "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[13]) + Number(fields[14])) / 100;
}

function treeMemory(root) {
  const children = new Map();
  const memory = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const pid = Number(entry);
      const parent = Number(fields[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
      memory.set(pid, Number(fields[21]) * 4096);
    } catch {
      // The process ended between the listing and the reading.
    }
  }
  const sum = (pid) =>
    (memory.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((all, child) => all + sum(child), 0);
  return sum(root);
}
