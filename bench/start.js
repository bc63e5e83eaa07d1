/**
 * What a command costs before it does anything: those of the project that `init` makes as whole
 * processes, in turn with a bare Node start; without further certificates, which Node would read at
 * each, and with code that an earlier start has kept. Processor time, the mean of `--rounds` (25),
 * since Linux counts it in hundredths. Fails when `compile` takes more than 2.5 bare starts, or
 * `show` more than 3.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measure } from "./support/measure.js";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "25" } } });
const program = [process.execPath, join(import.meta.dirname, "../bin/headwater.js")];
const directory = mkdtempSync(join(tmpdir(), "headwater-bench-"));
const project = ["--project-dir", join(directory, "project")];
const { NODE_EXTRA_CA_CERTS: _, ...env } = {
  ...process.env,
  XDG_CACHE_HOME: join(directory, "caches"),
};

const CASES = [
  { name: "bare node", command: [process.execPath, "-e", "0"] },
  { name: "--version", command: [...program, "--version"] },
  { name: "--help", command: [...program, "--help"] },
  { name: "compile", command: [...program, "compile", ...project], limit: 2.5 },
  { name: "show", command: [...program, "show", "revenue", ...project], limit: 3 },
  { name: "run", command: [...program, "run", ...project] },
];

await measure([...program, "init", join(directory, "project")], { env });
await measure([...program, "run", ...project], { env });
for (const { command } of CASES) await measure(command, { env });
const runs = CASES.map(() => []);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const [index, { command }] of CASES.entries()) {
    runs[index].push(await measure(command, { env }));
  }
}
rmSync(directory, { recursive: true });

const bare = mean(runs[0]);
for (const [index, { name, limit }] of CASES.entries()) {
  const cpu = mean(runs[index]);
  const seconds = median(runs[index]);
  const ratio = cpu / bare;
  const goal = limit === undefined ? "" : `  (limit ${limit})`;
  console.log(
    `${name.padEnd(10)} ${cpu.toFixed(3)} s of processor  ${ratio.toFixed(2).padStart(5)} bare starts` +
      `  ${seconds.toFixed(3)} s in all${goal}`,
  );
  if (limit !== undefined && ratio > limit) process.exitCode = 1;
}

/** Of the processor time. */
function mean(all) {
  return all.reduce((sum, { cpu }) => sum + cpu, 0) / all.length;
}

/** Of the wall time. */
function median(all) {
  return all.map(({ seconds }) => seconds).toSorted((a, b) => a - b)[Math.floor(all.length / 2)];
}
