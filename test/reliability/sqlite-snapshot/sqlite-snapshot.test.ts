/**
 * Reading SQLite files in WebAssembly while others write: whatever is read is one committed state.
 * `HEADWATER_SNAPSHOTS=2000` reads as often in each mode.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { DatabaseSync } from "@photostructure/sqlite";
import { afterAll, expect, test } from "vitest";
import type { Column } from "../../../src/rows/stream.js";
import { startProcess, type Guard } from "../../../src/sources/sqlite/snapshot/guard.js";
import { streamSnapshot } from "../../../src/sources/sqlite/snapshot/stream-snapshot.js";

const ROWS = 20_000;
const MANY = process.env["HEADWATER_SNAPSHOTS"] !== undefined;
const READS = Number(process.env["HEADWATER_SNAPSHOTS"] ?? 5);
const folder = mkdtempSync(join(tmpdir(), "headwater-snapshot-"));
const writers = new Set<ChildProcess>();
afterAll(() => {
  for (const writer of writers) writer.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

const COLUMNS: readonly Column[] = ["id", "number", "filling"].map((name) => ({
  name,
  type: name === "filling" ? "text" : "int64",
  nativeType: name === "filling" ? "TEXT" : "INTEGER",
  exact: false,
}));
const options = { signal: new AbortController().signal };

function makeFile(name: string): string {
  const file = join(folder, `${name}.sqlite`);
  const database = new DatabaseSync(file);
  database.exec(`CREATE TABLE rows(id INTEGER PRIMARY KEY, number INTEGER, filling TEXT);
    WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ${ROWS})
    INSERT INTO rows SELECT n, 1, '1' || substr('${" ".repeat(120)}', 1, n % 100) FROM s`);
  database.close();
  return file;
}

function startWriter(file: string, mode: string): ChildProcess {
  const writer = spawn(process.execPath, [join(import.meta.dirname, "writer.js"), file, mode], {
    stdio: "ignore",
  });
  writers.add(writer);
  writer.on("exit", () => writers.delete(writer));
  return writer;
}

type StartGuard = (file: string) => Promise<Guard | undefined>;

type Seen = "one state" | "several states" | "not read here";

/** `states` gets what was read when it is one committed state. */
async function read(file: string, startGuard: StartGuard, states: Set<bigint>): Promise<Seen> {
  const stream = await streamSnapshot(file, "SELECT * FROM rows", COLUMNS, options, startGuard);
  if (!stream) return "not read here";
  const numbers = new Set<bigint>();
  let rows = 0;
  for await (const batch of stream.batches) {
    const [, number, filling] = batch.columns;
    if (number?.layout !== "int64" || filling?.layout !== "bytes") throw new Error("other types");
    for (const value of new BigInt64Array(number.values)) numbers.add(value);
    rows += batch.rows;
    // A second descriptor that is closed takes this process's locks along.
    closeSync(openSync(file, "r"));
  }
  const [state] = numbers;
  if (rows !== ROWS || numbers.size !== 1 || state === undefined) return "several states";
  states.add(state);
  return "one state";
}

/** A guard for several reads, which must all see the same. */
function shared(startGuard: StartGuard, reads: number): StartGuard {
  let guard: Guard | undefined;
  let left = 0;
  return async (file) => {
    if (left === 0) {
      guard?.end();
      guard = await startGuard(file);
      left = reads;
    }
    left -= 1;
    return guard && { ...guard, end: () => undefined };
  };
}

/** How often what was seen; the writer is killed now and then, in the middle of its work. */
async function readWhileWritten(mode: string, times: number, startGuard: StartGuard) {
  const file = makeFile(`${mode}-${Math.random()}`);
  const seen = { "one state": 0, "several states": 0, "not read here": 0 };
  const states = new Set<bigint>();
  let writer = startWriter(file, mode);
  for (let round = 0; round < times && seen["not read here"] < 1000 * times;) {
    const found = await read(file, startGuard, states);
    seen[found] += 1;
    if (found === "not read here") {
      // Only now and then all of a log is in the file.
      await sleep(5);
      continue;
    }
    round += 1;
    if (round % 10 === 5) {
      writer.kill("SIGKILL");
      writer = startWriter(file, mode);
    }
  }
  writer.kill("SIGKILL");
  return { seen, states: states.size };
}

test.each(["delete", "wal"])(
  "each read in journal mode `%s` is of one committed state",
  async (mode) => {
    // With a log, what is written while a guard is there stays out of the file until it ends.
    const startGuard = MANY && mode === "delete" ? shared(startProcess, 10) : startProcess;
    const { seen, states } = await readWhileWritten(mode, READS, startGuard);
    if (MANY) process.stdout.write(`${mode} ${JSON.stringify(seen)}, ${states} states\n`);
    expect(seen).toMatchObject({ "one state": READS, "several states": 0 });
    expect(states).toBeGreaterThan(1);
  },
  60_000 + READS * 5000,
);

/** Guards that do not guard: the test above must be able to fail. */
const CONTROLS: Record<string, StartGuard> = {
  "without a guard": async (file) => guardOf(file, () => undefined),
  "with a guard in the process that reads": async (file) => {
    const database = new DatabaseSync(file, { readOnly: true });
    database.exec("BEGIN");
    database.prepare("SELECT 1 FROM sqlite_schema").get();
    return guardOf(file, () => database.close());
  },
};

async function guardOf(file: string, end: () => void): Promise<Guard> {
  const { dev, ino } = await stat(file);
  const identity = { device: String(dev), inode: String(ino) };
  return { file: identity, version: "", holds: async () => true, end };
}

test.runIf(MANY).each(Object.keys(CONTROLS))(
  "%s there are mixed states",
  async (control) => {
    const guard = CONTROLS[control] ?? startProcess;
    const states = new Set<bigint>();
    const file = makeFile(control);
    const writer = startWriter(file, "delete");
    let mixed = 0;
    for (let round = 0; round < READS; round++) {
      // What is read in the middle of a write may also be refused as damaged.
      const seen = await read(file, guard, states).catch(() => "several states");
      if (seen === "several states") mixed += 1;
    }
    writer.kill("SIGKILL");
    process.stdout.write(`${control}: ${mixed} of ${READS} reads are mixed\n`);
    expect(mixed).toBeGreaterThan(0);
  },
  60_000 + READS * 5000,
);
