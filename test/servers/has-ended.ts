import type { ChildProcess } from "node:child_process";

/** By itself, or by a signal such as a terminal's Ctrl-C. */
export function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
