/** Files that another program writes while they are read. */
import { spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Result } from "../src/contract/result.js";
import { openState } from "../src/engine/state/state.js";
import { loadProject } from "../src/project/load-project.js";
import { readResult } from "../src/rows/result/read-result.js";
import { SOURCE_TYPES } from "../src/sources/registry.js";
import { writeProject } from "./support/project.js";
import { runOnce } from "./support/run-project.js";

const ROWS = 60_000;

/** Both columns hold the same, in digits that half of a line would change. */
const line = (row: number) => `${1_000_000 + row},${1_000_000 + row}`;

/**
 * A process that appends records to a file until the test ends, half a line at a time: what another
 * program flushes is no whole number of lines.
 */
async function keepWriting(file: string, form: "csv" | "ndjson"): Promise<void> {
  const record = form === "csv" ? "`${n},${n}\\n`" : '`{"a":${n},"b":${n}}\\n`';
  const program = `
    const fs = require("node:fs");
    const file = fs.openSync(${JSON.stringify(file)}, "a");
    let n = 5000000;
    let text = "";
    setInterval(() => {
      for (let i = 0; i < 20; i++, n++) text += ${record};
      const half = text.length - 5;
      fs.writeSync(file, text.slice(0, half));
      text = text.slice(half);
      if (n === 5000020) console.log("begun");
    }, 3);`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await new Promise((resolve) => void child.stdout.once("data", resolve));
}

async function resultOf(directory: string, name: string): Promise<Result> {
  const project = await loadProject({
    directory,
    processEnv: {},
    sourceTypes: SOURCE_TYPES,
  });
  const { manifest, exitCode, diagnostics } = await runOnce(project);
  const entry = manifest?.objects[`trace:${name}`];
  expect([exitCode, diagnostics, entry?.diagnostics]).toEqual([0, [], []]);
  const artifact = entry?.artifact;
  if (!artifact || artifact.format === "parquet") throw new Error("No result");
  return readResult(openState(project).objectPath(artifact), artifact.format);
}

/** Three sums that are equal in every state of the file that is one. */
const sums = `
traces:
  - name: sums
    model: ref(numbers)
    props: { type: bar, x: "?{ count(*) }", y: "?{ sum(a) }", text: "?{ sum(b) }" }
`;

function expectEqualSums({ columns }: Result): void {
  const [rows, a, b] = columns.map(({ values }) => String(values[0]));
  expect(a).toBe(b);
  expect(Number(rows)).toBeGreaterThanOrEqual(ROWS);
}

test("of a CSV file that grows all the time one state is read, without half a line", async () => {
  const directory = await writeProject({
    "headwater.yml": `
name: log
sources: [{ name: log, type: csv, file: log.csv }]
models: [{ name: numbers, source: ref(log), sql: select * from log }]
${sums}`,
    "log.csv": `a,b\n${Array.from({ length: ROWS }, (_, row) => line(row)).join("\n")}\n`,
  });
  await keepWriting(join(directory, "log.csv"), "csv");
  for (let round = 0; round < 3; round++) expectEqualSums(await resultOf(directory, "sums"));
});

test("of records that grow all the time one state is merged with another source", async () => {
  const record = (row: number) => `{"a":${1_000_000 + row},"b":${1_000_000 + row}}`;
  const directory = await writeProject({
    "headwater.yml": `
name: log
sources:
  - { name: log, type: json, file: log.ndjson }
  - { name: other, type: csv, file: other.csv }
models:
  - { name: lines, source: ref(log), sql: select * from log }
  - { name: factors, source: ref(other), sql: select * from other }
  - name: numbers
    sql: select a * factor as a, b * factor as b from lines, factors
    models: [ref(lines), ref(factors)]
${sums}`,
    "log.ndjson": `${Array.from({ length: ROWS }, (_, row) => record(row)).join("\n")}\n`,
    "other.csv": "factor\n1\n",
  });
  await keepWriting(join(directory, "log.ndjson"), "ndjson");
  for (let round = 0; round < 2; round++) expectEqualSums(await resultOf(directory, "sums"));
});

test("a last line that another program is writing is no value", async () => {
  const directory = await writeProject({
    "headwater.yml": `
name: log
sources: [{ name: log, type: csv, file: log.csv }]
models: [{ name: numbers, source: ref(log), sql: select * from log }]
${sums}`,
  });
  const file = join(directory, "log.csv");
  writeFileSync(file, `a,b\n${`${line(0)}\n`.repeat(ROWS)}1000000,1`);
  const written = resultOf(directory, "sums");
  // The rest of the line comes while the file has been read already, and is waited for.
  const timer = setInterval(() => appendFileSync(file, "0"), 100);
  onTestFinished(() => clearInterval(timer));
  expectEqualSums(await written);
});
