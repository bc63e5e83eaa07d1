/**
 * All that `examples/six-sources` reads, on this machine alone: starts a private PostgreSQL and
 * MariaDB and the emulators of Snowflake and BigQuery, makes the files of SQLite and DuckDB, and
 * fills each with the shop's rows. Then runs a command of Headwater on the example, and stops
 * everything when it ends:
 *
 *     node scripts/six-sources.js                      # serve
 *     node scripts/six-sources.js explain channels     # any other command
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { runnerImport } from "vite";

const root = join(import.meta.dirname, "..");
const { module: servers } = await runnerImport(join(root, "test/servers/six-sources/start.ts"));

const INTERRUPTED = 130;
let interruption;
let command;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    interruption = signal;
    // A terminal tells the command of Ctrl-C itself.
    if (signal !== "SIGINT") command?.kill(signal);
  });
}

const unavailable = servers.sixSourcesUnavailable();
if (unavailable === undefined) {
  process.exitCode = await withSources((variables) => headwater(process.argv.slice(2), variables));
} else {
  console.error(`Not all six sources can be had here: ${unavailable}.`);
  process.exitCode = 1;
}

async function withSources(use) {
  console.error("Starting six sources …");
  let sources;
  try {
    sources = await servers.startSixSources();
  } catch (error) {
    // Ctrl-C ends servers that are still starting.
    if (interruption) return INTERRUPTED;
    throw error;
  }
  try {
    return interruption ? INTERRUPTED : await use(sources.variables);
  } finally {
    await sources.stop();
  }
}

/** The exit code of a command on the example; `serve` where no words are given. */
function headwater(words, variables) {
  const args = words.length > 0 ? words : ["serve"];
  const project = ["--project-dir", join(root, "examples/six-sources")];
  const more = args.includes("--project-dir") ? [] : project;
  command = spawn(process.execPath, [join(root, "bin/headwater.js"), ...args, ...more], {
    stdio: "inherit",
    env: { ...process.env, ...variables },
  });
  return new Promise((resolve, reject) => {
    command.once("error", reject);
    command.once("exit", (code) => resolve(code ?? INTERRUPTED));
  });
}
