import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder, writeProject } from "../../test/support/project.js";

const module = pathToFileURL(join(import.meta.dirname, "../../dist/cli/standard-output.js")).href;
/** Lines of many lengths, of which the first are written directly and the others are not. */
const LINES = Array.from({ length: 200 }, (_, i) => `${i} ${"ü".repeat(i * 3)}\n`);
const PROGRAM = `
  import { openOutput } from ${JSON.stringify(module)};
  const output = openOutput((error) => { throw error; });
  for (let i = 0; i < ${LINES.length}; i++) output.write(\`\${i} \${"ü".repeat(i * 3)}\\n\`);
`;
const COMMAND = [process.execPath, "--input-type=module", "-e", PROGRAM] as const;

test("a file and a pipe get all that is written, in its order", async () => {
  const file = join(await temporaryFolder(), "out.txt");
  const [node, ...args] = COMMAND;
  const descriptor = openSync(file, "w");
  const toFile = spawnSync(node, args, { stdio: ["ignore", descriptor, "pipe"] });
  closeSync(descriptor);
  expect(String(toFile.stderr)).toBe("");
  expect(readFileSync(file, "utf8")).toBe(LINES.join(""));
  expect(spawnSync(node, args, { encoding: "utf8" }).stdout).toBe(LINES.join(""));
});

test("a reader that has seen enough is no error", () => {
  const [node, ...args] = COMMAND;
  const words = [node, ...args].map((word) => `'${word}'`).join(" ");
  const shell = spawnSync("sh", ["-c", `{ ${words}; echo "code $?" >&2; } | head -c 3`]);
  expect([String(shell.stdout), String(shell.stderr)]).toEqual(["0 \n", "code 0\n"]);
});

test("a full pipe that says so instead of waiting gets the rest when there is room", async () => {
  const fifo = join(await temporaryFolder(), "fifo");
  execFileSync("mkfifo", [fifo]);
  const pipe = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  const filled = fill(pipe);
  const end = openSync(fifo, constants.O_WRONLY);
  // Node's own stream, once it is there, sets its pipe not to wait.
  const args = ["--input-type=module", "-e", `process.stdout; ${PROGRAM}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", end, "inherit"] });
  closeSync(end);
  const ended = once(child, "exit");
  // Long enough for the program to find the pipe full; it passes as well if it was slower.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const parts: Buffer[] = [];
  const reading = setInterval(() => drain(pipe, parts), 5);
  expect(await ended).toEqual([0, null]);
  clearInterval(reading);
  drain(pipe, parts);
  closeSync(pipe);
  expect(String(Buffer.concat(parts).subarray(filled))).toBe(LINES.join(""));
});

test.skipIf(!existsSync("/dev/full"))("a full disk ends the command with its reason", async () => {
  const cwd = await writeProject({ "headwater.yml": "name: a\n" });
  const full = openSync("/dev/full", "w");
  const command = join(import.meta.dirname, "../../bin/headwater.js");
  const stdio = ["ignore", full, "pipe"] as const;
  const { status, stderr } = spawnSync(process.execPath, [command, "compile"], {
    cwd,
    stdio: [...stdio],
  });
  closeSync(full);
  expect([status, String(stderr)]).toEqual([
    6,
    expect.stringMatching(/^error\[out-of-resource\]: .*ENOSPC/),
  ]);
});

/** Yields how many bytes the pipe took. */
function fill(pipe: number): number {
  let bytes = 0;
  whileItCan(() => (bytes += writeSync(pipe, Buffer.alloc(1024))));
  return bytes;
}

function drain(pipe: number, parts: Buffer[]): void {
  whileItCan(() => {
    const part = Buffer.alloc(65_536);
    parts.push(part.subarray(0, readSync(pipe, part)));
  });
}

/** Until the pipe would let it wait. */
function whileItCan(step: () => void): void {
  for (;;) {
    try {
      step();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EAGAIN") return;
      throw error;
    }
  }
}
