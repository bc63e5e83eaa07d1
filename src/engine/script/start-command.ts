/** Starts a command's process, and says in plain words why that cannot be. */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import { isErrorCode } from "../../disk/error-code.js";

export interface Command {
  readonly args: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout: number;
  /** Bytes of standard output, more than which end the command. */
  readonly maxBytes: number;
  /** Where standard output goes. */
  readonly outputPath: string;
}

type Started = ChildProcessByStdio<null, Readable, Readable>;

/**
 * The process, or why there is none; a missing program shows later, by the process's `error`
 * event.
 */
export async function startCommand({
  args: [program = "", ...args],
  directory,
  environment,
}: Command): Promise<Started | string> {
  const folder = await stat(directory).catch(() => undefined);
  // Node would say of a missing folder that the program is missing.
  if (!folder?.isDirectory()) return `there is no folder \`${directory}\` to run it in.`;
  try {
    return spawn(program, args, {
      cwd: directory,
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
      // A group of its own, so that what the command starts ends with it.
      detached: process.platform !== "win32",
      windowsHide: true,
    });
  } catch (error) {
    // Arguments and variables that no process can get, such as those with NUL.
    return notStartedReason(error);
  }
}

const REASONS = {
  ENOENT: "there is no such program, or the interpreter that its first line names is missing.",
  EACCES:
    "it may not be executed; run `chmod +x` on it, or name its interpreter before it in `args`.",
  ENOEXEC: "it is not a program for this machine; name its interpreter before it in `args`.",
  E2BIG: "its arguments and variables are too long.",
  ERR_INVALID_ARG_VALUE: "its program, arguments or variables are empty or hold a NUL character.",
} as const;

/** A sentence for what `spawn` fails with. */
export function notStartedReason(error: unknown): string {
  const known = Object.entries(REASONS).find(([code]) => isErrorCode(error, code))?.[1];
  return known ?? (error instanceof Error ? error.message : String(error));
}
