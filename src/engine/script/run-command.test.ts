import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCommand } from "./run-command.js";
import type { Command } from "./start-command.js";

/** A machine under load takes its time. */
const PATIENT = { timeout: 20_000 };
const idle = new AbortController().signal;

function node(code: string, more: Partial<Command> = {}): Command {
  const directory = mkdtempSync(join(tmpdir(), "command-"));
  return {
    args: [process.execPath, "-e", code],
    directory,
    environment: { PATH: process.env["PATH"] ?? "" },
    timeout: 20_000,
    maxBytes: 1_000_000,
    outputPath: join(directory, "out"),
    ...more,
  };
}

test("standard output goes to the file, standard error is kept, the exit code is told", async () => {
  const command = node("console.log('a,b'); console.error('oh'); process.exitCode = 3");
  const result = await runCommand(command, idle);
  expect(result).toEqual({ end: { kind: "exited", code: 3 }, bytes: 4, errors: "oh\n" });
  expect(readFileSync(command.outputPath, "utf8")).toBe("a,b\n");
});

test("arguments reach the program as they are, whatever a shell would make of them", async () => {
  const command = node("");
  const words = ["&&", "$(id)", "*", "a b", "'"];
  const args = [process.execPath, "-p", "JSON.stringify(process.argv.slice(1))", ...words];
  await runCommand({ ...command, args }, idle);
  expect(JSON.parse(readFileSync(command.outputPath, "utf8"))).toEqual(words);
});

test("standard input is closed, so that a program which asks does not wait", async () => {
  const command = node("process.stdin.on('end', () => console.log('end')).resume()");
  expect((await runCommand(command, idle)).bytes).toBe(4);
});

test("a program that is not there is told", async () => {
  const { end } = await runCommand(node("", { args: ["no-such-program-here"] }), idle);
  expect(end).toMatchObject({
    kind: "not-started",
    reason: expect.stringContaining("no such program"),
  });
});

test("only the end of a long standard error is kept", async () => {
  const { errors } = await runCommand(
    node("process.stderr.write('x'.repeat(200000) + 'the end')"),
    idle,
  );
  expect(errors).toHaveLength(65_536);
  expect(errors).toMatch(/the end$/);
});

test("too much output ends the command", async () => {
  const endless = "function f() { process.stdout.write('x'.repeat(1000), f) } f()";
  const { end } = await runCommand(node(endless, { maxBytes: 10_000 }), idle);
  expect(end).toEqual({ kind: "too-large" });
});

test("a timeout ends the command and what it started, even when they ignore being asked", async () => {
  const command = node("");
  const stubborn = `process.on("SIGTERM", () => {}); setInterval(() => {}, 1000);
    require("fs").writeFileSync("grandchild", String(process.pid))`;
  const parent = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(stubborn)}], {stdio: "inherit"}); setInterval(() => {}, 1000)`;
  const args = [process.execPath, "-e", parent];
  const { end } = await runCommand({ ...command, args, timeout: 1_500 }, idle);
  expect(end).toEqual({ kind: "timed-out" });
  expect(existsSync(join(command.directory, "grandchild"))).toBe(true);
  const pid = Number(readFileSync(join(command.directory, "grandchild"), "utf8"));
  await expect.poll(() => isRunning(pid), PATIENT).toBe(false);
});

test("a program that leaves something behind which may still print has failed", async () => {
  const command = node("");
  const parent = `require("child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], {stdio: "inherit"}).unref(); console.log("a")`;
  const args = [process.execPath, "-e", parent];
  expect((await runCommand({ ...command, args }, idle)).end).toEqual({ kind: "left-open" });
});

test("cancelling ends the command and what it started", async () => {
  const cancel = new AbortController();
  const command = node("");
  const args = ["sh", "-c", "sleep 1000 & echo $! > child; wait"];
  const running = runCommand({ ...command, args }, cancel.signal);
  const file = join(command.directory, "child");
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8"), PATIENT).toMatch(/\d\n/);
  const pid = Number(readFileSync(file, "utf8"));
  expect(isRunning(pid)).toBe(true);
  cancel.abort();
  expect((await running).end).toEqual({ kind: "cancelled" });
  await expect.poll(() => isRunning(pid), PATIENT).toBe(false);
});

test("what a command leaves behind without its output is ended with it", async () => {
  const command = node("");
  const args = ["sh", "-c", "sleep 1000 >/dev/null 2>&1 & echo $!"];
  const { end } = await runCommand({ ...command, args }, idle);
  expect(end).toEqual({ kind: "exited", code: 0 });
  const pid = Number(readFileSync(command.outputPath, "utf8"));
  await expect.poll(() => isRunning(pid), PATIENT).toBe(false);
});

test("a program is found relative to the working folder, which must be there", async () => {
  const command = node("");
  const { directory } = command;
  writeFileSync(join(directory, "here.sh"), "#!/bin/sh\npwd\n", { mode: 0o755 });
  const found = await runCommand({ ...command, args: ["./here.sh"] }, idle);
  expect(found.end).toEqual({ kind: "exited", code: 0 });
  expect(readFileSync(command.outputPath, "utf8")).toBe(`${realpathSync(directory)}\n`);
  const gone = { ...command, directory: join(directory, "gone") };
  expect((await runCommand(gone, idle)).end).toMatchObject({
    kind: "not-started",
    reason: expect.stringContaining("gone"),
  });
});

test.each([
  ["a file that may not be executed", ["./plain.txt"], "chmod +x"],
  ["an interpreter that is missing", ["./lost.sh"], "interpreter"],
  ["a NUL character", ["node", "a\0b"], "NUL"],
])("%s is told as such", async (_what, args, reason) => {
  const command = node("", { args });
  writeFileSync(join(command.directory, "plain.txt"), "echo", { mode: 0o644 });
  writeFileSync(join(command.directory, "lost.sh"), "#!/no/such/shell\n", { mode: 0o755 });
  expect((await runCommand(command, idle)).end).toMatchObject({
    kind: "not-started",
    reason: expect.stringContaining(reason),
  });
});

test("the environment is the given one alone", async () => {
  const command = node("");
  const args = [process.execPath, "-p", "JSON.stringify(Object.keys(process.env).sort())"];
  const environment = { PATH: "/bin", GREETING: "hé llo" };
  await runCommand({ ...command, args, environment }, idle);
  expect(JSON.parse(readFileSync(command.outputPath, "utf8"))).toEqual(["GREETING", "PATH"]);
});

/** A process that nobody has waited for is not running, though it still has its number. */
function isRunning(pid: number): boolean {
  const text = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).stdout;
  return /^[^Z\s]/.test(text);
}
