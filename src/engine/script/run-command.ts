/**
 * Runs one command without a shell: standard output to a file, standard error to memory, its whole
 * process group ended.
 */
import type { ChildProcess } from "node:child_process";
import { createWriteStream } from "node:fs";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { isErrorCode } from "../../disk/error-code.js";
import { guardGroup } from "./orphan-guard.js";
import { notStartedReason, startCommand, type Command } from "./start-command.js";

export type CommandEnd =
  | { readonly kind: "exited"; readonly code: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "not-started"; readonly reason: string }
  | { readonly kind: "timed-out" }
  /** It exited, but something that it started kept its output open. */
  | { readonly kind: "left-open" }
  | { readonly kind: "too-large" }
  | { readonly kind: "cancelled" };

export interface CommandResult {
  readonly end: CommandEnd;
  /** Of standard output. */
  readonly bytes: number;
  /** The last 64 kB of standard error. */
  readonly errors: string;
}

const ERRORS_KEPT = 65_536;
/**
 * Time between asking a process group to end and ending it, and between a program's exit and the
 * end of its output.
 */
const GRACE = 2_000;

/** Never rejects because of the command; rejects when the output file cannot be written. */
export async function runCommand(
  command: Command,
  signal: AbortSignal,
  onProgress?: (bytes: number) => void,
): Promise<CommandResult> {
  if (signal.aborted) return { end: { kind: "cancelled" }, bytes: 0, errors: "" };
  const started = await startCommand(command);
  if (typeof started === "string") {
    return { end: { kind: "not-started", reason: started }, bytes: 0, errors: "" };
  }
  const child = started;
  let stopped: CommandEnd | undefined;
  const timers: NodeJS.Timeout[] = [];
  function stop(end: CommandEnd): void {
    if (stopped) return;
    stopped = end;
    signalGroup(child, "SIGTERM");
    timers.push(setTimeout(() => signalGroup(child, "SIGKILL"), GRACE));
    // What left the group may still hold the pipes.
    timers.push(setTimeout(closeOutput, 2 * GRACE, child));
  }
  timers.push(setTimeout(() => stop({ kind: "timed-out" }), command.timeout));
  child.once("exit", () => timers.push(setTimeout(() => stop({ kind: "left-open" }), GRACE)));
  const onAbort = () => stop({ kind: "cancelled" });
  signal.addEventListener("abort", onAbort, { once: true });
  // A group of its own does not get the terminal's Ctrl-C: when this process ends at once, it goes
  // along.
  const onExit = () => signalGroup(child, "SIGKILL");
  process.once("exit", onExit);
  const unguard = child.pid === undefined ? undefined : guardGroup(child.pid);

  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      onProgress?.(bytes);
      if (bytes <= command.maxBytes) return done(null, chunk);
      stop({ kind: "too-large" });
      done();
    },
  });
  try {
    const file = createWriteStream(command.outputPath, { mode: 0o600 });
    const written = pipeline(child.stdout, counter, file).catch((error: unknown) => {
      if (stopped && isErrorCode(error, "ERR_STREAM_PREMATURE_CLOSE")) return;
      // The disk is full: nobody reads the command's output any more.
      signalGroup(child, "SIGKILL");
      throw error;
    });
    const [end, errors] = await Promise.all([endOf(child), lastOf(child.stderr), written]);
    return { end: stopped ?? end, bytes, errors };
  } finally {
    for (const timer of timers) clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
    process.off("exit", onExit);
    signalGroup(child, "SIGKILL");
    unguard?.();
  }
}

function endOf(child: ChildProcess): Promise<CommandEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) =>
      resolve({ kind: "not-started", reason: notStartedReason(error) }),
    );
    child.once("exit", (code, killedBy) => {
      if (code !== null) resolve({ kind: "exited", code });
      else resolve({ kind: "killed", signal: killedBy ?? "a signal" });
    });
  });
}

/** Resolves with the end of what a stream yields, when it closes. */
function lastOf(stream: Readable): Promise<string> {
  let kept = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-ERRORS_KEPT);
  });
  return new Promise((resolve) => {
    stream.once("close", () => resolve(kept.toString("utf8")));
  });
}

/** Signals a process and what it started. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // Nothing of the group is left.
  }
}

function closeOutput(child: ChildProcess): void {
  child.stdout?.destroy();
  child.stderr?.destroy();
}
